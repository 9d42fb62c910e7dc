import { expect, test } from 'vitest';
import { cleanEnvironment } from '../../main/agent/environment.ts';

test('[S4.2] what is about our own shell, runtime and start is not handed on; all else is', () => {
  const ours = {
    ...{
      ELECTRON_RUN_AS_NODE: '1',
      ELECTRON_NO_ATTACH_CONSOLE: '1',
      CHROME_DESKTOP: 'x',
      GIO_LAUNCHED_DESKTOP_FILE: 'x',
    },
    ...{ APPIMAGE: '/x.AppImage', APPDIR: '/tmp/.mount', OWD: '/', ARGV0: 'x', ORIGINAL_XDG_CURRENT_DESKTOP: 'x' },
    ...{ NODE_OPTIONS: '--inspect', NODE_CHANNEL_FD: '3', NODE_UNIQUE_ID: '1', VSCODE_INSPECTOR_OPTIONS: '{}' },
    ...{
      npm_lifecycle_event: 'start',
      npm_package_name: 'skein',
      npm_config_local_prefix: '/skein',
      INIT_CWD: '/skein',
    },
  };
  const theirs = {
    ...{ HOME: '/home/me', PATH: '/bin', NODE_EXTRA_CA_CERTS: '/ca.pem', npm_config_registry: 'https://npm.example' },
    ...{ HTTPS_PROXY: 'http://proxy', MY_ELECTRON_APP: 'yes', EMPTY: '' },
  };
  expect(cleanEnvironment({ ...ours, ...theirs, GONE: undefined }, {})).toEqual(theirs);
});

test('[S4.2] folders of a mounted AppImage leave the lists that programs search', () => {
  const own = {
    APPDIR: '/tmp/.mount',
    PATH: '/tmp/.mount/usr/bin:/tmp/.mount:/usr/bin:/tmp/.mounted/bin',
    LD_LIBRARY_PATH: '/tmp/.mount/usr/lib',
    MINE: '/tmp/.mount/kept',
  };
  expect(cleanEnvironment(own, {})).toEqual({ PATH: '/usr/bin:/tmp/.mounted/bin', MINE: '/tmp/.mount/kept' });
  expect(cleanEnvironment({ LD_LIBRARY_PATH: '/opt/lib' }, {})).toEqual({ LD_LIBRARY_PATH: '/opt/lib' });
});

test('[S4.2] what a person sets for an agent counts, whatever it is called', () => {
  const added = { NODE_OPTIONS: '--max-old-space-size=8192', PATH: '/mine' };
  expect(cleanEnvironment({ NODE_OPTIONS: '--inspect', PATH: '/bin', HOME: '/' }, added)).toEqual({
    ...added,
    HOME: '/',
  });
});
