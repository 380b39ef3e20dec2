import { expect, it } from 'vitest';
import type { Backend } from '../backend/backend.ts';
import { memory, run } from '../backend/current-backend.ts';
import { defineKernel } from '../backend/kernel.ts';
import { DisposedError, OutOfMemoryError } from '../errors.ts';
import { keep, scope } from '../memory/scope.ts';
import { viewSlice, viewTranspose } from '../shape/view.ts';
import { empty, full, tensor, zeros } from '../tensor/create.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { expectSameBits } from './expect-same-bits.ts';
import { randomValues } from './random-values.ts';

/**
 * The memory part of `describeBackend`. `current` returns the back end under test, which is the current one.
 */
export function describeBackendMemory(current: () => Backend): void {
  it('holds what is written to it, in every dtype', () => {
    for (const dtype of ['f32', 'f64', 'i32', 'u8'] as const) {
      const values = randomValues(dtype, 37, 1);
      const x = tensor(values);
      expect(x.storage.backend).toBe(current());
      expectSameBits(x.toArray(), values, dtype);
      x.dispose();
    }
  });

  it('counts live buffers and bytes, and forgets those that are freed', () => {
    const before = memory();
    const a = empty([1000]);
    const b = empty([3], { dtype: 'u8' });
    const during = memory();
    expect(during.buffers).toBe(before.buffers + 2);
    expect(during.bytes).toBeGreaterThanOrEqual(before.bytes + 4003);
    expect(during.reservedBytes).toBeGreaterThanOrEqual(during.bytes);
    a.dispose();
    expect(memory().buffers).toBe(before.buffers + 1);
    b.dispose();
    expect(memory().buffers).toBe(before.buffers);
    expect(memory().bytes).toBe(before.bytes);
  });

  it('gives tensors without elements', () => {
    const x = zeros([0, 3]);
    expect(x.toArray()).toHaveLength(0);
    x.dispose();
  });

  it('aligns every allocation for the widest dtype', () => {
    scope(() => {
      for (let size = 1; size < 40; size++) {
        full([size], 7, { dtype: 'u8' });
        const x = full([size], size, { dtype: 'f64' });
        expect([...x.toArray()]).toEqual(Array.from({ length: size }, () => size));
      }
    });
  });

  it('keeps all values apart and in place while memory grows and is freed in any order', () => {
    const order = randomValues('i32', 400, 2) as Int32Array;
    const live = new Map<number, Tensor>();
    for (let i = 0; i < order.length; i++) {
      const size = 1 + (Math.abs(order[i]!) % (i % 20 === 0 ? 300_000 : 500));
      live.set(i, full([size], i));
      if (i % 3 === 2) {
        const gone = [...live.keys()][Math.abs(order[i]!) % live.size]!;
        live.get(gone)!.dispose();
        live.delete(gone);
      }
    }
    for (const [i, x] of live) {
      expectSameBits(x.toArray(), new Float32Array(x.size).fill(i), `buffer ${i} of ${x.size} values`);
      x.dispose();
    }
  });

  it('takes freed memory again', () => {
    const round = () =>
      scope(() => {
        for (let size = 1; size < 10_000; size *= 3) zeros([size]);
      });
    for (let i = 0; i < 10; i++) round();
    const { reservedBytes } = memory();
    for (let i = 0; i < 200; i++) round();
    expect(memory().reservedBytes).toBe(reservedBytes);
  });

  it('throws OutOfMemoryError for more bytes than there are, and goes on working', () => {
    const before = memory();
    expect(() => empty([2 ** 50])).toThrow(OutOfMemoryError);
    expect(memory()).toEqual(before);
    const x = tensor([1, 2, 3]);
    expect([...x.toArray()]).toEqual([1, 2, 3]);
    x.dispose();
  });

  it('reads values, strided ones too, as a promise', async () => {
    const x = tensor([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect([...(await x.read())]).toEqual([1, 2, 3, 4, 5, 6]);
    expect([...(await viewTranspose(x).read())]).toEqual([1, 4, 2, 5, 3, 6]);
    expect([...(await viewSlice(x, 1, 1).read())]).toEqual([2, 3, 5, 6]);
    x.dispose();
  });

  it('frees at the end of a scope what was made inside, but for what is returned or kept', () => {
    const before = memory().buffers;
    let kept: Tensor | undefined;
    const returned = scope(() => {
      zeros([10]);
      kept = keep(tensor([1]));
      return { list: [tensor([2])] };
    });
    expect(memory().buffers).toBe(before + 2);
    expect([kept!.item(), returned.list[0]!.item()]).toEqual([1, 2]);
    kept!.dispose();
    returned.list[0]!.dispose();
    expect(memory().buffers).toBe(before);
  });

  it('throws DisposedError when freed memory is used', () => {
    const x = zeros([2]);
    x.dispose();
    x.dispose();
    const nothing = defineKernel('nothing', () => {});
    expect(() => x.data()).toThrow(DisposedError);
    expect(() => x.toArray()).toThrow(DisposedError);
    expect(() => x.read()).toThrow(DisposedError);
    expect(() => run(nothing, [x])).toThrow(DisposedError);
  });
}
