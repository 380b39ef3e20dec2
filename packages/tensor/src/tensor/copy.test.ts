import { describe, expect, it } from 'vitest';
import { withBackend } from '../backend/current-backend.ts';
import { ShapeError, ValueError } from '../errors.ts';
import { scope } from '../memory/scope.ts';
import { viewBroadcast, viewReshape, viewSlice, viewTranspose } from '../shape/view.ts';
import { createCapturer } from '../testing/create-capturer.ts';
import { assign } from './assign.ts';
import { cast, copyInto } from './copy.ts';
import { arange, full, tensor, zeros } from './create.ts';
import type { Tensor } from './tensor.ts';

describe('copyInto', () => {
  it('copies values, following the strides of the source', () => {
    const x = tensor([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    const y = zeros([3, 2]);
    copyInto(y, viewTranspose(x));
    expect([...y.toArray()]).toEqual([1, 4, 2, 5, 3, 6]);
  });

  it('writes into a view and leaves the rest of its storage', () => {
    const y = zeros([3, 4]);
    copyInto(viewSlice(viewSlice(y, 0, 0, 3, 2), 1, 1, 3), tensor([1, 2, 3, 4], { shape: [2, 2] }));
    expect(y.toNested()).toEqual([
      [0, 1, 2, 0],
      [0, 0, 0, 0],
      [0, 3, 4, 0],
    ]);
  });

  it('writes by the columns of a transposed target', () => {
    const y = zeros([2, 3]);
    copyInto(viewTranspose(y), tensor([1, 2, 3, 4, 5, 6], { shape: [3, 2] }));
    expect([...y.toArray()]).toEqual([1, 3, 5, 2, 4, 6]);
  });

  it('repeats a broadcast source', () => {
    const y = zeros([2, 3]);
    copyInto(y, viewBroadcast(tensor([1, 2, 3]), [2, 3]));
    expect([...y.toArray()]).toEqual([1, 2, 3, 1, 2, 3]);
  });

  it('converts the dtype, and rounds to f32', () => {
    const bytes = zeros([2], { dtype: 'u8' });
    copyInto(bytes, tensor([1, 255]));
    expect([...bytes.toArray()]).toEqual([1, 255]);
    const floats = zeros([2]);
    copyInto(floats, tensor(new Float64Array([0.1, 1e300])));
    expect([...floats.toArray()]).toEqual([Math.fround(0.1), Number.POSITIVE_INFINITY]);
    const doubles = zeros([2], { dtype: 'f64' });
    copyInto(doubles, tensor(new Int32Array([-5, 2147483647])));
    expect([...doubles.toArray()]).toEqual([-5, 2147483647]);
  });

  it('refuses a number that the dtype of the target does not hold, and then writes nothing', () => {
    const bytes = zeros([3], { dtype: 'u8' });
    expect(() => copyInto(bytes, tensor([1, 2.5, 256]))).toThrow(ValueError);
    expect(() => copyInto(bytes, tensor([1, 2.5, 256]))).toThrow(
      'copyInto: 2.5 at index 1 is no u8, a whole number in 0..255. ' +
        "Round it first, by cast()'s { rounding }.",
    );
    expect(() => copyInto(bytes, tensor([7, 8, -1], { dtype: 'i32' }))).toThrow(
      'copyInto: -1 at index 2 is no u8, a whole number in 0..255.',
    );
    expect([...bytes.toArray()]).toEqual([0, 0, 0]);
  });

  it('copies the values from before the copy if source and target overlap', () => {
    const rows = (x: Tensor) => viewReshape(x, [3, 3]);
    const pairs: [(x: Tensor) => Tensor, (x: Tensor) => Tensor][] = [
      [(x) => viewSlice(x, 0, 1), (x) => viewSlice(x, 0, 0, -1)],
      [(x) => viewSlice(x, 0, 0, -1), (x) => viewSlice(x, 0, 1)],
      [(x) => viewTranspose(rows(x)), rows],
      [rows, (x) => viewBroadcast(viewSlice(rows(x), 0, 1, 2), [3, 3])],
      [(x) => viewSlice(x, 0, 0, 8, 2), (x) => viewSlice(x, 0, 2, 6)],
      // One element in common.
      [(x) => viewSlice(x, 0, 2, 5), (x) => viewSlice(x, 0, 0, 3)],
      [(x) => x, (x) => x],
    ];
    for (const [to, from] of pairs) {
      const [x, apart] = [arange(0, 9), arange(0, 9)];
      copyInto(to(x), from(x));
      copyInto(to(apart), from(arange(0, 9)));
      expect([...x.toArray()]).toEqual([...apart.toArray()]);
    }
  });

  it('refuses a target whose elements share memory', () => {
    const target = viewBroadcast(tensor([1, 2]), [2, 2]);
    expect(() => copyInto(target, zeros([2, 2]))).toThrow(ShapeError);
    expect(() => copyInto(target, zeros([2, 2]))).toThrow(
      'copyInto: the target [2,2] is a broadcast view, whose elements share memory. Copy into what it views.',
    );
  });

  it('refuses shapes that differ', () => {
    expect(() => copyInto(zeros([2]), zeros([3]))).toThrow(ShapeError);
    expect(() => copyInto(zeros([2]), zeros([3]))).toThrow('copyInto: shapes differ: [2] and [3].');
  });
});

describe('cast', () => {
  it('returns the values as another dtype, in new memory', () => {
    const x = viewTranspose(
      tensor([
        [1, 2],
        [3, 4],
      ]),
    );
    expect(cast(x, 'i32').toArray()).toEqual(new Int32Array([1, 3, 2, 4]));
    expect(cast(arange(0, 3), 'f64').toArray()).toEqual(new Float64Array([0, 1, 2]));
    expect(cast(x, 'f32').storage).not.toBe(x.storage);
    expect(cast(zeros([0, 3]), 'u8').shape).toEqual([0, 3]);
  });

  it('rounds fractions to whole numbers by the given rounding', () => {
    const x = tensor([-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 2.7], { dtype: 'f64' });
    const rounded = (rounding: 'truncate' | 'floor' | 'round') => [...cast(x, 'i32', { rounding }).toArray()];
    expect(rounded('truncate')).toEqual([-2, -1, 0, 0, 1, 2, 2]);
    expect(rounded('floor')).toEqual([-3, -2, -1, 0, 1, 2, 2]);
    expect(rounded('round')).toEqual([-2, -2, 0, 0, 2, 2, 3]);
    expect(() => cast(x, 'i32')).toThrow('cast: -2.5 at index 0 is no i32');
  });

  it('refuses NaN and numbers out of range with any rounding, with their row-major index', () => {
    const range = 'is no i32, a whole number in -2147483648..2147483647.';
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 3e9, -2147483649]) {
      const x = viewTranspose(tensor([1, 2, value, 4], { shape: [2, 2], dtype: 'f64' }));
      expect(() => cast(x, 'i32', { rounding: 'floor' })).toThrow(`cast: ${value} at index 1 ${range}`);
    }
    const top = full([1], 2147483647.5, { dtype: 'f64' });
    expect(cast(top, 'i32', { rounding: 'floor' }).item()).toBe(2147483647);
    expect(() => cast(top, 'i32', { rounding: 'round' })).toThrow(`cast: 2147483648 at index 0 ${range}`);
  });

  it('refuses an unknown rounding and unknown options', () => {
    const rounding = 'ceil' as 'floor';
    expect(() => cast(zeros([1]), 'i32', { rounding })).toThrow(
      'cast: rounding is "truncate", "floor" or "round", got "ceil".',
    );
    expect(() => cast(zeros([1]), 'i32', { round: 'floor' } as object)).toThrow('did you mean "rounding"?');
  });

  it('rounds values written by the host again at each replay', () => {
    const { backend, capture, replay } = createCapturer();
    withBackend(backend, () => {
      const [given, out] = [tensor([1.5]), zeros([1], { dtype: 'i32' })];
      capture(() => scope(() => copyInto(out, cast(given, 'i32', { rounding: 'floor' }))));
      assign(given, [7.5]);
      replay();
      expect(out.item()).toBe(7);
      assign(given, [Number.NaN]);
      expect(replay).toThrow('cast: NaN at index 0 is no i32');
    });
  });
});
