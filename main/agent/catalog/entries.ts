import type { CatalogEntry } from '../../../protocol/catalog.ts';
import { DOCUMENTED } from './documented-entries.ts';
import { catalogId, everywhere, onUnix, viaNpx, viaProgram } from './entry-parts.ts';

/** Source: its package (README, `--version`, the terminal sign-in that it offers over the protocol), run by us. */
const CLAUDE: CatalogEntry = {
  id: catalogId('claude'),
  name: 'Claude',
  maker: 'Anthropic',
  homepage: 'https://github.com/agentclientprotocol/claude-agent-acp',
  about: { en: 'Claude Code, through its adapter', zh: 'Claude Code，通过其适配器运行' },
  ways: [viaProgram('claude-agent-acp'), viaNpx('@agentclientprotocol/claude-agent-acp')],
  install: everywhere('npm install -g @agentclientprotocol/claude-agent-acp'),
  signIn: {
    command: 'npx -y @agentclientprotocol/claude-agent-acp --cli auth login --claudeai',
    variables: ['ANTHROPIC_API_KEY'],
  },
  quirks: { env: {} },
  nodeMin: 22,
};

/** Source: its package (README, `--version`) and the command line of the Codex that it brings along, run by us. */
const CODEX: CatalogEntry = {
  id: catalogId('codex'),
  name: 'Codex',
  maker: 'OpenAI',
  homepage: 'https://github.com/agentclientprotocol/codex-acp',
  about: { en: 'OpenAI’s coding agent, through its adapter', zh: 'OpenAI 的编程智能体，通过其适配器运行' },
  ways: [viaProgram('codex-acp'), viaNpx('@agentclientprotocol/codex-acp')],
  install: everywhere('npm install -g @agentclientprotocol/codex-acp'),
  signIn: { command: 'npx -y @openai/codex login', variables: ['CODEX_API_KEY', 'OPENAI_API_KEY'] },
  quirks: { env: {} },
  nodeMin: null,
};

/**
 * Source: docs/cli/acp-mode.md and docs/get-started/installation.md of its repository; run by us. When it reads through us
 * it takes no answer for a file that is not there yet, so it cannot create one. Without a second start of itself it needs
 * a third less memory and begins sooner.
 */
const GEMINI: CatalogEntry = {
  id: catalogId('gemini'),
  name: 'Gemini CLI',
  maker: 'Google',
  homepage: 'https://geminicli.com',
  about: { en: 'Google’s open-source agent', zh: 'Google 的开源智能体' },
  ways: [viaProgram('gemini', '--acp'), viaNpx('@google/gemini-cli', '--acp')],
  install: everywhere('npm install -g @google/gemini-cli'),
  signIn: { command: 'gemini', variables: ['GEMINI_API_KEY'] },
  quirks: { env: { GEMINI_CLI_NO_RELAUNCH: 'true' }, clientFiles: false },
  nodeMin: 20,
};

/** Source: https://opencode.ai/docs/cli/acp and https://opencode.ai/docs; run by us. It brings its own runtime. */
const OPENCODE: CatalogEntry = {
  id: catalogId('opencode'),
  name: 'OpenCode',
  maker: 'Anomaly',
  homepage: 'https://opencode.ai',
  about: { en: 'Open-source agent for models of any provider', zh: '开源智能体，可接入任意提供商的模型' },
  ways: [viaProgram('opencode', 'acp'), viaNpx('opencode-ai', 'acp')],
  install: { ...onUnix('curl -fsSL https://opencode.ai/install | bash'), win32: 'npm install -g opencode-ai' },
  signIn: { command: 'opencode auth login', variables: [] },
  quirks: { env: {} },
  nodeMin: null,
};

/** Every agent that we know of, in the order in which they are shown. */
export const ENTRIES: readonly CatalogEntry[] = [CLAUDE, CODEX, GEMINI, OPENCODE, ...DOCUMENTED];
