import { convolutionRows } from './conv-rows.ts';
import { elementwiseRows } from './elementwise-rows.ts';
import { indexingRows } from './indexing-rows.ts';
import type { KernelRow } from './kernel-row.ts';
import { layerRows } from './layer-rows.ts';
import { optimizerRows } from './optimize-rows.ts';
import { matmulRows } from './product-rows.ts';
import { randomRows } from './random-rows.ts';
import { reductionRows } from './reduce-rows.ts';

/** Every fast kernel. What has no row here runs as its reference loop over WASM memory, and is counted as such. */
export const kernelTable: readonly KernelRow[] = [
  ...elementwiseRows,
  ...reductionRows,
  ...matmulRows,
  ...convolutionRows,
  ...layerRows,
  ...randomRows,
  ...indexingRows,
  ...optimizerRows,
];
