import { ELEMENTS, integerAt, numberAt, pointerAt, scratch, shareEnd, shareStart } from '../args';
import { philox, WORDS } from './philox';

// Places among the numbers.
const PROBABILITY: i32 = 1;
const CLASSES: i32 = 2;

/** Blocks per call of drawWords: one for each label. */
const BLOCKS: i32 = WORDS / 4;

/**
 * [labels(i32), key] n, probability, classes: where word 0 of block i of the draw is below the probability,
 * label i becomes floor(classes u) with u from word 1; computed in f64.
 */
export function disturbLabels_i32(args: usize, thread: i32, threads: i32): void {
  const labels = pointerAt(args, 0);
  const key = pointerAt(args, 1);
  const n = integerAt(args, 2, ELEMENTS);
  const probability = numberAt(args, 2, PROBABILITY);
  const classes = numberAt(args, 2, CLASSES);
  const words = scratch(thread);
  const end = shareEnd(n, 16, thread, threads);
  for (let i = shareStart(n, 16, thread, threads); i < end; i++) {
    if ((i & (BLOCKS - 1)) == 0) philox(words, key, i);
    const block = words + (<usize>(i & (BLOCKS - 1)) << 4);
    if (<f64>load<u32>(block) * (1 / 4294967296.0) >= probability) continue;
    const label = floor<f64>(<f64>load<u32>(block, 4) * (1 / 4294967296.0) * classes);
    store<i32>(labels + (<usize>i << 2), <i32>label);
  }
}
