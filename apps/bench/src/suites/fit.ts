import type { BenchCase, Suite } from '../suite.ts';
import type { Work } from '../work.ts';
import { mlp } from './mlp.ts';
import { tiny } from './tiny.ts';
import { wide } from './wide.ts';

function loopOf({ cases }: Suite, batches: number): Work {
  const { work } = cases[0]!;
  if (work.kind !== 'train') throw new Error(`internal: ${work.kind} is no training step.`);
  return { kind: 'loop', train: work, batches };
}

const byHand = (name: string, work: Work): BenchCase => ({
  name,
  work,
  beside: { 'ours, by hand': { byHand: true } },
});

const inParts = (name: string, work: Work): BenchCase => ({
  name: `${name}, one part`,
  work,
  beside: { 'ours, 8 parts': { parts: 8 } },
});

/** The cost of the training loop, and of a batch in parts. */
export const fit: Suite = {
  name: 'fit',
  title: 'a step of `fit` over a loader, beside a loop by hand; and of a batch in eight parts',
  unit: 'us/step',
  peers: [],
  cases: [
    byHand('tiny', loopOf(tiny, 1000)),
    byHand('mlp', loopOf(mlp, 60)),
    inParts('mlp', loopOf(mlp, 60)),
    inParts('wide', loopOf(wide, 20)),
  ],
};
