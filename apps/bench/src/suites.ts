import type { Suite } from './suite.ts';
import { cnn } from './suites/cnn.ts';
import { gemm } from './suites/gemm.ts';
import { mlp } from './suites/mlp.ts';
import { optim } from './suites/optim.ts';
import { tiny } from './suites/tiny.ts';

/** Every suite, in the order in which they run. */
export const suites: readonly Suite[] = [gemm, mlp, tiny, cnn, optim];
