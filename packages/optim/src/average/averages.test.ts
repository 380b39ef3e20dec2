import { assign, copyInto, type DType, scope, type Tensor, tensor } from '@regopt/tensor';
import { type ExpectedValues, expectClose, loadGolden } from '@regopt/tensor/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ema } from './ema.ts';
import { swa } from './swa.ts';

interface Golden {
  /** [update][weight] */
  readonly weights: readonly (readonly ExpectedValues[])[];
  readonly cases: readonly {
    readonly name: string;
    readonly average: 'ema' | 'swa';
    readonly options: object;
    /** [update][weight]: the averages after the update. */
    readonly f64: readonly (readonly (readonly number[])[])[];
    readonly f32: readonly (readonly (readonly number[])[])[];
  }[];
}

const golden = loadGolden<Golden>('optim/averages');
const tolerance = { f64: 1e-13, f32: 1e-6 };

describe("PyTorch's own numbers", () => {
  for (const dtype of ['f64', 'f32'] as const) {
    for (const { name, average, options, ...expected } of golden.cases) {
      it(`${average} agrees with PyTorch's AveragedModel: ${name}, in ${dtype}`, () =>
        scope(() => {
          const made = ({ shape, data }: ExpectedValues) => tensor(Array.from(data), { shape, dtype });
          const weights = golden.weights[0]!.map(made);
          const averaged = average === 'ema' ? ema(weights, options) : swa(weights);
          golden.weights.forEach((ofUpdate, update) => {
            ofUpdate.forEach((values, i) => void copyInto(weights[i]!, made(values)));
            averaged.update();
            [...averaged.average.values()].forEach((each, i) => {
              const data = expected[dtype][update]![i]!;
              expectClose(each, { shape: each.shape, data }, { absolute: 2 * tolerance[dtype] });
            });
          });
          averaged.dispose();
        }));
    }
  }
});

/** Numbers of f32. */
const numbers = fc.float({ min: -1e6, max: 1e6, noNaN: true });
const weightList = fc.array(numbers, { minLength: 1, maxLength: 70 });
/** An average of each kind. */
const kinds = fc.oneof(
  fc.constant((weights: readonly Tensor[]) => swa(weights)),
  fc
    .record({ decay: fc.double({ min: 0, max: 1, noNaN: true }), warmup: fc.boolean() })
    .map((options) => (weights: readonly Tensor[]) => ema(weights, options)),
);

describe('an average', () => {
  it('of weights that do not change is the weights', () => {
    fc.assert(
      fc.property(weightList, kinds, fc.nat(5), (values, create, updates) => {
        const weight = tensor(values);
        const averaged = create([weight]);
        for (let i = 0; i <= updates; i++) averaged.update();
        expectClose(averaged.average.get('0')!, weight, { absolute: 0 });
        averaged.dispose();
      }),
    );
  });

  it('lies between the least and the greatest weight, but for rounding', () => {
    fc.assert(
      fc.property(fc.array(numbers, { minLength: 1, maxLength: 30 }), kinds, (path, create) => {
        const weight = tensor([0]);
        const averaged = create([weight]);
        for (const value of path) {
          assign(weight, [value]);
          averaged.update();
        }
        const slack = 1e-6 * Math.max(...path.map(Math.abs)) + 1e-44;
        const result = averaged.average.get('0')!.item();
        expect(result).toBeGreaterThanOrEqual(Math.min(...path) - slack);
        expect(result).toBeLessThanOrEqual(Math.max(...path) + slack);
        averaged.dispose();
      }),
    );
  });

  it('by swa is the mean of the weights, within rounding', () => {
    const paths = fc.array(fc.tuple(numbers, numbers, numbers), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(paths, fc.constantFrom<DType>('f32', 'f64'), (path, dtype) => {
        const weight = tensor([0, 0, 0], { dtype });
        const averaged = swa([weight]);
        for (const values of path) {
          assign(weight, values);
          averaged.update();
        }
        const mean = [0, 1, 2].map((i) => path.reduce((sum, values) => sum + values[i]!, 0) / path.length);
        const largest = Math.max(...path.flat().map(Math.abs));
        const rounding = path.length * 2 ** (dtype === 'f32' ? -23 : -52);
        const absolute = largest * rounding + 1e-44;
        expectClose(averaged.average.get('0')!, { shape: [3], data: mean }, { absolute });
        averaged.dispose();
      }),
    );
  });
});
