import { scope, sizeOf, type Tensor, tensor, tick, viewBroadcast, viewReshape } from '@regopt/tensor';
import { assertNoLeak, type ExpectedValues, expectClose, loadGolden } from '@regopt/tensor/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clipGradNorm } from './clip-grad-norm.ts';

interface Golden {
  readonly cases: readonly {
    readonly name: string;
    readonly options: { readonly maxNorm: number };
    readonly gradients: readonly ExpectedValues[];
    readonly f64: { readonly gradients: readonly (readonly number[])[]; readonly norm: number | string };
    readonly f32: { readonly gradients: readonly (readonly number[])[]; readonly norm: number | string };
  }[];
}

const f64 = (values: number[]): Tensor => tensor(values, { dtype: 'f64' });

describe('clipGradNorm', () => {
  for (const goldenCase of loadGolden<Golden>('optim/clipGradNorm').cases) {
    for (const dtype of ['f64', 'f32'] as const) {
      it(`agrees with PyTorch on the norm ${goldenCase.name}, in ${dtype}`, () => {
        const { gradients, options } = goldenCase;
        const relative = dtype === 'f64' ? 1e-12 : 1e-6;
        const entries = gradients.map(({ shape, data }): [Tensor, Tensor] => [
          tensor(new Float64Array(sizeOf(shape)), { shape, dtype }),
          tensor(Array.from(data, Number), { shape, dtype }),
        ]);
        const clipped = clipGradNorm(new Map(entries), options.maxNorm);
        expectClose(clipped.norm, { shape: [], data: [Number(goldenCase[dtype].norm)] }, { relative });
        entries.forEach(([parameter, { shape }], i) => {
          const data = goldenCase[dtype].gradients[i]!.map(Number);
          expectClose(clipped.get(parameter)!, { shape, data }, { relative });
        });
      });
    }
  }

  it('computes the norm of more gradients than fit into one command, of both dtypes', () =>
    scope(() => {
      const gradients = Array.from({ length: 2500 }, (_, i) =>
        tensor([3, 4], { dtype: i % 2 === 0 ? 'f32' : 'f64' }),
      );
      const clipped = clipGradNorm(new Map(gradients.map((gradient) => [f64([0, 0]), gradient])), 125);
      expect(clipped.norm.item()).toBe(250);
      for (const gradient of clipped.values())
        expectClose(gradient, { shape: [2], data: [1.5, 2] }, { relative: 1e-6 });
    }));

  it('only measures at an infinite maxNorm, even infinite gradients and NaN', () => {
    for (const dtype of ['f64', 'f32'] as const) {
      const values = [1, Number.POSITIVE_INFINITY, -2];
      const clipped = clipGradNorm(new Map([[f64([0, 0, 0]), tensor(values, { dtype })]]), Infinity);
      expect(clipped.norm.item()).toBe(Number.POSITIVE_INFINITY);
      expect([...clipped.values()].map((each) => [...each.toArray()])).toEqual([values]);
      const none = clipGradNorm(new Map([[f64([0]), tensor([Number.NaN, 3], { dtype })]]), Infinity);
      expect(none.norm.item()).toBeNaN();
      expect([...none.values()].map((each) => [...each.toArray()])).toEqual([[Number.NaN, 3]]);
    }
  });

  it('measures and clips gradients whose squares f32 cannot hold', () => {
    for (const size of [1e25, 5e37, 1e-25, 1e-37]) {
      const clipped = clipGradNorm(
        new Map([3, 4].map((value) => [f64([0]), tensor([value * size])])),
        2.5 * size,
      );
      expect(clipped.norm.item() / (5 * size)).toBeCloseTo(1, 6);
      const factor = Math.min(1, (2.5 * size) / (5 * size + 1e-6));
      [...clipped.values()].forEach((each, i) => {
        const expected = (3 + i) * size * factor;
        // The smallest are f32's subnormals, 2^-149 apart.
        expect(Math.abs(each.item() - expected)).toBeLessThanOrEqual(1e-6 * expected + 2 ** -149);
      });
    }
  });

  it('reduces the norm to at most maxNorm and keeps the direction', () => {
    const numbers = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(
        fc.array(numbers, { minLength: 1, maxLength: 4 }),
        fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
        (all, maxNorm) =>
          scope(() => {
            const before = all.flat();
            const norm = Math.hypot(...before);
            const clipped = clipGradNorm(new Map(all.map((values) => [f64(values), f64(values)])), maxNorm);
            const after = [...clipped.values()].flatMap((gradient) => [...gradient.toArray()]);
            expect(clipped.norm.item()).toBeCloseTo(norm, 9);
            expect(Math.hypot(...after)).toBeLessThanOrEqual(maxNorm * (1 + 1e-12));
            const factor = Math.min(1, maxNorm / (norm + 1e-6));
            const errors = after.map((value, i) => Math.abs(value - before[i]! * factor));
            expect(Math.max(...errors)).toBeLessThanOrEqual(1e-12 * norm);
          }),
      ),
      { seed: 1, numRuns: 500 },
    );
  });

  it('marks every gradient as written', () => {
    const [first, second] = [f64([3, 4]), f64([5, 6])];
    const now = tick();
    clipGradNorm(
      new Map([
        [f64([0, 0]), first],
        [f64([0, 0]), second],
      ]),
      1,
    );
    expect(Math.min(first.storage.version, second.storage.version)).toBeGreaterThan(now);
  });

  it('scales the gradients in place', () => {
    const gradient = f64([3, 4]);
    const clipped = clipGradNorm(new Map([[f64([0, 0]), gradient]]), 1);
    expect([...clipped.values()]).toEqual([gradient]);
    expectClose(gradient, f64([0.6, 0.8]), { relative: 1e-6 });
  });

  it('scales a gradient of two parameters once, and counts it twice', () => {
    const [x, y, shared] = [f64([0, 0]), f64([0, 0]), f64([3, 4])];
    const clipped = clipGradNorm(
      new Map([
        [x, shared],
        [y, shared],
      ]),
      1,
    );
    expect(clipped.norm.item()).toBeCloseTo(Math.sqrt(50), 12);
    for (const parameter of [x, y]) {
      expectClose(clipped.get(parameter)!, f64([3 / Math.sqrt(50), 4 / Math.sqrt(50)]), { relative: 1e-6 });
    }
  });

  it('scales shared memory of two views once, and copies a parameter that is its own gradient', () => {
    const [x, y, shared] = [f64([0, 0]), tensor([[0, 0]], { dtype: 'f64' }), f64([3, 4])];
    const own = f64([1, 1]);
    const clipped = clipGradNorm(
      new Map([
        [x, shared],
        [y, viewReshape(shared, [1, 2])],
        [own, own],
      ]),
      Math.sqrt(52) / 2,
    );
    expectClose(clipped.get(x)!, f64([1.5, 2]), { relative: 1e-6 });
    expectClose(clipped.get(y)!, tensor([[1.5, 2]], { dtype: 'f64' }), { relative: 1e-6 });
    expectClose(clipped.get(own)!, f64([0.5, 0.5]), { relative: 1e-6 });
    expect([...own.toArray()]).toEqual([1, 1]);
  });

  it('counts every element of a broadcast gradient', () => {
    const x = f64([0, 0, 0, 0]);
    const clipped = clipGradNorm(new Map([[x, viewBroadcast(f64([1]), [4])]]), 1);
    expect(clipped.norm.item()).toBe(2);
    expectClose(clipped.get(x)!, f64([0.5, 0.5, 0.5, 0.5]), { relative: 1e-6 });
  });

  it('only measures with the limit Infinity', () => {
    const gradient = f64([3, 4]);
    expect(clipGradNorm(new Map([[f64([0, 0]), gradient]]), Number.POSITIVE_INFINITY).norm.item()).toBe(5);
    expect([...gradient.toArray()]).toEqual([3, 4]);
  });

  it('does not overflow in f32, whose squares do', () => {
    const clipped = clipGradNorm(new Map([[tensor([0, 0]), tensor([3e30, 4e30])]]), 1);
    expect(clipped.norm.item()).toBeCloseTo(5e30, -24);
  });

  it('has the norm 0 without gradients', () => {
    const clipped = clipGradNorm(new Map(), 1);
    expect(clipped.size).toBe(0);
    expect(clipped.norm.item()).toBe(0);
  });

  it('keeps its norm when a scope returns the gradients', () => {
    const clipped = scope(() => clipGradNorm(new Map([[f64([0, 0]), f64([3, 4])]]), 1));
    expect(clipped.norm.item()).toBe(5);
    for (const x of [clipped.norm, ...clipped.keys(), ...clipped.values()]) x.dispose();
  });

  it('allocates only the norm', () => {
    const [x, gradient] = [f64([0, 0]), f64([3, 4])];
    assertNoLeak(() => clipGradNorm(new Map([[x, gradient]]), 1).norm.dispose());
  });

  it('refuses a norm that is not finite on request, without changing the gradients', () => {
    const gradient = f64([1, Number.NaN]);
    const clip = () => clipGradNorm(new Map([[f64([0, 0]), gradient]]), 1, { errorIfNonFinite: true });
    expect(clip).toThrow('clipGradNorm: the norm of the gradients is NaN; a gradient is not finite.');
    expect([...gradient.toArray()]).toEqual([1, Number.NaN]);
    gradient.data()[1] = Number.NEGATIVE_INFINITY;
    expect(clip).toThrow('clipGradNorm: the norm of the gradients is Infinity; a gradient is not finite.');
    gradient.data()[1] = 0.5;
    expect(clip).not.toThrow();
  });

  it('refuses a negative maxNorm', () => {
    expect(() => clipGradNorm(new Map(), -1)).toThrow('clipGradNorm: maxNorm is a number >= 0, got -1.');
    expect(() => clipGradNorm(new Map(), Number.NaN)).toThrow(
      'clipGradNorm: maxNorm is a number >= 0, got NaN.',
    );
  });

  it('refuses anything but a Map of gradients, such as a list of parameters', () => {
    expect(() => clipGradNorm([f64([1])] as never, 1)).toThrow(
      'clipGradNorm: takes the Map of gradients that backward(loss) gives, got [a tensor [1]].',
    );
  });
});
