import { startNewSession } from '../stores/window.ts';
import { Button } from '../ui/button.tsx';
import { words } from '../words/words.ts';

/** What Playbook calls the runbooks that come with it: `EXAMPLES` in main/agent/playbook/examples.ts. */
const runbooks = () =>
  [
    { prompt: '/worktree-tests 3', name: words().worktreeTests, help: words().worktreeTestsHelp },
    { prompt: '/review-branch', name: words().reviewBranch, help: words().reviewBranchHelp },
    { prompt: '/release-checklist', name: words().releaseChecklist, help: words().releaseChecklistHelp },
  ] as const;

/** For a start: runbooks that lead several agents, ready to be tried on a folder of one's own. */
export function ReadyRunbooks({ agentId }: { readonly agentId: string }) {
  return (
    <section className="start-agents" aria-labelledby="runbooks-here">
      <h2 id="runbooks-here">{words().runbooksHere}</h2>
      <ul>
        {runbooks().map(({ prompt, name, help }) => (
          <li key={prompt} className="agent-line">
            <div className="grow">
              {name}
              <p className="agent-about">{help}</p>
            </div>
            <Button small aria-label={words().tryRunbook(name)} onClick={() => startNewSession(prompt, agentId)}>
              {words().tryIt}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
