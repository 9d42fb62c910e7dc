import type { Dice } from '../agent/stress/dice.ts';
import type { Step } from '../support/scripted-agent.ts';

/** Levels of children below the root of a plan. */
const DEPTH = 4;
/** Children that one session spawns. */
const WIDTH_MAX = 5;

/** What one session of a tree does, and those that it has do more. */
type Node = { readonly agent: string; readonly children: readonly Node[]; readonly fate: Fate };
/** `crashes`: its agent dies in the middle. `stops`: it stops its last child, if that has none itself: nobody knows how many it would have had. `leaves`: it does not wait. */
type Fate = 'plain' | 'crashes' | 'stops' | 'leaves' | 'messages';

const FATES: readonly Fate[] = ['plain', 'plain', 'plain', 'crashes', 'stops', 'leaves', 'messages'];
const AGENTS = ['http', 'stdio', 'nameless'];

/** A tree of exactly so many sessions below its root, with at least one branch down to the last level. */
export function planOf(dice: Dice, sessions: number): Node {
  const counts = new Map<number, number>([[0, 1]]);
  const parents: number[] = [];
  const depths: number[] = [0];
  for (let n = 1; n <= sessions; n += 1) {
    const open = depths.flatMap((depth, at) => (depth < DEPTH && (counts.get(at) ?? 0) <= WIDTH_MAX ? [at] : []));
    const parent = n <= DEPTH ? n - 1 : (dice.pick(open) ?? 0);
    parents[n] = parent;
    depths[n] = (depths[parent] ?? 0) + 1;
    counts.set(parent, (counts.get(parent) ?? 0) + 1);
  }
  const build = (at: number): Node => ({
    agent: dice.pick(AGENTS) ?? 'http',
    fate: at <= DEPTH ? 'plain' : (dice.pick(FATES) ?? 'plain'), // the longest branch comes to its end
    children: parents.flatMap((parent, n) => (parent === at && n > 0 ? [build(n)] : [])),
  });
  return build(0);
}

/** What a session is asked, so that it and all below it do as planned. */
export function scriptOf({ children, fate }: Node): string {
  const spawns: readonly Step[] = children.map((child, n) => ({
    do: 'tool',
    name: 'spawn_agent',
    input: { task: scriptOf(child), agent: child.agent, title: `Child ${n}` },
    as: `child${n}`,
  }));
  const last = children.length - 1;
  const steps: readonly Step[] = [
    { do: 'say', text: 'begun ' },
    { do: 'at-once', steps: spawns },
    ...(fate === 'crashes' ? [{ do: 'crash', code: 9 } as const] : []),
    ...(fate === 'stops' && children[last]?.children.length === 0 ? [about('stop_agent', last)] : []),
    ...(fate === 'messages' && last >= 0 ? [about('send_to_agent', last, { message: 'And this' })] : []),
    ...(fate === 'leaves' || last < 0 ? [] : [{ do: 'tool', name: 'wait_for_agents' } as const]),
    { do: 'say', text: 'done' },
  ];
  return JSON.stringify({ steps });
}

const about = (name: string, child: number, more: object = {}): Step => ({
  ...{ do: 'tool', name },
  input: { session: `$child${child}.session`, ...more },
});
