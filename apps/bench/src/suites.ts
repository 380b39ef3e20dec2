import type { Suite } from './suite.ts';
import { cnn } from './suites/cnn.ts';
import { conv } from './suites/conv.ts';
import { elementwise } from './suites/elementwise.ts';
import { fit } from './suites/fit.ts';
import { gemm } from './suites/gemm.ts';
import { mlp } from './suites/mlp.ts';
import { norm } from './suites/norm.ts';
import { optim } from './suites/optim.ts';
import { overhead } from './suites/overhead.ts';
import { reduce } from './suites/reduce.ts';
import { size } from './suites/size.ts';
import { startUp } from './suites/start-up.ts';
import { tiny } from './suites/tiny.ts';
import { wide } from './suites/wide.ts';

/** Every suite, in the order in which they run. */
export const suites: readonly Suite[] = [
  gemm,
  conv,
  elementwise,
  reduce,
  norm,
  optim,
  tiny,
  mlp,
  cnn,
  wide,
  fit,
  overhead,
  startUp,
  size,
];
