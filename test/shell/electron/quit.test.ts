import { expect, test } from 'vitest';
import { QUIT_MS, Quit, quitQuestion } from '../../../main/shell/electron/quit.ts';
import { FakeClock } from '../../support/fake-clock.ts';

class Event {
  prevented = false;
  preventDefault(): void {
    this.prevented = true;
  }
}

/** An app that raises its events as Electron does, with everything in the test's hands. */
function setUp(busy: boolean) {
  const clock = new FakeClock();
  const noted: string[] = [];
  let answer = (_confirmed: boolean) => {};
  let stopped = () => {};
  const raise = () => {
    const before = new Event();
    quit.beforeQuit(before);
    if (before.prevented) return;
    noted.push('windows close');
    const will = new Event();
    quit.willQuit(will);
    if (!will.prevented) noted.push('gone');
  };
  const quit: Quit = new Quit({
    clock,
    isBusy: () => busy,
    confirm: () => {
      noted.push('ask');
      return new Promise((resolve) => {
        answer = resolve;
      });
    },
    stop: () => {
      noted.push('stop');
      return new Promise((resolve) => {
        stopped = resolve;
      });
    },
    quit: raise,
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    clock,
    noted,
    quit,
    raise,
    answer: (confirmed: boolean) => {
      answer(confirmed);
      return settle();
    },
    stopped: () => {
      stopped();
      return settle();
    },
  };
}

test('[S2.8] quitting waits for the host to end, once', async () => {
  const { noted, raise, stopped, quit } = setUp(false);
  raise();
  raise();
  expect(noted).toEqual(['windows close', 'stop', 'windows close']);
  expect(quit.quitting).toBe(true);
  await stopped();
  expect(noted.slice(3)).toEqual(['windows close', 'gone']);
});

test('[S2.8] a host that does not end is not waited for longer than the deadline', () => {
  const { noted, raise, clock } = setUp(false);
  raise();
  clock.advance(QUIT_MS - 1);
  expect(noted).not.toContain('gone');
  clock.advance(1);
  expect(noted).toContain('gone');
});

test('[S2.8] while agents work, quitting asks first, once, and no means no', async () => {
  const { noted, raise, answer, quit } = setUp(true);
  raise();
  raise();
  expect(noted).toEqual(['ask']);
  expect(quit.quitting).toBe(false);
  await answer(false);
  expect(noted).toEqual(['ask']);
  raise();
  await answer(true);
  expect(noted).toEqual(['ask', 'ask', 'windows close', 'stop']);
});

test('[S2.8] a system that goes down is not asked anything, even if a question was open', async () => {
  const { noted, raise, answer, quit } = setUp(true);
  raise();
  quit.insist();
  raise();
  expect(noted).toEqual(['ask', 'windows close', 'stop']);
  await answer(false);
  expect(quit.quitting).toBe(true);
});

test('[S2.8] the question names how many would be cut off', () => {
  expect(quitQuestion(1).message).toBe('An agent is still working');
  expect(quitQuestion(2).message).toBe('2 agents are still working');
});
