import { readFileSync } from 'node:fs';
import type { TypedArray } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { type KernelRow, rowName } from '../rows/kernel-row.ts';
import { fits } from '../runtime/dispatch.ts';
import { callsOfCase } from '../testing/calls-of-case.ts';
import { compiledBuilds } from '../testing/compiled-builds.ts';
import { bytesOf, KernelCaller } from '../testing/kernel-caller.ts';
import { kernelFiles } from '../testing/kernel-files.ts';
import type { KernelCall } from '../testing/note-kernels.ts';
import { type RowWithCase, rowsWithCases } from './cases-by-family.ts';

const rows = rowsWithCases.filter(({ row }) => row.elementwise);
/** The unit of a share, from the kernels' source, which is not TypeScript. */
const block = Number(
  /ELEMENT_BLOCK: i32 = (\d+)/.exec(
    readFileSync(new URL('../../assembly/args.ts', import.meta.url), 'utf8'),
  )?.[1],
);
/** A length of the tests, and one with work for thread 37 of 400: 469 blocks, the last one short. */
const captured = 1000;
const n = 30_011;
const shares = [
  [0, 1],
  [0, 2],
  [1, 2],
  [37, 400],
  [234, 400],
  [235, 400],
  [4, 7],
  [6, 7],
] as const;

function elementsOf(
  { elementwise }: KernelRow,
  numbers: readonly number[],
  sizes: readonly number[],
): number {
  return typeof elementwise === 'function' ? elementwise(numbers, sizes) : numbers[0]!;
}

/** The calls of a row's case on `captured` elements: one of those whose tensors have the same sizes. */
function callsOf({ row, kernelCase }: RowWithCase): KernelCall[] {
  const found = new Map<string, KernelCall>();
  for (const call of kernelCase === undefined ? [] : callsOfCase(kernelCase.run, row.kernel)) {
    if (!fits(row, call.dtypes)) continue;
    const sizes = call.before.map(({ length }) => length);
    if (elementsOf(row, call.numbers, sizes) !== captured || found.has(sizes.join())) continue;
    found.set(sizes.join(), call);
  }
  return [...found.values()];
}

/** The same values repeated to a longer tensor. Tensors of other sizes do not change. */
function stretched(array: TypedArray): TypedArray {
  if (array.length !== captured) return array.slice();
  const long = new (array.constructor as new (length: number) => TypedArray)(n);
  for (let i = 0; i < n; i++) long[i] = array[i % captured]!;
  return long;
}

const sameBytes = (a: TypedArray, b: TypedArray) => Buffer.compare(bytesOf(a), bytesOf(b)) === 0;

describe.each(compiledBuilds)('an elementwise kernel of the $name build', ({ module }) => {
  const caller = new KernelCaller(module);

  it.each(rows.map((each) => [rowName(each.row), each] as const))(
    'writes just its share for any thread of any number, without scratch memory, and over its input: %s',
    (_, each) => {
      const calls = callsOf(each);
      expect(
        calls.length,
        `a call on ${captured} elements in ${kernelFiles.cases(each.family)}`,
      ).toBeGreaterThan(0);
      for (const call of calls) holds(each.row, call);
    },
  );

  function holds(row: KernelRow, call: KernelCall): void {
    const tensors = call.before.map(stretched);
    const output = tensors[0]!;
    const place = call.numbers.indexOf(captured);
    const numbers = call.numbers.map((number, i) => (i === place ? n : number));
    const whole = caller.share(row.export, tensors, numbers, [0, 1]);
    expect(sameBytes(whole, output)).toBe(false);
    for (const [thread, threads] of shares) {
      const each = Math.ceil(Math.ceil(n / block) / threads) * block;
      const [from, to] = [Math.min(each * thread, n), Math.min(each * (thread + 1), n)];
      const expected = output.slice();
      for (let i = from; i < to; i++) expected[i] = whole[i]!;
      const part = caller.share(row.export, tensors, numbers, [thread, threads]);
      expect({ thread, threads, same: sameBytes(part, expected) }).toEqual({ thread, threads, same: true });
    }
    // A fresh output is filled with 0xff; one that is changed in place has values and is also an operand.
    const fresh = bytesOf(output).every((byte) => byte === 0xff);
    for (const [alias, input] of fresh ? tensors.entries() : []) {
      if (alias === 0 || input.length !== n || input.constructor !== output.constructor) continue;
      const over = caller.share(row.export, tensors, numbers, [0, 1], alias);
      expect({ alias, same: sameBytes(over, whole) }).toEqual({ alias, same: true });
    }
  }
});
