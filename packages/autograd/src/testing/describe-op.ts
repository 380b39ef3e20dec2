import {
  assign,
  createReferenceBackend,
  emptyLike,
  isFloat,
  scope,
  type Tensor,
  withBackend,
} from '@regopt/tensor';
import { assertNoLeak, expectClose, loadGolden } from '@regopt/tensor/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backward } from '../backward.ts';
import { gradcheck } from '../gradcheck.ts';
import { leafOf } from '../leaf-of.ts';
import { sum } from '../ops/reduce/sum.ts';
import { type GoldenCase, goldenTensor, goldenValues } from './golden-case.ts';
import { innerGradient } from './inner-gradient.ts';
import { type InputDomain, makeInputs, type OpCase } from './make-inputs.ts';

/** Description of an op for its tests. */
export interface OpBattery<Options> {
  /** The op, on a list of tensors and options named as the op names them. */
  readonly op: (inputs: readonly Tensor[], options: Options) => Tensor;
  /** Generated calls that check gradients and back ends: shapes that differ, size 0 and size 1 among them. */
  readonly cases: fc.Arbitrary<OpCase<Options>>;
  /** Fixed calls, checked in addition to the generated ones. */
  readonly always?: readonly OpCase<Options>[];
  /**
   * Range of each input's values, or a function that makes them from uniform numbers in 0..1. Default -2..2.
   */
  readonly domain?: InputDomain;
  /**
   * Golden file under tools/goldens/ops, in any family. Default: the op's name; `false` if PyTorch has no
   * such op.
   */
  readonly golden?: string | false;
  /** Maps the options of a golden case; `undefined` skips the case. Default: all, unchanged. */
  readonly goldenOptions?: (
    options: Record<string, unknown>,
    inputs: number,
    name: string,
  ) => Options | undefined;
  /**
   * Allowed differences, relative and absolute alike, for f64 goldens (1e-10), f32 (2e-5) and gradcheck
   * (1e-5).
   */
  readonly tolerance?: { readonly f64?: number; readonly f32?: number; readonly gradcheck?: number };
  /** Whether gradients can be differentiated again; checked against differences. Default true. */
  readonly secondDerivative?: boolean;
  /** Bad input: a test title, the call, and the message it must throw. */
  readonly errors?: readonly (readonly [title: string, call: () => unknown, message: string | RegExp])[];
}

const leafInputs = (inputs: readonly Tensor[]): Tensor[] =>
  inputs.map((x) => (isFloat(x.dtype) ? leafOf(x) : x));

/** Number of calls that a property generates, in addition to the fixed ones. */
const generated = 24;

/**
 * The tests of every op: PyTorch's values and gradients in f64 and f32, gradients against central differences
 * on generated shapes, the current back end against the reference one, operands on a back end other than the
 * current one, no leaks, and the op's errors. Call it where `describe` may be called.
 *
 * @param name of the op, and of its golden file unless `golden` says otherwise
 * @throws Error when the golden file is missing.
 * @example
 * ```ts
 * import { mul, square } from '@regopt/autograd';
 * import { describeOp, edgeShapes, unaryCases } from '@regopt/autograd/testing';
 * describeOp('cube', {
 *   op: ([x]) => mul(x!, square(x!)),
 *   cases: unaryCases(),
 *   always: edgeShapes,
 *   golden: false,
 * });
 * ```
 */
export function describeOp<Options>(name: string, battery: OpBattery<Options>): void {
  const { op, tolerance = {}, domain = [], errors = [], always = [] } = battery;
  const { f64 = 1e-10, f32 = 2e-5 } = tolerance;
  const checked = { relative: tolerance.gradcheck ?? 1e-5, absolute: tolerance.gradcheck ?? 1e-6 };

  const inputsOf = (case_: OpCase<Options>, seed: number, dtype: 'f32' | 'f64'): Tensor[] =>
    makeInputs(case_, domain, seed, dtype);

  const valueAndGradients = (
    inputs: Tensor[],
    options: Options,
    gradient?: ArrayLike<number>,
  ): [Tensor, (Tensor | undefined)[]] => {
    const leaves = leafInputs(inputs);
    const y = op(leaves, options);
    if (!y.requiresGrad) return [y, leaves.map(() => undefined)];
    const weights = gradient ?? Array.from({ length: y.size }, (_, i) => Math.sin(i + 1));
    const seed = emptyLike(y);
    assign(seed, weights);
    const gradients = backward(y, { gradient: seed });
    return [y, leaves.map((x) => gradients.get(x))];
  };

  const examples = always.map((case_) => [case_, 7] as [OpCase<Options>, number]);
  const property = (check: (case_: OpCase<Options>, seed: number) => void): void =>
    fc.assert(
      fc.property(battery.cases, fc.integer({ min: 0, max: 2 ** 31 - 1 }), (case_, seed) => {
        scope(() => check(case_, seed));
      }),
      {
        // fast-check counts the examples among its runs.
        numRuns: generated + examples.length,
        seed: 20_261_122,
        examples,
      },
    );

  describe(name, () => {
    if (battery.golden !== false) {
      const golden = loadGolden<{ cases: GoldenCase[] }>(`ops/${battery.golden ?? name}`);
      for (const case_ of golden.cases) {
        const options = battery.goldenOptions
          ? battery.goldenOptions(case_.options, case_.inputs.length, case_.name)
          : (case_.options as Options);
        if (options === undefined) continue;
        for (const dtype of ['f64', 'f32'] as const) {
          it(`gives PyTorch's values and gradients in ${dtype}: ${case_.name}`, () => {
            const allowed = dtype === 'f64' ? f64 : f32;
            const inputs = case_.inputs.map((x) =>
              goldenTensor(x, x.dtype === 'f64' || x.dtype === undefined ? dtype : x.dtype),
            );
            const [y, gradients] = valueAndGradients(
              inputs,
              options,
              Float64Array.from(case_.outputGradient.data, Number),
            );
            expectClose(y, goldenValues(case_.output), { relative: allowed, absolute: allowed });
            case_.gradients.forEach((gradient, i) => {
              if (gradient === null) return;
              const own = gradients[i];
              if (own === undefined)
                expect(
                  gradient.data.every((g) => g === 0),
                  `input ${i} has no gradient`,
                ).toBe(true);
              else expectClose(own, goldenValues(gradient), { relative: allowed, absolute: allowed });
            });
          });
        }
      }
    }

    it('has the gradient that central differences give, on generated shapes', () => {
      property((case_, seed) =>
        gradcheck((...inputs) => op(inputs, case_.options), inputsOf(case_, seed, 'f64'), checked),
      );
    });

    if (battery.secondDerivative !== false) {
      it('has second derivatives', () => {
        property((case_, seed) => {
          const inputs = inputsOf(case_, seed, 'f64');
          gradcheck((...leaves) => innerGradient(leaves, (xs) => op(xs, case_.options)), inputs, {
            relative: 1e-4,
            absolute: 1e-5,
          });
        });
      });
    }

    it('agrees in f32 with the reference loops in f64, value and gradients', () => {
      property((case_, seed) => {
        const [y, gradients] = valueAndGradients(inputsOf(case_, seed, 'f32'), case_.options);
        withBackend(createReferenceBackend(), () => {
          const [exact, exactGradients] = valueAndGradients(inputsOf(case_, seed, 'f64'), case_.options);
          expectClose(y, exact, { relative: f32, absolute: f32 });
          exactGradients.forEach((gradient, i) => {
            if (gradient !== undefined)
              expectClose(gradients[i]!, gradient, { relative: f32, absolute: f32 });
          });
        });
      });
    });

    it('has its results, constants and gradients on the back end of its operands', () => {
      const [home, current] = [createReferenceBackend(), createReferenceBackend()];
      for (const case_ of [...always, ...fc.sample(battery.cases, { numRuns: 8, seed: 1 })]) {
        const inputs = withBackend(home, () => inputsOf(case_, 3, 'f64'));
        withBackend(current, () => {
          const [y, gradients] = valueAndGradients(inputs, case_.options);
          for (const each of [y, ...gradients]) if (each) expect(each.storage.backend).toBe(home);
          if (battery.secondDerivative === false) return;
          const inner = leafInputs(inputs);
          const dx = innerGradient(inner, (xs) => op(xs, case_.options));
          if (dx.requiresGrad) backward(sum(dx));
        });
      }
      expect(current.report().reference).toEqual({});
      expect(current.memory().buffers).toBe(0);
    });

    it('leaks nothing, forward and backward', () => {
      const [case_] = fc.sample(battery.cases, { numRuns: 1, seed: 1 });
      assertNoLeak(() => scope(() => void valueAndGradients(inputsOf(case_!, 3, 'f32'), case_!.options)));
    });

    for (const [title, call, message] of errors) {
      it(title, () => scope(() => void expect(call).toThrow(message)));
    }
  });
}
