import { ones, type Tensor, ValueError } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import * as autograd from './index.ts';
import { opArguments, opNames, opOf } from './testing/op-arguments.ts';

const x = () => ones([2, 2]);
const sources = Object.values(
  import.meta.glob('./ops/**/*.ts', { query: '?raw', import: 'default', eager: true }),
).join();

/** Arguments of each function with a tensor; every tensor among them is replaced by something else. */
const calls: Readonly<Record<string, readonly unknown[]>> = {
  ...Object.fromEntries(opNames.map((name) => [name, opArguments(name, x())])),
  backward: [autograd.sum(autograd.parameter(x()))],
  parameter: [x()],
  zerosLike: [x()],
};

const isTensor = (value: unknown): boolean => (value as Partial<Tensor> | undefined)?.storage !== undefined;

/** Each parameter of an op, as the source writes it: `a: Operand`. */
const parametersOf = (name: string): string[] =>
  new RegExp(`^export function ${name}\\(([^)]*)`, 'm').exec(sources)?.[1]?.split(',') ?? [];

describe('a value that is not a tensor', () => {
  it('is tried with every op', () => {
    expect(opNames).toEqual(expect.arrayContaining(['add', 'elu', 'conv2d', 'where', 'crossEntropy']));
    expect(opNames.length).toBeGreaterThan(60);
  });

  for (const [name, args] of Object.entries(calls)) {
    if (!args.some(isTensor)) continue;
    it(`is an error of ${name} that says so`, () => {
      const hint =
        `the file of ${name} in packages/autograd/src: begins with checkTensor() or checkFloat(); one with ` +
        'other arguments than tensors has a row in packages/autograd/src/testing/op-arguments.ts';
      expect(() => opOf(name)(...args), hint).not.toThrow();
      for (const [place, arg] of args.entries()) {
        if (!isTensor(arg)) continue;
        const parameter = parametersOf(name)[place] ?? '';
        for (const given of [3, [1, 2], [[1]], undefined, null, 'x', new Float32Array(2), {}]) {
          if (given === 3 && parameter.includes('Operand')) continue;
          if (given === undefined && parameter.includes('?:')) continue;
          const call = () => opOf(name)(...args.map((each, i) => (i === place ? given : each)));
          expect(call, hint).toThrow(ValueError);
          expect(call, hint).toThrow(/^\w+: .* is a tensor, got .*; make one with tensor\(\)\.$/);
        }
      }
    });
  }

  it('is named by its index if there are several', () => {
    const add = opOf('add');
    const matmul = opOf('matmul');
    expect(() => add(x(), '1')).toThrow('add: b is a tensor, got "1"; make one with tensor().');
    expect(() => matmul([[1]], x())).toThrow(
      'matmul: operand 1 is a tensor, got [[1]]; make one with tensor().',
    );
    expect(() => opOf('concat')([x(), [1]])).toThrow('concat: tensor 1 is a tensor, got [1]; make one with');
    expect(() => autograd.valueAndGrad((_a) => 3 as never)(x())).toThrow(
      'valueAndGrad: the value is a tensor, got 3;',
    );
    expect(() => autograd.valueAndGrad((a) => autograd.sum(a))([1] as never)).toThrow(
      'valueAndGrad: x is a tensor, got [1];',
    );
  });
});
