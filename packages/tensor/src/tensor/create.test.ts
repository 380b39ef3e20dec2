import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { getBackend } from '../backend/current-backend.ts';
import { DTypeError, ShapeError, ValueError } from '../errors.ts';
import { scope } from '../memory/scope.ts';
import { createGenerator } from '../random/generator.ts';
import { bernoulli, normal, uniform } from '../random/random.ts';
import { cast } from './copy.ts';
import { arange, empty, eye, full, ones, scalar, tensor, zeros } from './create.ts';
import type { DType } from './dtype.ts';
import type { NestedArray } from './nested-values.ts';

describe('empty', () => {
  it('is row-major, f32 and on the current back end', () => {
    const x = empty([2, 3]);
    expect([x.shape, x.strides, x.offset, x.dtype, x.size, x.rank]).toEqual([[2, 3], [3, 1], 0, 'f32', 6, 2]);
    expect(x.contiguous).toBe(true);
    expect(x.requiresGrad).toBe(false);
    expect(x.storage.backend).toBe(getBackend());
    expect(x.storage.byteLength).toBe(24);
  });

  it('refuses a value that is not a shape', () => {
    expect(() => empty([2, -1])).toThrow(ShapeError);
    expect(() => empty([2, -1])).toThrow('empty: a shape holds whole numbers >= 0, got [2,-1].');
  });

  it('refuses an unknown dtype', () => {
    const dtype = 'f16' as DType;
    expect(() => empty([2], { dtype })).toThrow(DTypeError);
    expect(() => empty([2], { dtype })).toThrow('empty: unknown dtype "f16"; known: f32, f64, i32, u8.');
  });
});

describe('the options of a new tensor', () => {
  it('are checked', () => {
    const options = { type: 'i32' } as object;
    const makers: Record<string, () => unknown> = {
      empty: () => empty([2], options),
      full: () => full([2], 1, options),
      zeros: () => zeros([2], options),
      ones: () => ones([2], options),
      scalar: () => scalar(1, options),
      eye: () => eye(2, options),
      arange: () => arange(0, 2, 1, options),
      tensor: () => tensor([1], options),
      uniform: () => uniform([2], createGenerator(1), options),
      normal: () => normal([2], createGenerator(1), options),
      bernoulli: () => bernoulli([2], createGenerator(1), options),
    };
    for (const [name, make] of Object.entries(makers)) {
      expect(make).toThrow(ValueError);
      expect(make).toThrow(`${name}: unknown option "type"; did you mean "dtype"?`);
    }
    expect(() => tensor([1], 'i32' as never)).toThrow(
      'tensor: options are an object of dtype, shape, got "i32".',
    );
    expect(() => arange(0, 2, options as never)).toThrow('then options, got 0, 2, { type }.');
  });
});

describe('a dtype of another library', () => {
  it('is refused, with the name of ours', () => {
    const meant: Record<string, string[]> = {
      f32: ['float32', 'float', 'F32', 'single', 'Float32Array', 'torch.float32'],
      f64: ['float64', 'double', 'F64', 'Float64Array'],
      i32: ['int32', 'int', 'long', 'int64', 'uint16', 'Int32Array'],
      u8: ['uint8', 'byte', 'bool', 'Uint8Array'],
    };
    for (const [dtype, names] of Object.entries(meant)) {
      for (const name of names) {
        const options = { dtype: name as DType };
        const hint = `unknown dtype "${name}"; did you mean "${dtype}"? Known: f32, f64, i32, u8.`;
        expect(() => tensor([1], options)).toThrow(DTypeError);
        expect(() => tensor([1], options)).toThrow(`tensor: ${hint}`);
        expect(() => zeros([1], options)).toThrow(`zeros: ${hint}`);
        expect(() => cast(zeros([1]), options.dtype)).toThrow(`cast: ${hint}`);
      }
    }
    for (const dtype of ['string', 'toString', 3, null] as unknown as DType[])
      expect(() => ones([1], { dtype })).toThrow('; known: f32, f64, i32, u8.');
  });
});

describe('full, zeros, ones, scalar and eye', () => {
  it('have one value everywhere, in any dtype', () => {
    expect(full([2, 2], 2.5).toNested()).toEqual([
      [2.5, 2.5],
      [2.5, 2.5],
    ]);
    expect([...zeros([3], { dtype: 'i32' }).toArray()]).toEqual([0, 0, 0]);
    expect(ones([2], { dtype: 'f64' }).toArray()).toEqual(new Float64Array([1, 1]));
    expect(full([2], 255, { dtype: 'u8' }).toArray()).toEqual(new Uint8Array([255, 255]));
    expect(full([1], 0.1, { dtype: 'f64' }).item()).toBe(0.1);
    expect(full([1], 0.1).item()).toBe(Math.fround(0.1));
  });

  it('give a scalar no axis', () => {
    const x = scalar(7);
    expect([x.shape, x.item(), x.toNested()]).toEqual([[], 7, 7]);
  });

  it('put ones on the diagonal of the identity', () => {
    expect(eye(3).toNested()).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]);
    expect(eye(0).shape).toEqual([0, 0]);
    expect(() => eye(1.5)).toThrow('eye: a shape holds whole numbers >= 0, got [1.5].');
  });
});

describe('tensor', () => {
  it('takes its shape from the nesting', () => {
    expect(tensor(5).shape).toEqual([]);
    expect(tensor([]).shape).toEqual([0]);
    expect(tensor([[], []]).shape).toEqual([2, 0]);
    expect(tensor([[[1], [2]]]).shape).toEqual([1, 2, 1]);
  });

  it('accepts a flat list with a shape', () => {
    const x = tensor([1, 2, 3, 4], { shape: [2, 2] });
    expect(x.toNested()).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it('copies a typed array and keeps its dtype by default', () => {
    const values = new Int32Array([1, 2]);
    const x = tensor(values);
    values[0] = 9;
    expect([x.dtype, ...x.toArray()]).toEqual(['i32', 1, 2]);
    expect(tensor(new Uint8Array([1, 2]), { dtype: 'f64' }).toArray()).toEqual(new Float64Array([1, 2]));
    expect(tensor(new Float32Array(6), { shape: [2, 3] }).shape).toEqual([2, 3]);
  });

  it('is converted back to the same nested arrays', () => {
    const nested = (shape: readonly number[]): fc.Arbitrary<NestedArray> =>
      shape.length === 0
        ? fc.integer()
        : fc.array(nested(shape.slice(1)), { minLength: shape[0]!, maxLength: shape[0]! });
    const anyNested = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 }).chain(nested);
    fc.assert(
      fc.property(anyNested, (values) => {
        scope(() => expect(tensor(values, { dtype: 'f64' }).toNested()).toEqual(values));
      }),
      { seed: 1 },
    );
  });

  it('refuses ragged arrays', () => {
    expect(() => tensor([[1, 2], [3]])).toThrow(ShapeError);
    expect(() => tensor([[1, 2], [3]])).toThrow(
      'tensor: nested arrays are ragged: 1 entries at axis 1, where the first has 2.',
    );
    expect(() => tensor([[1], 2])).toThrow(
      'tensor: nested arrays are ragged: a number at axis 1, where the first has 1.',
    );
    expect(() => tensor([1, [2]])).toThrow(
      'tensor: nested arrays are ragged: an array at axis 1, where the first has a number.',
    );
  });

  it('refuses elements that are not numbers', () => {
    const values = [1, 'two'] as unknown as NestedArray;
    expect(() => tensor(values)).toThrow(ValueError);
    expect(() => tensor(values)).toThrow('tensor: an element is a string, not a number.');
  });

  it('refuses a shape of another number of elements', () => {
    expect(() => tensor([1, 2, 3], { shape: [2, 2] })).toThrow(
      'tensor: 3 values do not fill shape [2,2], which takes 4.',
    );
    expect(() => tensor([1], { shape: [-1] })).toThrow('tensor: a shape holds whole numbers >= 0, got [-1].');
  });
});

describe('arange', () => {
  it('counts from start to before stop', () => {
    expect([...arange(0, 4).toArray()]).toEqual([0, 1, 2, 3]);
    expect([...arange(1, 2, 0.25).toArray()]).toEqual([1, 1.25, 1.5, 1.75]);
    expect([...arange(3, 0, -1, { dtype: 'i32' }).toArray()]).toEqual([3, 2, 1]);
    expect(arange(3, 0).size).toBe(0);
  });

  it('multiplies the step, so that errors do not add up', () => {
    const values = arange(0, 1000, 0.1, { dtype: 'f64' }).toArray();
    expect(values[9999]).toBe(9999 * 0.1);
  });

  it('refuses a step of 0 and numbers that are not finite', () => {
    expect(() => arange(0, 1, 0)).toThrow(
      'arange: needs finite start, stop and step (not 0), then options, got 0, 1, 0.',
    );
    expect(() => arange(3, { dtype: 'i32' } as never)).toThrow('then options, got 3, { dtype }, 1.');
    expect(() => arange(0, Number.POSITIVE_INFINITY)).toThrow(ValueError);
    expect(() => arange(0, 1e300)).toThrow('arange: a shape holds whole numbers >= 0, got [1e+300].');
  });
});
