import { sizeOf } from './size-of.ts';
import type { OptimizerSpec, OpWork, Work } from './work.ts';

/**
 * Number of tensors of x's size that an op must read or write, forward and backward. A tensor counts twice if
 * it is read in two passes with other reads between them: the statistics of a batch must be known before its
 * first element can be normalized.
 */
const passes: Readonly<Record<OpWork['op'], readonly [forward: number, backward: number]>> = {
  relu: [2, 3], // x, y; x, dy, dx
  tanh: [2, 3], // x, y; y, dy, dx
  exp: [2, 3],
  dropout: [2, 2], // the mask is drawn again
  add: [3, 0],
  biasReluDropout: [2, 3],
  sum: [1, 0],
  softmaxCrossEntropy: [1, 2], // x; x, dx
  batchNorm: [3, 5], // x; x, y; x, dy; x, dy, dx
  layerNorm: [2, 3], // a row stays in the cache
};

/** Number of tensors of the parameters' size that an update reads, plus those that it writes. */
const updates: Readonly<Record<OptimizerSpec['name'], number>> = { sgd: 3 + 2, adam: 4 + 3, adamw: 4 + 3 };

/** Minimum number of bytes that a work reads and writes. Throws for a work that arithmetic bounds. */
export function trafficOf(work: Work): number {
  switch (work.kind) {
    case 'op': {
      const [forward, backward] = passes[work.op];
      return 4 * sizeOf(work.shape) * (forward + (work.backward ? backward : 0));
    }
    case 'update':
      return 4 * work.tensors * work.size * updates[work.optimizer.name];
    case 'clip':
      return 4 * work.tensors * work.size * 3; // read for the norm, read and written to be scaled
    default:
      throw new Error(`internal: the traffic of ${work.kind} is not known.`);
  }
}
