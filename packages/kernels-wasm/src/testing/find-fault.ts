import type { TypedArray } from '@regopt/tensor';
import type { Tolerance } from '../battery/tolerances.ts';
import type { KernelCall } from './capture-kernels.ts';

const finite = (value: number | undefined) => (Number.isFinite(value) ? Math.abs(value!) : 0);

/** The first element that lies further from the reference loop's than the tolerance, with all that is known of it. */
export function findFault(
  actual: readonly TypedArray[],
  { kernel, before, after, numbers }: KernelCall,
  tolerance: Tolerance | undefined,
): object | undefined {
  let largest = 0;
  for (const array of before) for (const value of array) largest = Math.max(largest, finite(value));
  for (const [tensor, expected] of after.entries()) {
    for (let index = 0; index < expected.length; index++) {
      const [value, wanted] = [actual[tensor]![index], expected[index]];
      if (Object.is(value, wanted)) continue;
      const inputs = before.map((array) => (array.length === expected.length ? array[index] : undefined));
      const scale = tolerance?.of === 'all' ? largest : Math.max(...inputs.map(finite));
      const bound = (tolerance?.ulps ?? 0) * 2 ** -23 * Math.max(scale, finite(wanted), 2 ** -126);
      const error = Math.abs(value! - wanted!);
      if (tolerance !== undefined && error > 0 && error <= bound) continue;
      return { kernel: kernel.name, tensor, index, value, wanted, error, bound, inputs, numbers };
    }
  }
  return undefined;
}
