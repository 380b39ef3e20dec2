import { describe, expect, it } from 'vitest';
import { memory } from '../backend/current-backend.ts';
import { DisposedError, ShapeError } from '../errors.ts';
import { viewBroadcast, viewSlice, viewTranspose } from '../shape/view.ts';
import { full, tensor, zeros } from './create.ts';
import { isTensor, type TensorJSON } from './tensor.ts';

const matrix = () =>
  tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]);

describe('Tensor', () => {
  it('returns its values in row-major order, with any strides', () => {
    const x = matrix();
    expect(x.toArray()).toEqual(new Float32Array([1, 2, 3, 4, 5, 6]));
    expect(viewTranspose(x).toArray()).toEqual(new Float32Array([1, 4, 2, 5, 3, 6]));
    expect(viewTranspose(x).toNested()).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
  });

  it('returns copies, not its memory', () => {
    const x = matrix();
    x.toArray()[0] = 99;
    expect(x.toArray()[0]).toBe(1);
  });

  it('returns its memory from its first element on', () => {
    const x = viewSlice(matrix(), 0, 1);
    expect([...x.data().subarray(0, 3)]).toEqual([4, 5, 6]);
    x.data()[0] = 40;
    expect([...x.toArray()]).toEqual([40, 5, 6]);
  });

  it('returns the value of a tensor of one element, at any rank', () => {
    expect(full([1, 1], 3).item()).toBe(3);
    expect(viewSlice(matrix(), 1, 2).shape).toEqual([2, 1]);
    expect(viewSlice(viewSlice(matrix(), 1, 2), 0, 1).item()).toBe(6);
    expect(() => matrix().item()).toThrow(ShapeError);
    expect(() => matrix().item()).toThrow('item: needs a tensor of one element, got shape [2,3].');
    expect(() => zeros([0]).item()).toThrow('item: needs a tensor of one element, got shape [0].');
  });

  it('returns nested arrays for empty axes', () => {
    expect(zeros([2, 0]).toNested()).toEqual([[], []]);
    expect(zeros([0, 2]).toNested()).toEqual([]);
  });

  it('returns its values as a promise too', async () => {
    expect([...(await viewTranspose(matrix()).read())]).toEqual([1, 4, 2, 5, 3, 6]);
  });

  it('frees its memory for all its views, once', () => {
    const before = memory().buffers;
    const x = matrix();
    const y = viewTranspose(x);
    y.dispose();
    x.dispose();
    expect(memory().buffers).toBe(before);
    expect(x.storage.disposed).toBe(true);
  });

  it('says what to do when it is used after its memory was freed', () => {
    const x = matrix();
    x.dispose();
    const sentence =
      "data: the tensor's memory was freed, by dispose() or at the end of the scope that made it. " +
      'Return it from the scope, or keep() it.';
    expect(() => x.toArray()).toThrow(DisposedError);
    expect(() => x.toArray()).toThrow(sentence);
    expect(() => x.data()).toThrow(sentence);
    expect(() => x.read()).toThrow(sentence.replace('data', 'read'));
  });
});

describe('JSON.stringify', () => {
  const read = (text: string) => {
    const { shape, dtype, data } = JSON.parse(text) as TensorJSON;
    return tensor(data.map(Number), { shape, dtype });
  };

  it('writes shape, dtype and values', () => {
    expect(JSON.stringify({ loss: tensor([1, 0.5]) })).toBe(
      '{"loss":{"shape":[2],"dtype":"f32","data":[1,0.5]}}',
    );
    expect(JSON.stringify(viewTranspose(matrix()))).toBe(
      '{"shape":[3,2],"dtype":"f32","data":[1,4,2,5,3,6]}',
    );
    expect(JSON.stringify(zeros([], { dtype: 'u8' }))).toBe('{"shape":[],"dtype":"u8","data":[0]}');
  });

  it('writes NaN and infinities as strings, and its output can be read back', () => {
    const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
    const x = tensor([nan, infinity, -infinity, 0.1], { shape: [2, 2] });
    expect(JSON.stringify(x)).toContain('"data":["NaN","Infinity","-Infinity",0.10000000149011612]');
    expect(read(JSON.stringify(x)).toNested()).toEqual(x.toNested());
    expect(read(JSON.stringify(zeros([0, 3]))).shape).toEqual([0, 3]);
  });

  it('refuses a tensor of freed memory, and one too large for plain arrays', () => {
    const x = matrix();
    x.dispose();
    expect(() => JSON.stringify(x)).toThrow(DisposedError);
    expect(() => JSON.stringify(viewBroadcast(tensor(1), [2 ** 28]))).toThrow(
      'toJSON: [268435456] takes about 2147483720 bytes in nested arrays',
    );
  });
});

describe('isTensor', () => {
  it('distinguishes tensors from everything else', () => {
    expect(isTensor(matrix())).toBe(true);
    for (const other of [undefined, null, 3, 'x', [], {}, new Float32Array(1), { shape: [1] }]) {
      expect(isTensor(other)).toBe(false);
    }
  });
});

describe("Node's console", () => {
  it('shows a tensor as String does', () => {
    const inspect = Symbol.for('nodejs.util.inspect.custom');
    const x = tensor([1, 2]);
    expect((x as unknown as Record<symbol, () => string>)[inspect]!()).toBe(String(x));
  });
});
