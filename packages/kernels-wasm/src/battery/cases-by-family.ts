import type { KernelRow } from '../rows/kernel-row.ts';
import { rowsByFamily } from '../rows/kernel-table.ts';
import { convCases } from './conv-cases.ts';
import { elementwiseCases } from './elementwise-cases.ts';
import { indexingCases } from './indexing-cases.ts';
import type { CasesOf, KernelCase } from './kernel-case.ts';
import { lossCases } from './loss-cases.ts';
import { metricsCases } from './metrics-cases.ts';
import { normalizeCases } from './normalize-cases.ts';
import { optimizeCases } from './optimize-cases.ts';
import { poolCases } from './pool-cases.ts';
import { productCases } from './product-cases.ts';
import { randomCases } from './random-cases.ts';
import { reduceCases } from './reduce-cases.ts';

type Families = typeof rowsByFamily;

/** The cases of every kernel of the table. */
export const casesByFamily: { readonly [Family in keyof Families]: CasesOf<Families[Family]> } = {
  elementwise: elementwiseCases,
  reduce: reduceCases,
  indexing: indexingCases,
  product: productCases,
  conv: convCases,
  pool: poolCases,
  normalize: normalizeCases,
  loss: lossCases,
  random: randomCases,
  optimize: optimizeCases,
  metrics: metricsCases,
};

/** A row of the table, with its family and its kernel's case. */
export interface RowWithCase {
  readonly family: string;
  readonly row: KernelRow;
  /** undefined only in vitest, which does not check types: `tableGaps` says where to add it. */
  readonly kernelCase: KernelCase | undefined;
}

/** Every row of the table. */
export const rowsWithCases: readonly RowWithCase[] = Object.entries(rowsByFamily).flatMap(
  ([family, rows]) => {
    const cases: Readonly<Record<string, KernelCase>> = casesByFamily[family as keyof Families];
    return rows.map((row) => ({ family, row, kernelCase: cases[row.kernel] }));
  },
);
