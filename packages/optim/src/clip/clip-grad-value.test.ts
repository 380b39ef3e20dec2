import { sizeOf, type Tensor, tensor, viewBroadcast } from '@regopt/tensor';
import { type ExpectedValues, expectClose, loadGolden } from '@regopt/tensor/testing';
import { describe, expect, it } from 'vitest';
import { clipGradValue } from './clip-grad-value.ts';

interface Golden {
  readonly cases: readonly {
    readonly name: string;
    readonly options: { readonly limit: number };
    readonly gradients: readonly ExpectedValues[];
    readonly f64: { readonly gradients: readonly (readonly number[])[] };
    readonly f32: { readonly gradients: readonly (readonly number[])[] };
  }[];
}

describe('clipGradValue', () => {
  for (const goldenCase of loadGolden<Golden>('optim/clipGradValue').cases) {
    for (const dtype of ['f64', 'f32'] as const) {
      it(`agrees with PyTorch on clipping ${goldenCase.name}, in ${dtype}`, () => {
        const entries = goldenCase.gradients.map(({ shape, data }): [Tensor, Tensor] => [
          tensor(new Float64Array(sizeOf(shape)), { shape, dtype }),
          tensor(Array.from(data, Number), { shape, dtype }),
        ]);
        const clipped = clipGradValue(new Map(entries), goldenCase.options.limit);
        entries.forEach(([parameter, { shape }], i) => {
          const data = goldenCase[dtype].gradients[i]!.map(Number);
          // The file has f32 numbers with nine digits.
          const expected = dtype === 'f32' ? data.map(Math.fround) : data;
          expectClose(clipped.get(parameter)!, { shape, data: expected });
        });
      });
    }
  }

  it('keeps NaN, which a limit would only hide', () => {
    const x = tensor([0, 0]);
    expect([
      ...clipGradValue(new Map([[x, tensor([Number.NaN, 3])]]), 1)
        .get(x)!
        .toArray(),
    ]).toEqual([Number.NaN, 1]);
  });

  it('clamps infinities to the limit, and changes nothing at an infinite limit', () => {
    const values = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 3];
    const clipped = (limit: number) => [
      ...[...clipGradValue(new Map([[tensor([0, 0, 0]), tensor(values)]]), limit).values()][0]!.toArray(),
    ];
    expect(clipped(1)).toEqual([1, -1, 1]);
    expect(clipped(Number.POSITIVE_INFINITY)).toEqual(values);
  });

  it('works in place, but copies a broadcast gradient and one that is the parameter itself', () => {
    const [x, y, z] = [tensor([5, 5]), tensor([0, 0]), tensor([0, 0])];
    const [one, own] = [tensor([2]), tensor([3, -3])];
    const clipped = clipGradValue(
      new Map([
        [x, x],
        [y, viewBroadcast(one, [2])],
        [z, own],
      ]),
      1,
    );
    expect([...clipped.values()].map((gradient) => [...gradient.toArray()])).toEqual([
      [1, 1],
      [1, 1],
      [1, -1],
    ]);
    expect([...x.toArray(), ...one.toArray()]).toEqual([5, 5, 2]);
    expect(clipped.get(z)).toBe(own);
  });

  it('refuses a negative limit', () => {
    expect(() => clipGradValue(new Map(), -1)).toThrow('clipGradValue: limit is a number >= 0, got -1.');
    expect(() => clipGradValue(new Map(), Number.NaN)).toThrow(
      'clipGradValue: limit is a number >= 0, got NaN.',
    );
  });

  it('refuses anything but a Map of gradients, such as a list of parameters', () => {
    expect(() => clipGradValue([tensor([1])] as never, 1)).toThrow(
      'clipGradValue: takes the Map of gradients that backward(loss) gives, got [a tensor [1]].',
    );
  });
});
