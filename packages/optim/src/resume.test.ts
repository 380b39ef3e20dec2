import {
  type DType,
  readSafetensors,
  scope,
  type Tensor,
  tensor,
  ValueError,
  writeSafetensors,
} from '@regopt/tensor';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Optimizer } from './optimizer.ts';
import type { OptimizerRates } from './optimizer-rates.ts';
import type { GroupSource } from './parameter-groups.ts';
import { adam } from './rules/adam.ts';
import { adamw } from './rules/adamw.ts';
import { lion } from './rules/lion.ts';
import { sgd } from './rules/sgd.ts';
import type { RuleSettings } from './update-rule.ts';

/** What a run may do: take a step, in which some parameters have no gradient, or set a rate by hand. */
type Action =
  | { readonly gradients: readonly (number | null)[] }
  | { readonly group: number | null; readonly learningRate: number };

const rate = fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 1, noNaN: true }));
const step = fc.record({
  gradients: fc.array(fc.option(fc.double({ min: -4, max: 4, noNaN: true })), { minLength: 4, maxLength: 4 }),
});
const setting = fc.record({ group: fc.constantFrom(null, 0, 1, 2), learningRate: rate });
const actions = fc.array(fc.oneof<fc.Arbitrary<Action>[]>(step, setting), { maxLength: 12 });
const dtypes = fc.constantFrom<DType>('f32', 'f64');

interface Run {
  readonly parameters: readonly Tensor[];
  readonly optimizer: Optimizer;
}

type Create = (groups: readonly GroupSource<RuleSettings>[]) => Optimizer;

/** Three groups: without a rate of its own, with one, and with other settings. */
function runOf(create: (groups: readonly GroupSource<RuleSettings>[]) => Optimizer, dtype: DType): Run {
  const parameters = [[1, -2], [0.5], [3, 4, 5], [-1]].map((values) => tensor(values, { dtype }));
  const [a, b, c, d] = parameters as [Tensor, Tensor, Tensor, Tensor];
  const groups: readonly (GroupSource<RuleSettings> & { readonly weightDecay?: number })[] = [
    {
      parameters: new Map([
        ['a', a],
        ['b', b],
      ]),
    },
    { parameters: new Map([['c', c]]), learningRate: 0.03 },
    { parameters: new Map([['d', d]]), weightDecay: 0.2 },
  ];
  return { parameters, optimizer: create(groups) };
}

function perform({ parameters, optimizer }: Run, action: Action): void {
  if ('group' in action) {
    const { group, learningRate } = action;
    (group === null ? optimizer : optimizer.groups[group]!).learningRate = learningRate;
    return;
  }
  scope(() => {
    const gradients = new Map<Tensor, Tensor>();
    parameters.forEach((x, i) => {
      const g = action.gradients[i];
      if (g != null)
        gradients.set(
          x,
          tensor(
            Array.from(x.toArray(), (value) => g * value),
            { dtype: x.dtype },
          ),
        );
    });
    if (gradients.size > 0) optimizer.step(gradients);
  });
}

/** All that a checkpoint has, as bytes and text. */
const saved = ({ parameters, optimizer }: Run) => ({
  weights: parameters.map((x) => [...x.toArray()]),
  state: writeSafetensors({ tensors: optimizer.state() }),
  rates: JSON.stringify(optimizer.rates()),
});

function resume(run: Run, { weights, state, rates }: ReturnType<typeof saved>): void {
  run.parameters.forEach((x, i) => void x.data().set(weights[i]!));
  run.optimizer.load(readSafetensors(state).tensors);
  run.optimizer.loadRates(JSON.parse(rates) as OptimizerRates);
}

const rules: readonly (readonly [title: string, create: Create])[] = [
  ['sgd', (groups) => sgd(groups, { learningRate: 0.1 })],
  ['sgd with momentum', (groups) => sgd(groups, { learningRate: 0.1, momentum: 0.9, dampening: 0.3 })],
  ['sgd with Nesterov momentum', (g) => sgd(g, { learningRate: 0.1, momentum: 0.9, nesterov: true })],
  ['adam', (groups) => adam(groups, { learningRate: 0.1 })],
  ['adam with amsgrad', (groups) => adam(groups, { learningRate: 0.1, amsgrad: true })],
  ['adamw', (groups) => adamw(groups, { learningRate: 0.1 })],
  ['lion', (groups) => lion(groups, { learningRate: 0.1 })],
];

describe('a run that was stopped goes on with the same bits', () => {
  it.each(rules)(
    '%s: by state() and rates(), wherever it stops and whichever rates were set',
    (_, create) => {
      fc.assert(
        fc.property(actions, actions, actions, dtypes, (before, after, other, dtype) => {
          const [run, resumed] = [runOf(create, dtype), runOf(create, dtype)];
          for (const action of before) perform(run, action);
          // The optimizer that goes on may have done something else.
          for (const action of other) perform(resumed, action);
          resume(resumed, saved(run));
          for (const each of [run, resumed]) for (const action of after) perform(each, action);
          expect(saved(resumed)).toEqual(saved(run));
          for (const { optimizer } of [run, resumed]) optimizer.dispose();
        }),
        { numRuns: 60 },
      );
    },
  );
});

describe('loadRates', () => {
  const pair = () =>
    sgd([{ parameters: [tensor([1])] }, { parameters: [tensor([2])] }], { learningRate: 0.1 });

  it('restores a rate that was set at a base of 0 and stays, and one that keeps its ratio', () => {
    const optimizer = pair();
    optimizer.groups[0]!.learningRate = 0.05;
    optimizer.learningRate = 0;
    optimizer.groups[1]!.learningRate = 0.02;
    expect(optimizer.rates()).toEqual({
      learningRate: 0,
      groups: [
        { own: 0.05, base: 0.1 },
        { own: 0.02, base: null },
      ],
    });
    const resumed = pair();
    resumed.loadRates(optimizer.rates());
    resumed.learningRate = 0.2;
    expect(resumed.groups.map(({ learningRate }) => learningRate)).toEqual([0.1, 0.02]);
  });

  it('does not share what rates() gave', () => {
    const optimizer = pair();
    optimizer.groups[1]!.learningRate = 0.02;
    const rates = optimizer.rates();
    optimizer.groups[1]!.learningRate = 0.5;
    expect(rates.groups).toEqual([null, { own: 0.02, base: 0.1 }]);
    optimizer.loadRates(rates);
    optimizer.groups[1]!.learningRate = 0.5;
    expect(rates.groups).toEqual([null, { own: 0.02, base: 0.1 }]);
  });

  it.each([
    undefined,
    { learningRate: 1 },
    { learningRate: 1, groups: [null] },
    { learningRate: -1, groups: [null, null] },
    { learningRate: 1, groups: [null, 3] },
    { learningRate: 1, groups: [{ own: 'a', base: 1 }, null] },
    { learningRate: 1, groups: [null, { own: 1, base: -1 }] },
    // No ratio to a base of 0.
    { learningRate: 1, groups: [null, { own: 0.5, base: 0 }] },
  ])('refuses %j, and changes nothing', (rates) => {
    const optimizer = pair();
    expect(() => optimizer.loadRates(rates as never)).toThrow(ValueError);
    expect(() => optimizer.loadRates(rates as never)).toThrow(
      'sgd: loadRates: rates are what rates() gives, with finite numbers >= 0 and 2 groups; ' +
        `got ${JSON.stringify(rates)}.`,
    );
    expect(optimizer.rates()).toEqual({ learningRate: 0.1, groups: [null, null] });
  });
});
