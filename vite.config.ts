import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { type BuildEnvironmentOptions, defineConfig } from 'vite';

const here = import.meta.dirname;

/** Stays outside the bundle: what is native, what must be one copy, and what `ws` only tries. */
const EXTERNAL = ['electron', 'better-sqlite3', 'electron-log', 'bufferutil', 'utf-8-validate'];

/** Electron 45 and Node 24 run this; it is not lowered any further. */
const HOST_TARGET = 'es2024';

const host: BuildEnvironmentOptions = { ssr: true, target: HOST_TARGET, sourcemap: true, emptyOutDir: true };

export default defineConfig({
  root: resolve(here, 'renderer'),
  base: './',
  plugins: [react()],
  builder: {
    async buildApp(builder) {
      for (const environment of Object.values(builder.environments)) {
        if (environment.name !== 'ssr') await builder.build(environment);
      }
    },
  },
  environments: {
    client: {
      build: { outDir: resolve(here, 'out/renderer'), emptyOutDir: true, sourcemap: true, target: 'chrome130' },
    },
    main: {
      consumer: 'server',
      resolve: { noExternal: true, external: EXTERNAL },
      build: {
        ...host,
        outDir: resolve(here, 'out/main'),
        rolldownOptions: {
          input: {
            serve: resolve(here, 'main/serve.ts'),
            electron: resolve(here, 'main/electron.ts'),
            playbook: resolve(here, 'main/agent/playbook/entry.ts'),
          },
          // All in one folder: what is loaded by its place (`import.meta.dirname`) is beside it, chunk or not.
          output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
        },
      },
    },
    bridge: {
      consumer: 'server',
      resolve: { noExternal: true },
      build: {
        ...host,
        outDir: resolve(here, 'out/bridge'),
        rolldownOptions: {
          input: resolve(here, 'main/orchestration/bridge.ts'),
          // Run by a Node of the person's own, from outside the package: one file, and an ending that says what it is.
          output: { format: 'es', entryFileNames: 'index.mjs', codeSplitting: false },
        },
      },
    },
    preload: {
      consumer: 'server',
      resolve: { noExternal: true, external: ['electron'] },
      build: {
        ...host,
        outDir: resolve(here, 'out/preload'),
        rolldownOptions: {
          input: resolve(here, 'preload/index.ts'),
          // A sandboxed preload is one CommonJS file that can require nothing but Electron.
          output: { format: 'cjs', entryFileNames: 'index.cjs', codeSplitting: false },
        },
      },
    },
  },
});
