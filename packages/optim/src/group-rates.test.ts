import { RegoptError, scope, type Tensor, tensor, ValueError, withBackend } from '@regopt/tensor';
import { createCapturer, expectClose, loadGolden } from '@regopt/tensor/testing';
import { describe, expect, it } from 'vitest';
import { adam } from './rules/adam.ts';
import { sgd } from './rules/sgd.ts';

interface Golden {
  readonly learningRate: number;
  readonly own: readonly (number | null)[];
  readonly parameters: readonly (readonly number[])[];
  /** [step][group] */
  readonly gradients: readonly (readonly (readonly number[])[])[];
  readonly cases: readonly {
    readonly name: string;
    readonly rates: readonly (readonly number[])[];
    readonly final: readonly (readonly number[])[];
  }[];
}

const golden = loadGolden<Golden>('optim/group-rates');
const f64 = (values: readonly number[]): Tensor => tensor([...values], { dtype: 'f64' });

/** A group of one parameter for each rate; undefined: no own rate. */
const groupsOf = (...rates: readonly (number | undefined)[]) =>
  rates.map((learningRate) => ({ parameters: [f64([1])], learningRate }));
const ratesOf = ({ groups }: { groups: readonly { learningRate: number }[] }): number[] =>
  groups.map(({ learningRate }) => learningRate);

describe('groups with their own rates', () => {
  for (const { name, rates, final } of golden.cases) {
    it(`follow a schedule in their ratio to the base rate, as with PyTorch's ${name}`, () =>
      scope(() => {
        const parameters = golden.parameters.map(f64);
        const groups = parameters.map((each, at) => ({
          parameters: [each],
          ...(golden.own[at] === null ? {} : { learningRate: golden.own[at] }),
        }));
        const optimizer = sgd(groups, { learningRate: golden.learningRate, momentum: 0.9 });
        golden.gradients.forEach((ofStep, step) => {
          // The first group has no own rate: it has the schedule's.
          optimizer.learningRate = rates[step]![0]!;
          ratesOf(optimizer).forEach((rate, at) => {
            expect(Math.abs(rate - rates[step]![at]!)).toBeLessThanOrEqual(1e-14 * rates[step]![at]!);
          });
          optimizer.step(new Map(parameters.map((each, at) => [each, f64(ofStep[at]!)])));
        });
        parameters.forEach((each, at) => {
          expectClose(each, { shape: [3], data: final[at]! }, { absolute: 1e-13 });
        });
      }));
  }
});

describe('learningRate', () => {
  it('is the option, which groups without their own rate share to the last digit', () => {
    const optimizer = sgd(groupsOf(undefined, 0.01), { learningRate: 0.3 });
    expect(optimizer.learningRate).toBe(0.3);
    optimizer.learningRate = 0.1;
    expect(optimizer.learningRate).toBe(0.1);
    expect(optimizer.groups[0]!.learningRate).toBe(0.1);
    expect(optimizer.groups[1]!.learningRate).toBeCloseTo(0.01 / 3, 15);
    optimizer.learningRate = 0.3;
    expect(ratesOf(optimizer)).toEqual([0.3, 0.01]);
  });

  it("is by default the first group's, and the others keep their ratio to it", () => {
    const optimizer = sgd(groupsOf(0.25, 0.5, undefined));
    expect(optimizer.learningRate).toBe(0.25);
    expect(ratesOf(optimizer)).toEqual([0.25, 0.5, 0.001]);
    optimizer.learningRate = 0.5;
    expect(ratesOf(optimizer)).toEqual([0.5, 1, 0.002]);
    expect(sgd(groupsOf(undefined, 0.5)).learningRate).toBe(0.001);
  });

  it('that falls to 0 and rises again restores every ratio', () => {
    const optimizer = sgd(groupsOf(undefined, 0.5, 0), { learningRate: 0.25 });
    optimizer.learningRate = 0;
    expect(ratesOf(optimizer)).toEqual([0, 0, 0]);
    optimizer.learningRate = 0.25;
    expect(ratesOf(optimizer)).toEqual([0.25, 0.5, 0]);
  });

  it('may be 0 until a schedule sets it, if no group has its own rate above 0', () => {
    const optimizer = sgd(groupsOf(undefined, 0), { learningRate: 0 });
    optimizer.learningRate = 0.1;
    expect(ratesOf(optimizer)).toEqual([0.1, 0]);
  });

  it('cannot be set if a group was given its rate at a base of 0, and then none changes', () => {
    const optimizer = adam(groupsOf(undefined, 0.01), { learningRate: 0 });
    for (const rate of [0.1, 0]) {
      expect(() => (optimizer.learningRate = rate)).toThrow(ValueError);
      expect(() => (optimizer.learningRate = rate)).toThrow(
        "adam: learningRate: a group was given the rate 0.01 while the optimizer's was 0, which " +
          'is no ratio to keep: give the optimizer a learningRate above 0, or set groups[i].learningRate.',
      );
    }
    expect([optimizer.learningRate, ...ratesOf(optimizer)]).toEqual([0, 0, 0.01]);
    optimizer.groups[1]!.learningRate = 0.02;
    expect(ratesOf(optimizer)).toEqual([0, 0.02]);
    optimizer.learningRate = 0.1;
    expect(ratesOf(optimizer)).toEqual([0.1, 0.02]);
    optimizer.groups[1]!.learningRate = 0.05;
    optimizer.learningRate = 0.2;
    expect(ratesOf(optimizer)).toEqual([0.2, 0.1]);
  });

  it('of a group may follow its own schedule during a warm-up of the others from 0', () => {
    const optimizer = sgd(groupsOf(undefined, 0.01), { learningRate: 0.1 });
    for (let step = 0; step < 6; step++) {
      const rates = [Math.min(step / 4, 1) * 0.1, 0.01 * 0.5 ** step];
      [optimizer.learningRate, optimizer.groups[1]!.learningRate] = rates as [number, number];
      expect(ratesOf(optimizer)).toEqual(rates);
    }
  });

  it('of a group, once set, keeps its ratio to the base from then on', () => {
    const optimizer = sgd(groupsOf(undefined, 0.01, undefined), { learningRate: 0.5 });
    optimizer.learningRate = 0.25;
    optimizer.groups[0]!.learningRate = 1;
    optimizer.groups[1]!.learningRate = 0.25;
    optimizer.groups[2]!.learningRate = 0;
    expect([optimizer.learningRate, ...ratesOf(optimizer)]).toEqual([0.25, 1, 0.25, 0]);
    optimizer.learningRate = 0.125;
    expect(ratesOf(optimizer)).toEqual([0.5, 0.125, 0]);
    optimizer.groups[2]!.learningRate = 0.25;
    optimizer.learningRate = 0.25;
    expect(ratesOf(optimizer)).toEqual([1, 0.25, 0.5]);
  });

  it('is refused if it is negative, not a number or too large for a group, and then none changes', () => {
    const optimizer = sgd(groupsOf(undefined, 0, 1e300), { learningRate: 0.5 });
    for (const [rate, shown] of [
      [-1, '-1'],
      [Number.NaN, 'NaN'],
      [Number.POSITIVE_INFINITY, 'Infinity'],
      [1e20, 'Infinity'],
    ] as const) {
      expect(() => (optimizer.learningRate = rate)).toThrow(
        `sgd: learningRate is a finite number >= 0, got ${shown}.`,
      );
    }
    expect([optimizer.learningRate, ...ratesOf(optimizer)]).toEqual([0.5, 0.5, 0, 1e300]);
    const frozen = sgd(groupsOf(0), { learningRate: 0.5 });
    for (const rate of ['0.5', true, Number.POSITIVE_INFINITY, null])
      expect(() => (frozen.learningRate = rate as number)).toThrow(
        'sgd: learningRate is a finite number >= 0, got ',
      );
    expect(frozen.learningRate).toBe(0.5);
    expect(() => (optimizer.groups[2]!.learningRate = Number.NaN)).toThrow('got NaN.');
    optimizer.learningRate = 0.25;
    expect(ratesOf(optimizer)).toEqual([0.25, 0, 5e299]);
    expect(() => sgd(groupsOf(0.1), { learningRate: -1 })).toThrow('got -1.');
  });

  it('is refused in a step that is captured, with nothing changed', () => {
    const { backend, capture } = createCapturer();
    withBackend(backend, () => {
      const optimizer = sgd(groupsOf(undefined, 0, 0.25), { learningRate: 0.5 });
      const refusal = new RegoptError(
        'sgd: learningRate was set in a compiled step, and replays would not set it. ' +
          'Set it between calls of the step.',
      );
      capture(() => {
        expect(() => (optimizer.learningRate = 0.1)).toThrow(refusal);
        for (const group of optimizer.groups) expect(() => (group.learningRate = 0.1)).toThrow(refusal);
      });
      expect([optimizer.learningRate, ...ratesOf(optimizer)]).toEqual([0.5, 0.5, 0, 0.25]);
      optimizer.learningRate = 0.25;
      expect(ratesOf(optimizer)).toEqual([0.25, 0, 0.125]);
    });
  });

  it('is not part of a state: the same options and the same step of a schedule give the same rates', () => {
    const create = () => sgd(groupsOf(undefined, 0.01), { learningRate: 0.5 });
    const optimizer = create();
    for (const rate of [0.4, 0.3, 0.2]) optimizer.learningRate = rate;
    const resumed = create();
    resumed.load(optimizer.state());
    expect(ratesOf(resumed)).toEqual([0.5, 0.01]);
    resumed.learningRate = 0.2;
    expect(ratesOf(resumed)).toEqual(ratesOf(optimizer));
  });
});
