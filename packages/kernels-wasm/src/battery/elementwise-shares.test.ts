import type { TypedArray } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import type { KernelRow } from '../rows/kernel-row.ts';
import { headerBytes, partialsBytes, scratchBytes } from '../runtime/abi.ts';
import { writeBlock } from '../runtime/argument-block.ts';
import { fits } from '../runtime/dispatch.ts';
import { instantiate } from '../runtime/instantiate.ts';
import { callsOfCase } from '../testing/calls-of-case.ts';
import type { KernelCall } from '../testing/capture-kernels.ts';
import { compiledBuilds } from '../testing/compiled-builds.ts';
import { bytesOf } from '../testing/kernel-caller.ts';
import { kernelFiles, rowName } from '../testing/kernel-files.ts';
import { type RowWithCase, rowsWithCases } from './cases-by-family.ts';

const rows = rowsWithCases.filter(({ row }) => row.elementwise);
/** A length of the tests, and one with work for thread 37 of 400: 469 blocks of 64, the last one short. */
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
function callsOf({ row, given }: RowWithCase): KernelCall[] {
  const found = new Map<string, KernelCall>();
  for (const call of given === undefined ? [] : callsOfCase(given.run, row.kernel)) {
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

/** A call in its own memory; thread 0 of 1 computes all. */
class SharedCall {
  readonly #memory = new WebAssembly.Memory({ initial: 64, maximum: 65536, shared: true });
  readonly #exports: ReturnType<typeof instantiate>;
  readonly #kept: number;
  readonly #start: number;

  constructor(module: WebAssembly.Module) {
    this.#exports = instantiate(module, this.#memory);
    const own = scratchBytes + partialsBytes;
    const heap = this.#exports['heapBase']!();
    this.#kept = Math.ceil(heap / 64) * 64;
    this.#start = this.#kept + own;
    this.#memory.grow(Math.ceil(own / 65536));
    this.#exports['init']!(this.#kept, this.#kept + scratchBytes);
  }

  /**
   * The output from `output` on after one thread's share; `alias` is the input whose memory it shares, if
   * any.
   */
  share(
    name: string,
    output: TypedArray,
    inputs: readonly TypedArray[],
    numbers: readonly number[],
    [thread, threads]: readonly [number, number],
    alias?: number,
  ): TypedArray {
    const { buffer } = this.#memory;
    new Uint8Array(buffer, this.#kept, 65536).fill(0xff);
    const tensors = [output, ...inputs];
    const args = this.#start + headerBytes;
    let top = this.#start + 1024;
    const places = tensors.map((tensor) => {
      const at = top;
      top += Math.ceil(tensor.byteLength / 64) * 64;
      new Uint8Array(buffer, at, tensor.byteLength).set(bytesOf(tensor));
      return at;
    });
    if (alias !== undefined) places[0] = places[alias + 1]!;
    writeBlock(buffer, args, places, numbers);
    this.#exports[name]!(args, thread, threads);
    expect(
      new Uint8Array(buffer, this.#kept, 65536).every((byte) => byte === 0xff),
      'scratch memory',
    ).toBe(true);
    const result = output.slice();
    bytesOf(result).set(new Uint8Array(buffer, places[0], result.byteLength));
    return result;
  }
}

const sameBytes = (a: TypedArray, b: TypedArray) => Buffer.compare(bytesOf(a), bytesOf(b)) === 0;

describe.each(compiledBuilds)('an elementwise kernel of the $name build', ({ module }) => {
  const memory = new SharedCall(module);

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
    const [output, ...inputs] = call.before.map(stretched);
    const place = call.numbers.indexOf(captured);
    const numbers = call.numbers.map((number, i) => (i === place ? n : number));
    const whole = memory.share(row.export, output!, inputs, numbers, [0, 1]);
    expect(sameBytes(whole, output!)).toBe(false);
    for (const [thread, threads] of shares) {
      const each = Math.ceil(Math.ceil(n / 64) / threads) * 64;
      const [from, to] = [Math.min(each * thread, n), Math.min(each * (thread + 1), n)];
      const expected = output!.slice();
      for (let i = from; i < to; i++) expected[i] = whole[i]!;
      const part = memory.share(row.export, output!, inputs, numbers, [thread, threads]);
      expect({ thread, threads, same: sameBytes(part, expected) }).toEqual({ thread, threads, same: true });
    }
    // A fresh output is filled with 0xff; one that is changed in place has values and is also an operand.
    const fresh = bytesOf(output!).every((byte) => byte === 0xff);
    for (const [alias, input] of fresh ? inputs.entries() : []) {
      if (input.length !== n || input.constructor !== output!.constructor) continue;
      const over = memory.share(row.export, output!, inputs, numbers, [0, 1], alias);
      expect({ alias, same: sameBytes(over, whole) }).toEqual({ alias, same: true });
    }
  }
});
