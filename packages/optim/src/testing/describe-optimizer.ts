import { createReferenceBackend, type DType, scope, type Tensor, tensor, withBackend } from '@regopt/tensor';
import { expectClose } from '@regopt/tensor/testing';
import { describe, expect, it } from 'vitest';
import { clipGradValue } from '../clip/clip-grad-value.ts';
import { describeCapturedStep } from './describe-captured-step.ts';
import { describeOptimizerGoldens } from './describe-optimizer-goldens.ts';
import { describeState } from './describe-state.ts';
import type { Create, OptimizerUnderTest, Reach } from './optimizer-under-test.ts';
import { descend, parabola, rosenbrock, startOf, type ToyProblem } from './toy-problem.ts';

/**
 * The tests of every update rule: a parabola, Rosenbrock's valley, saving and resuming, groups, missing
 * gradients, maximizing, memory, a captured step, and PyTorch's numbers if the row names a golden file. Runs
 * on the current back end.
 *
 * @example
 * ```ts
 * import { sgd } from '@regopt/optim';
 * import { describeOptimizer } from '@regopt/optim/testing';
 * describeOptimizer({
 *   name: 'sgd',
 *   create: sgd,
 *   variants: [
 *     {
 *       options: { momentum: 0.9 },
 *       parabola: { learningRate: 0.1, steps: 300, distance: 1e-6 },
 *       rosenbrock: { learningRate: 1e-3, steps: 2000, distance: 3e-4 },
 *     },
 *   ],
 * });
 * ```
 */
export function describeOptimizer(row: OptimizerUnderTest): void {
  describe(row.name, () => {
    for (const { options, ...reaches } of row.variants) {
      describe(`${row.name} with ${JSON.stringify(options)}`, () => {
        const create: Create = (parameters, more = {}) =>
          row.create(parameters, { learningRate: reaches.parabola.learningRate, ...options, ...more });
        describeDescent('a parabola', parabola, create, reaches.parabola);
        describeDescent("Rosenbrock's function", rosenbrock, create, reaches.rosenbrock);
        describeState(create);
        describeStep(create);
        describeCapturedStep(row.create, options);
        if (!(options as { weightDecay?: number }).weightDecay) describeInfinity(create);
      });
    }
    if (row.golden !== undefined) describeOptimizerGoldens(row.golden, row.create);
  });
}

function describeDescent(title: string, problem: ToyProblem, create: Create, reach: Reach): void {
  const { learningRate, steps, distance } = reach;
  const distanceLeft = (dtype: DType): number => {
    const x = startOf(problem, dtype);
    descend(create([x], { learningRate }), x, problem, steps);
    return Math.max(...Array.from(x.toArray(), (value, i) => Math.abs(value - problem.minimum[i]!)));
  };

  it(`comes within ${distance} of the minimum of ${title} in ${steps} steps`, () => {
    expect(distanceLeft('f64')).toBeLessThan(distance);
  });

  it(`comes as near in f32, but for f32's rounding, on ${title}`, () => {
    // Near its minimum Rosenbrock's gradient is a difference of numbers hundreds of times larger: f32 reaches
    // about 3e-6.
    expect(distanceLeft('f32')).toBeLessThan(1.1 * distance + 1e-5);
  });
}

function describeInfinity(create: Create): void {
  it('leaves an infinite parameter infinite where weight decay is off, in f64 and in f32', () => {
    for (const dtype of ['f64', 'f32'] as const) {
      const x = tensor([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1], { dtype });
      const optimizer = create([x]);
      for (let i = 0; i < 2; i++) optimizer.step(new Map([[x, tensor([0.5, 0.5, 0.5], { dtype })]]));
      expect([...x.toArray()].slice(0, 2)).toEqual([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
    }
  });
}

function describeStep(create: Create): void {
  it('with maximize takes the step of the negated gradient', () => {
    const down = startOf(parabola);
    const up = startOf(parabola);
    descend(create([down]), down, parabola, 6);
    descend(create([up], { maximize: true }), up, parabola, 6, -1);
    expect(up.toArray()).toEqual(down.toArray());
  });

  it('runs on the back end of its parameters, not on the current one', () => {
    const [home, current] = [createReferenceBackend(), createReferenceBackend()];
    const x = withBackend(home, () => startOf(parabola));
    const alone = startOf(parabola);
    withBackend(current, () => {
      const optimizer = create([x]);
      for (let i = 0; i < 2; i++) {
        const gradient = withBackend(home, () => tensor(parabola.gradient(x.toArray()), { dtype: x.dtype }));
        optimizer.step(clipGradValue(new Map([[x, gradient]]), 1e9));
      }
      for (const each of optimizer.state().values()) expect(each.storage.backend).toBe(home);
      optimizer.load(optimizer.state());
    });
    expect(current.report().reference).toEqual({});
    descend(create([alone]), alone, parabola, 2);
    expectClose(x, alone, { relative: 1e-15 });
  });

  it('updates each group at its own rate', () => {
    const [a, b, alone] = [startOf(parabola), startOf(parabola), startOf(parabola)];
    const grouped = create([{ parameters: [a] }, { parameters: [b], learningRate: 0.003 }]);
    const single = create([alone], { learningRate: 0.003 });
    descend(grouped, a, parabola, 4);
    descend(grouped, b, parabola, 4);
    descend(single, alone, parabola, 4);
    expect(b.toArray()).toEqual(alone.toArray());
    expect(b.toArray()).not.toEqual(a.toArray());
  });

  it('gives each parameter of one step the numbers of its own group and step count', () => {
    const starts = () => [startOf(parabola), startOf(parabola), startOf(parabola)] as const;
    const groupsOf = ([a, b, late]: ReturnType<typeof starts>): Parameters<Create>[0] => [
      { parameters: [a] },
      { parameters: [b, late], learningRate: 0.003 },
    ];
    const [together, apart] = [starts(), starts()];
    const [joint, separate] = [create(groupsOf(together)), create(groupsOf(apart))];
    for (let step = 0; step < 4; step++) {
      // The last parameter has a gradient from the third step on.
      const count = step < 2 ? 2 : 3;
      scope(() => {
        const gradient = (x: Tensor) => tensor(parabola.gradient(x.toArray()), { dtype: x.dtype });
        joint.step(new Map(together.slice(0, count).map((x) => [x, gradient(x)])));
        for (const x of apart.slice(0, count)) separate.step(new Map([[x, gradient(x)]]));
      });
    }
    expect(together.map((x) => x.toArray())).toEqual(apart.map((x) => x.toArray()));
  });

  it('leaves a parameter without a gradient, its state and its step count alone', () => {
    const [late, other, alone] = [startOf(parabola), startOf(parabola), startOf(parabola)];
    const optimizer = create(
      new Map([
        ['late', late],
        ['other', other],
      ]),
    );
    descend(optimizer, other, parabola, 3);
    expect(late.toArray()).toEqual(Float64Array.from(parabola.start));
    expect(optimizer.state().get('late.step')?.item()).toBe(0);
    expect(optimizer.state().get('other.step')?.item()).toBe(3);
    descend(optimizer, late, parabola, 4);
    descend(create([alone]), alone, parabola, 4);
    expect(late.toArray()).toEqual(alone.toArray());
  });

  it('takes a new learning rate at the next step', () => {
    const [changed, alone] = [startOf(parabola), startOf(parabola)];
    const optimizer = create([changed], { learningRate: 0.5 });
    optimizer.learningRate = 0.02;
    descend(optimizer, changed, parabola, 3);
    descend(create([alone], { learningRate: 0.02 }), alone, parabola, 3);
    expect(changed.toArray()).toEqual(alone.toArray());
  });

  it('leaves the parameters where they are at the rate 0', () => {
    const x = startOf(parabola);
    descend(create([x], { learningRate: 0 }), x, parabola, 3);
    expect([...x.toArray()]).toEqual([...parabola.start]);
  });
}
