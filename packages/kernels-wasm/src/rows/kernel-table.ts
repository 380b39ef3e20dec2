import { convRows } from './conv-rows.ts';
import { elementwiseRows } from './elementwise-rows.ts';
import { indexingRows } from './indexing-rows.ts';
import type { KernelRow } from './kernel-row.ts';
import { lossRows } from './loss-rows.ts';
import { metricsRows } from './metrics-rows.ts';
import { normalizeRows } from './normalize-rows.ts';
import { optimizeRows } from './optimize-rows.ts';
import { poolRows } from './pool-rows.ts';
import { productRows } from './product-rows.ts';
import { randomRows } from './random-rows.ts';
import { reduceRows } from './reduce-rows.ts';

/**
 * The rows by family. A family has the same name here, in assembly/, in `rows/<family>-rows.ts` and
 * `battery/<family>-cases.ts`.
 */
export const rowsByFamily = {
  elementwise: elementwiseRows,
  reduce: reduceRows,
  indexing: indexingRows,
  product: productRows,
  conv: convRows,
  pool: poolRows,
  normalize: normalizeRows,
  loss: lossRows,
  random: randomRows,
  optimize: optimizeRows,
  metrics: metricsRows,
};

/**
 * Every fast kernel. Kernels without a row run as reference loops over WASM memory, and are counted as such.
 */
export const kernelTable: readonly KernelRow[] = Object.values(rowsByFamily).flat();
