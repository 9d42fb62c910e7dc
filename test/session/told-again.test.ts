import { expect, onTestFinished, test } from 'vitest';
import { openSessionHost } from '../support/session-host.ts';

test('[S4.4] what an agent says of itself is not written again when it is told as it was', () => {
  let written = 0;
  const host = openSessionHost({
    between: (rows) => ({
      ...rows,
      commitAll: (commits) => {
        written += 1;
        return rows.commitAll(commits);
      },
    }),
  });
  onTestFinished(() => host.close());
  const id = host.create();
  const announce = (...names: readonly string[]) => {
    const commands = names.map((name) => ({ name, description: `Does ${name}`, hint: null }));
    host.service.configured(id, { type: 'commands', commands });
  };
  announce('plan');
  const before = written;
  announce('plan');
  expect(written).toBe(before);
  announce('plan', 'review');
  expect(written).toBe(before + 1);
});
