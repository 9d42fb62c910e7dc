import type { CatalogEntry } from '../../../protocol/catalog.ts';
import { catalogId, everywhere, onUnix, viaNpx, viaProgram } from './entry-parts.ts';

/** Source: https://block.github.io/goose/docs/guides/acp-clients and the heads of download_cli.sh and download_cli.ps1. */
const GOOSE: CatalogEntry = {
  id: catalogId('goose'),
  name: 'goose',
  maker: 'Block',
  homepage: 'https://block.github.io/goose',
  about: { en: 'Open-source agent that runs on your machine', zh: '在本机运行的开源智能体' },
  ways: [viaProgram('goose', 'acp')],
  install: {
    ...onUnix('curl -fsSL https://github.com/aaif-goose/goose/releases/download/stable/download_cli.sh | bash'),
    win32:
      'Invoke-WebRequest -Uri "https://github.com/aaif-goose/goose/releases/download/stable/download_cli.ps1" -OutFile "download_cli.ps1"; .\\download_cli.ps1',
  },
  signIn: { command: 'goose configure', variables: [] },
  quirks: { env: {} },
  nodeMin: null,
};

/** Source: the ACP registry's qwen-code/agent.json, its package on npm, and the agent's own skill for its sign-in. */
const QWEN: CatalogEntry = {
  id: catalogId('qwen'),
  name: 'Qwen Code',
  maker: 'Alibaba',
  homepage: 'https://github.com/QwenLM/qwen-code',
  about: { en: 'Open-source agent for Qwen models', zh: '面向通义千问模型的开源智能体' },
  ways: [viaProgram('qwen', '--acp'), viaNpx('@qwen-code/qwen-code', '--acp')],
  install: everywhere('npm install -g @qwen-code/qwen-code'),
  signIn: { command: 'qwen auth', variables: [] },
  quirks: { env: {} },
  nodeMin: 22,
};

/** Source: https://docs.github.com/en/copilot/reference/copilot-cli-reference/acp-server and its installation page. */
const COPILOT: CatalogEntry = {
  id: catalogId('copilot'),
  name: 'GitHub Copilot CLI',
  maker: 'GitHub',
  homepage: 'https://github.com/github/copilot-cli',
  about: { en: 'GitHub’s agent for the terminal', zh: 'GitHub 的终端智能体' },
  ways: [viaProgram('copilot', '--acp'), viaNpx('@github/copilot', '--acp')],
  install: everywhere('npm install -g @github/copilot'),
  signIn: { command: 'copilot', variables: ['COPILOT_GITHUB_TOKEN', 'GH_TOKEN', 'GITHUB_TOKEN'] },
  quirks: { env: {} },
  nodeMin: 22,
};

/** Source: the ACP registry's cursor/agent.json and https://cursor.com/docs/cli/installation.md. */
const CURSOR: CatalogEntry = {
  id: catalogId('cursor'),
  name: 'Cursor',
  maker: 'Anysphere',
  homepage: 'https://cursor.com/docs/cli/acp',
  about: { en: 'Cursor’s agent without its editor', zh: '不依赖编辑器的 Cursor 智能体' },
  ways: [viaProgram('cursor-agent', 'acp')],
  install: {
    ...onUnix('curl https://cursor.com/install -fsS | bash'),
    win32: "irm 'https://cursor.com/install?win32=true' | iex",
  },
  signIn: { command: 'cursor-agent login', variables: ['CURSOR_API_KEY'] },
  quirks: { env: {} },
  nodeMin: null,
};

/** Source: https://kiro.dev/docs/cli/acp and its list of commands. */
const KIRO: CatalogEntry = {
  id: catalogId('kiro'),
  name: 'Kiro CLI',
  maker: 'AWS',
  homepage: 'https://kiro.dev/cli',
  about: { en: 'AWS’s agent that works from specifications', zh: 'AWS 的规格驱动智能体' },
  ways: [viaProgram('kiro-cli', 'acp')],
  install: onUnix('curl -fsSL https://cli.kiro.dev/install | bash'),
  signIn: { command: 'kiro-cli login', variables: [] },
  quirks: { env: {} },
  nodeMin: null,
};

/** Source: https://docs.mistral.ai/vibe/code/cli and https://docs.mistral.ai/vibe/code/use-vibe-in-other-ides. */
const VIBE: CatalogEntry = {
  id: catalogId('vibe'),
  name: 'Mistral Vibe',
  maker: 'Mistral AI',
  homepage: 'https://mistral.ai/products/vibe',
  about: { en: 'Mistral’s open-source agent', zh: 'Mistral 的开源智能体' },
  ways: [viaProgram('vibe-acp')],
  install: { ...onUnix('curl -LsSf https://mistral.ai/vibe/install.sh | bash'), win32: 'uv tool install mistral-vibe' },
  signIn: { command: 'vibe', variables: ['MISTRAL_API_KEY'] },
  quirks: { env: {} },
  nodeMin: null,
};

/** Source: https://www.kimi.com/code/docs/en/kimi-cli.html and the reference of `kimi acp`. */
const KIMI: CatalogEntry = {
  id: catalogId('kimi'),
  name: 'Kimi CLI',
  maker: 'Moonshot AI',
  homepage: 'https://github.com/MoonshotAI/kimi-cli',
  about: { en: 'Open-source agent for Kimi models', zh: '面向 Kimi 模型的开源智能体' },
  ways: [viaProgram('kimi', 'acp')],
  install: {
    ...onUnix('curl -LsSf https://cdn.kimi.com/binaries/kimi-cli/install.sh | bash'),
    win32: 'Invoke-RestMethod https://cdn.kimi.com/binaries/kimi-cli/install.ps1 | Invoke-Expression',
  },
  signIn: { command: 'kimi login', variables: [] },
  quirks: { env: {} },
  nodeMin: null,
};

/** Source: the ACP registry's cline/agent.json and https://docs.cline.bot/cline-cli/installation. */
const CLINE: CatalogEntry = {
  id: catalogId('cline'),
  name: 'Cline',
  maker: 'Cline Bot',
  homepage: 'https://cline.bot/cli',
  about: { en: 'Open-source agent for models of any provider', zh: '开源智能体，可接入任意提供商的模型' },
  ways: [viaProgram('cline', '--acp'), viaNpx('cline', '--acp')],
  install: everywhere('npm install -g cline'),
  signIn: { command: 'cline auth', variables: [] },
  quirks: { env: {} },
  nodeMin: 20,
};

/** Source: the ACP registry's auggie/agent.json, docs.augmentcode.com/cli/setup-auggie and its package on npm. */
const AUGGIE: CatalogEntry = {
  id: catalogId('auggie'),
  name: 'Auggie',
  maker: 'Augment Code',
  homepage: 'https://docs.augmentcode.com/cli',
  about: { en: 'Augment’s agent, which indexes the whole code base', zh: 'Augment 的智能体，会索引整个代码库' },
  ways: [viaProgram('auggie', '--acp'), viaNpx('@augmentcode/auggie', '--acp')],
  install: onUnix('npm install -g @augmentcode/auggie'),
  signIn: { command: 'auggie login', variables: [] },
  quirks: { env: { AUGMENT_DISABLE_AUTO_UPDATE: '1' } },
  nodeMin: 20,
};

/** Source: https://docs.factory.ai/integrations/zed, the ACP registry's factory-droid/agent.json, its package on npm. */
const DROID: CatalogEntry = {
  id: catalogId('droid'),
  name: 'Droid',
  maker: 'Factory',
  homepage: 'https://factory.ai/product/cli',
  about: { en: 'Factory’s agent for teams', zh: 'Factory 面向团队的智能体' },
  ways: [viaProgram('droid', 'exec', '--output-format', 'acp'), viaNpx('droid', 'exec', '--output-format', 'acp')],
  install: {
    ...onUnix('curl -fsSL https://app.factory.ai/cli | sh'),
    win32: 'irm https://app.factory.ai/cli/windows | iex',
  },
  signIn: { command: null, variables: ['FACTORY_API_KEY'] },
  quirks: { env: { DROID_DISABLE_AUTO_UPDATE: 'true', FACTORY_DROID_AUTO_UPDATE_ENABLED: 'false' } },
  nodeMin: 20,
};

/** Agents that we have not run ourselves: their makers say how they are started. */
export const DOCUMENTED: readonly CatalogEntry[] = [
  ...[GOOSE, QWEN, COPILOT, CURSOR],
  ...[KIRO, VIBE, KIMI, CLINE, AUGGIE, DROID],
];
