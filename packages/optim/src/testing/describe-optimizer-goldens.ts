import { type DType, scope, tensor } from '@regopt/tensor';
import { type ExpectedValues, expectClose, loadGolden } from '@regopt/tensor/testing';
import { describe, it } from 'vitest';
import type { OptimizerUnderTest } from './optimizer-under-test.ts';

interface Golden {
  readonly parameters: readonly ExpectedValues[];
  /** [step][parameter] */
  readonly gradients: readonly (readonly ExpectedValues[])[];
  readonly cases: readonly GoldenCase[];
}

interface GoldenCase {
  readonly name: string;
  readonly options: object;
  readonly learningRates?: readonly number[];
  /** [step, parameter] without a gradient. */
  readonly withoutGradient?: readonly (readonly [number, number])[];
  /** [step][parameter]: the values after the step. */
  readonly f64: readonly (readonly (readonly number[])[])[];
  readonly f32: readonly (readonly (readonly number[])[])[];
}

/** Max difference from PyTorch, relative to the tensor's max absolute value. */
const tolerance = { f64: 1e-12, f32: 1e-5 };

/** Runs PyTorch's cases of a rule and compares every parameter after every step. */
export function describeOptimizerGoldens(file: string, create: OptimizerUnderTest['create']): void {
  const golden = loadGolden<Golden>(file);
  describe("PyTorch's own numbers", () => {
    for (const dtype of ['f64', 'f32'] as const) {
      for (const goldenCase of golden.cases) {
        it(`agrees with PyTorch ${goldenCase.name}, in ${dtype}`, () =>
          scope(() => follow(golden, goldenCase, dtype, create)));
      }
    }
  });
}

function follow(
  { parameters, gradients }: Golden,
  { options, learningRates, withoutGradient = [], ...expected }: GoldenCase,
  dtype: DType & ('f32' | 'f64'),
  create: OptimizerUnderTest['create'],
): void {
  const made = parameters.map(({ shape, data }) => tensor(Array.from(data), { shape, dtype }));
  const optimizer = create(made, options);
  gradients.forEach((ofStep, step) => {
    if (learningRates !== undefined) optimizer.learningRate = learningRates[step]!;
    const present = made.flatMap((parameter, i) => {
      const left = withoutGradient.some(([atStep, at]) => atStep === step && at === i);
      return left
        ? []
        : [[parameter, tensor(Array.from(ofStep[i]!.data), { shape: ofStep[i]!.shape, dtype })] as const];
    });
    // PyTorch's step does nothing without gradients; ours refuses it.
    if (present.length > 0) optimizer.step(new Map(present));
    made.forEach((parameter, i) => {
      const data = expected[dtype][step]![i]!;
      const scale = Math.max(...data.map(Math.abs));
      expectClose(parameter, { shape: parameter.shape, data }, { absolute: tolerance[dtype] * scale });
    });
  });
}
