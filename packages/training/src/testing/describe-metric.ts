import { type DType, tensor } from '@regopt/tensor';
import { loadGolden } from '@regopt/tensor/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Metric } from '../contract/metric.ts';
import { describeMetricState } from './describe-metric-state.ts';
import { describeMetricSteps } from './describe-metric-steps.ts';
import { cutBatch, type Draw, numbersOf } from './metric-batches.ts';

/** What the tests of a metric need to know of it. */
export interface MetricUnderTest {
  /** The metric with options, of which a golden's may be one. */
  readonly create: (options: Record<string, unknown>) => Metric<unknown>;
  /** Options of all tests but the goldens'. */
  readonly options?: Record<string, unknown>;
  /**
   * Files of tools/goldens/metrics; the cases of this metric's name are tried. Outside of this repository
   * there are none.
   */
  readonly goldens?: readonly string[];
  /** Draws a batch, such as `drawClasses(3)`. */
  readonly draw: Draw;
  /** Relative and absolute difference that is allowed in f32, of a golden and of batches cut elsewhere. */
  readonly f32?: number;
  /** Each complete sentence that it refuses something with, and a call that does. */
  readonly refuses?: Readonly<Record<string, (metric: Metric<unknown>) => unknown>>;
}

interface GoldenTensor {
  readonly shape: readonly number[];
  readonly data: number[];
  readonly dtype: DType;
}

interface MetricGolden {
  readonly source: string;
  readonly outputs: GoldenTensor;
  readonly targets: GoldenTensor;
  readonly cases: readonly {
    readonly metric: string;
    readonly name: string;
    readonly options: Record<string, unknown>;
    readonly value: readonly (number | string)[];
  }[];
}

/**
 * The tests of every metric: scikit-learn's values in f64 and f32, the same value however the rows are cut
 * into batches, reset, a state that goes on, captured steps, memory, a back end that the host cannot see
 * into, and the sentences of its errors. Runs on the current back end.
 *
 * @param name the function that makes the metric: its errors begin with the name and a colon
 */
export function describeMetric(name: string, battery: MetricUnderTest): void {
  const { f32 = 1e-12, options = {}, goldens = [], draw, refuses = {} } = battery;
  const create = () => battery.create(options);

  describe(name, () => {
    for (const file of goldens) {
      const golden = loadGolden<MetricGolden>(`metrics/${file}`);
      const cases = golden.cases.filter(({ metric }) => metric === name);
      if (cases.length === 0) throw new Error(`tools/goldens/metrics/${file}.json has no case of ${name}`);
      for (const { name: title, value, options } of cases) {
        for (const dtype of ['f64', 'f32'] as const) {
          it(`is scikit-learn's ${title} of ${file} in ${dtype}`, async () => {
            const metric = battery.create(options);
            const [outputs, targets] = [golden.outputs, golden.targets].map((x) =>
              tensor(x.data, { shape: x.shape, dtype: x.dtype === 'i32' ? 'i32' : dtype }),
            );
            metric.update(outputs!, targets!);
            expectNear(await numbersOf(metric), value.map(Number), dtype === 'f64' ? 1e-12 : f32);
          });
        }
      }
    }

    it('has the same value for any cut of the rows into batches', async () => {
      const cuts = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 6 });
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 0, max: 2 ** 31 - 1 }), cuts, async (seed, places) => {
          const [whole, cut] = [create(), create()];
          const batch = draw(40, seed);
          whole.update(...batch);
          const sorted = places.sort((a, b) => a - b);
          for (const part of cutBatch(batch, sorted)) cut.update(...part);
          expectNear(await numbersOf(cut), await numbersOf(whole), f32);
        }),
        { seed: 20_261_201, numRuns: 30 },
      );
    });

    it('begins anew after a reset', async () => {
      const [used, fresh] = [create(), create()];
      used.update(...draw(20, 1));
      used.reset();
      for (const metric of [used, fresh]) metric.update(...draw(30, 2));
      expect(await numbersOf(used)).toEqual(await numbersOf(fresh));
    });

    it('has no value of no rows', async () => {
      const metric = create();
      await expect(metric.read()).rejects.toThrow(`${name}: `);
      metric.reset();
      metric.update(...draw(0, 1));
      await expect(metric.read()).rejects.toThrow(`${name}: `);
      metric.update(...draw(5, 1));
      metric.reset();
      await expect(metric.read()).rejects.toThrow(`${name}: `);
    });

    describeMetricState(name, create, draw);
    describeMetricSteps(create, draw);

    for (const [sentence, call] of Object.entries(refuses)) {
      it(`refuses, and has the value that it had: ${sentence}`, async () => {
        const metric = create();
        metric.update(...draw(20, 3));
        const before = await numbersOf(metric);
        await expect(async () => call(metric)).rejects.toHaveProperty('message', sentence);
        expect(await numbersOf(metric)).toEqual(before);
      });
    }
  });
}

/** Expects numbers within a relative and absolute difference; NaN is near NaN. */
function expectNear(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of actual.entries()) {
    const wanted = expected[i]!;
    if (Object.is(value, wanted)) continue;
    expect(Math.abs(value - wanted), `${value} instead of ${wanted}, number ${i}`).toBeLessThanOrEqual(
      tolerance * (1 + Math.abs(wanted)),
    );
  }
}
