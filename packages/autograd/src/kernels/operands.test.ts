import { type DType, ones, type Tensor, tensor } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { backward } from '../backward.ts';
import { parameter } from '../parameter.ts';
import { operandPair } from './operands.ts';

const of = (dtype: DType, rank: number): Tensor =>
  rank === 0 ? tensor(2, { dtype }) : tensor([2, 3], { dtype });
const dtypes: readonly DType[] = ['u8', 'i32', 'f32', 'f64'];

describe('operandPair', () => {
  it.each([
    ['u8', 'i32', 'i32'],
    ['u8', 'f32', 'f32'],
    ['u8', 'f64', 'f64'],
    ['i32', 'f32', 'f32'],
    ['i32', 'f64', 'f64'],
  ] as const)('converts %s and %s to %s, for operands of any shape', (low, high, result) => {
    for (const a of [of(low, 0), of(low, 1)]) {
      for (const b of [of(high, 0), of(high, 1)]) {
        expect(operandPair('add', a, b).map(({ dtype }) => dtype)).toEqual([result, result]);
        expect(operandPair('add', b, a).map(({ dtype }) => dtype)).toEqual([result, result]);
      }
    }
  });

  it('does not convert operands of one dtype', () => {
    for (const dtype of dtypes) {
      const [a, b] = [of(dtype, 0), of(dtype, 1)];
      const pair = operandPair('add', a, b);
      expect(pair[0]).toBe(a);
      expect(pair[1]).toBe(b);
    }
  });

  it('converts f32 combined with f64 to f64, but a scalar to the dtype of a tensor with axes', () => {
    const dtypeOf = (a: Tensor, b: Tensor) => operandPair('add', a, b).map(({ dtype }) => dtype);
    expect(dtypeOf(of('f32', 1), of('f64', 0))).toEqual(['f32', 'f32']);
    expect(dtypeOf(of('f32', 0), of('f64', 1))).toEqual(['f64', 'f64']);
    expect(dtypeOf(of('f64', 0), of('f32', 0))).toEqual(['f64', 'f64']);
    expect(dtypeOf(of('f32', 1), of('f64', 1))).toEqual(['f64', 'f64']);
    expect(dtypeOf(of('f64', 1), of('f32', 1))).toEqual(['f64', 'f64']);
  });

  it('converts the gradient back to the dtype of a parameter', () => {
    const w = parameter(tensor(2));
    const [x] = operandPair('mul', w, tensor(3, { dtype: 'f64' }));
    expect(x.dtype).toBe('f64');
    const gradient = backward(x).get(w)!;
    expect(gradient.dtype).toBe('f32');
    expect(gradient.item()).toBe(1);
  });

  it('converts integers combined with a fraction, NaN or infinity to f32', () => {
    for (const dtype of ['u8', 'i32'] as const) {
      for (const value of [0.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
        const [x, y] = operandPair('mul', of(dtype, 1), value);
        expect([x.dtype, y.dtype, [...x.toArray()], y.item()]).toEqual(['f32', 'f32', [2, 3], value]);
      }
    }
  });

  it.each([
    ['u8', 0, 255],
    ['i32', -2147483648, 2147483647],
  ] as const)('takes whole numbers that %s holds and refuses all others', (dtype, low, high) => {
    for (const value of [low, high, 0, -0, 1]) {
      const [y, x] = operandPair('add', value, of(dtype, 1));
      expect([x.dtype, y.dtype, y.item()]).toEqual([dtype, dtype, value + 0]);
    }
    for (const value of [low - 1, high + 1, 3e9, -3e9]) {
      const message = `add: ${value} is no ${dtype}, a whole number in ${low}..${high}.`;
      expect(() => operandPair('add', of(dtype, 1), value)).toThrow(message);
      expect(() => operandPair('add', value, of(dtype, 1))).toThrow(message);
    }
  });

  it('refuses two numbers', () => {
    expect(() => operandPair('add', 1, 2)).toThrow('add: needs at least one tensor, got two numbers.');
    expect(operandPair('add', ones([1]), 2)[1].shape).toEqual([]);
  });
});
