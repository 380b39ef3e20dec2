import type { TypedArray } from '@regopt/tensor';
import type { RowWithCase } from '../battery/cases-by-family.ts';
import type { Tolerance } from '../battery/kernel-case.ts';
import { numbersOf, rowName } from '../rows/kernel-row.ts';
import { fits } from '../runtime/dispatch.ts';
import { kernelFiles } from './kernel-files.ts';
import type { KernelCall } from './note-kernels.ts';

/**
 * Why a kernel's case cannot be run on a row: no call fits it, or one has another count of numbers than the
 * export reads.
 *
 * @param calls the calls of the kernel, of any dtypes
 */
export function callFault(
  { family, row }: Pick<RowWithCase, 'family' | 'row'>,
  calls: readonly KernelCall[],
): string | undefined {
  const [name, rowFile, caseFile] = [rowName(row), kernelFiles.rows(family), kernelFiles.cases(family)];
  if (calls.length === 0) return `${name}: the case of ${row.kernel} in ${caseFile} does not call it.`;
  const fitting = calls.filter(({ dtypes }) => fits(row, dtypes));
  if (fitting.length === 0) {
    // Update rules are also called with many parameters: the shortest lists say enough.
    const lists = [...new Set(calls.map(({ dtypes }) => `[${dtypes.join(', ')}]`))]
      .sort((a, b) => a.length - b.length)
      .slice(0, 2);
    return (
      `${name}: no call fits this row of ${rowFile}: the case in ${caseFile} calls ${row.kernel} with ` +
      `${lists.join(' and ')}. Correct the row, or add such a call to the case.`
    );
  }
  for (const { dtypes, numbers } of fitting) {
    const wanted = numbersOf(row, dtypes.length, numbers[0]);
    if (numbers.length === wanted) continue;
    return (
      `${name}: its row in ${rowFile} takes ${counted(wanted)} for ${dtypes.length} tensors, and it ` +
      `is called with ${counted(numbers.length)}: ${numbers.join(', ')}. Correct the row, or the ` +
      'numbers that the op hands over.'
    );
  }
  return undefined;
}

const counted = (n: number) => (n === 1 ? '1 number' : `${n} numbers`);

/** The max distance of a result from the reference loop's, and its position. */
export interface Distance {
  /** In units of the tolerance; infinity for another NaN, infinity or sign of 0. */
  readonly ulps: number;
  readonly tensor: number;
  readonly index: number;
  readonly value: number;
  readonly wanted: number;
  readonly call: KernelCall;
}

const finite = (value: number | undefined) => (Number.isFinite(value) ? Math.abs(value!) : 0);

/** The max distance of a call's results from the reference loop's; undefined if all bits agree. */
export function largestDistance(
  actual: readonly TypedArray[],
  call: KernelCall,
  of: Tolerance['of'],
): Distance | undefined {
  const { before, after } = call;
  let largest = 0;
  for (const array of before) for (const value of array) largest = Math.max(largest, finite(value));
  let worst: Distance | undefined;
  for (const [tensor, expected] of after.entries()) {
    for (const [index, wanted] of expected.entries()) {
      const value = actual[tensor]![index]!;
      if (Object.is(value, wanted)) continue;
      let scale = of === 'all' ? largest : 0;
      if (of === 'element') {
        for (const array of before)
          if (array.length === expected.length) scale = Math.max(scale, finite(array[index]));
      }
      const error = Math.abs(value - wanted);
      const distance = error / (2 ** -23 * Math.max(scale, finite(wanted), 2 ** -126));
      const ulps = distance > 0 ? distance : Number.POSITIVE_INFINITY;
      if (worst === undefined || ulps > worst.ulps) worst = { ulps, tensor, index, value, wanted, call };
    }
  }
  return worst;
}

/** The message for a result at this distance; undefined within the tolerance. */
export function distanceFault(
  { family, row }: Pick<RowWithCase, 'family' | 'row'>,
  { of, ulps: allowed }: Tolerance,
  distance: Distance | undefined,
): string | undefined {
  if (distance === undefined || distance.ulps <= allowed) return undefined;
  const { ulps, tensor, index, value, wanted, call } = distance;
  const numbers = call.numbers.join(', ');
  const at = `${value} for ${wanted} at index ${index} of tensor ${tensor}, numbers ${numbers}`;
  if (ulps === Number.POSITIVE_INFINITY)
    return `${rowName(row)}: ${at}. No tolerance allows it: mend the kernel, or its reference loop.`;
  const tolerance = allowed === 0 ? 'exact' : `${of}(${allowed})`;
  return (
    `${rowName(row)}: up to ${Number(ulps.toPrecision(3))} ulps from its reference loop, and its ` +
    `tolerance is ${tolerance}: ${at}. Write \`tolerance: ${of}(${Math.ceil(ulps)})\` in its row of ` +
    `${kernelFiles.cases(family)}, or mend the kernel.` +
    (of === 'element' && ulps > 16
      ? ' Of sums, whose terms cancel, the unit is `all`: begin with all(0).'
      : '')
  );
}
