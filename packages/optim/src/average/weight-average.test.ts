import {
  assign,
  compile,
  copyInto,
  type DType,
  DTypeError,
  memory,
  RegoptError,
  ShapeError,
  scope,
  type Tensor,
  tensor,
  ValueError,
  viewTranspose,
  withBackend,
} from '@regopt/tensor';
import { assertNoLeak, createCapturer } from '@regopt/tensor/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adam } from '../rules/adam.ts';
import { ema } from './ema.ts';
import { swa } from './swa.ts';
import { WeightAverage } from './weight-average.ts';

const rounded = (values: readonly number[]) => Float32Array.from(values);
describe('an average', () => {
  it('begins with a copy of the weights, whatever they are', () => {
    const odd = [Number.NaN, Number.POSITIVE_INFINITY, -0, 3e38, 1e-45];
    const weight = tensor(odd.map(() => Number.NaN));
    const averaged = ema([weight]);
    assign(weight, rounded(odd));
    averaged.update();
    expect(averaged.average.get('0')!.toArray()).toEqual(rounded(odd));
  });

  it('may move by a factor of your own', () => {
    const weight = tensor([0]);
    const averaged = new WeightAverage('mine', [weight], (update) => 1 / update ** 2);
    for (const value of [8, 0, 9]) {
      assign(weight, [value]);
      averaged.update();
    }
    expect(averaged.average.get('0')!.item()).toBeCloseTo(6 + (9 - 6) / 9, 6);
  });

  it('is live: the tensors are the same at each update, outside every scope', () => {
    const weight = tensor([1]);
    const averaged = scope(() => swa(new Map([['0.weight', weight]])));
    const tensorOf = averaged.average.get('0.weight')!;
    averaged.update();
    assign(weight, [3]);
    averaged.update();
    expect(tensorOf.item()).toBe(2);
    expect(averaged.average.get('0.weight')).toBe(tensorOf);
    expect(averaged.updates).toBe(2);
    assertNoLeak(() => averaged.update());
  });

  it('covers more weights than one command takes', () => {
    const weights = Array.from({ length: 1500 }, (_, i) => tensor([i]));
    const averaged = swa(weights);
    averaged.update();
    for (const weight of weights) assign(weight, [weight.item() + 2]);
    averaged.update();
    const values = [...averaged.average.values()].map((each) => each.item());
    expect(values).toEqual(weights.map((_, i) => i + 1));
    averaged.dispose();
  });

  it('frees its memory by dispose, and keeps the weights', () => {
    const weight = tensor([1, 2]);
    const before = memory().buffers;
    const averaged = ema([weight]);
    averaged.update();
    averaged.dispose();
    expect(memory().buffers).toBe(before);
    expect(() => averaged.update()).toThrow("ema: update: the average: the tensor's memory was freed");
    expect(() => averaged.state()).toThrow('ema: state: the average');
    expect([...weight.toArray()]).toEqual([1, 2]);
  });
});

/** Trains a weight for 10 steps with an average of each kind; `wrap` makes the step that is called. */
function train(wrap: (step: (gradient: Tensor) => void) => (gradient: Tensor) => void): number[] {
  const weights = new Map([
    ['0.weight', tensor([1, -2, 3, 0.5, 7])],
    ['0.bias', tensor([0.25])],
  ]);
  const [a, b] = [...weights.values()] as [Tensor, Tensor];
  const optimizer = adam(weights, { learningRate: 0.1 });
  const averages = [ema(weights, { decay: 0.8 }), ema(weights, { warmup: true }), swa(weights)];
  const step = wrap((gradient) =>
    scope(() => {
      optimizer.step(
        new Map([
          [a, gradient],
          [b, tensor([0.5])],
        ]),
      );
      for (const each of averages) each.update();
    }),
  );
  for (let i = 0; i < 10; i++) step(tensor([i, 2 - i, 0.5, -i, 1]));
  return averages.flatMap((each) => [...each.state().values()].flatMap((entry) => [...entry.toArray()]));
}

describe('a captured step', () => {
  it('gives the averages of eager steps, to the bit', () => {
    const eager = train((step) => step);
    expect(train((step) => compile(step) as typeof step)).toEqual(eager);
  });

  it('gives them in replays of one capture', () => {
    const learn = (replayed: boolean): number[] => {
      const { backend, capture, replay } = createCapturer();
      return withBackend(backend, () => {
        const weight = tensor([1, 2]);
        const averaged = ema([weight], { decay: 0.9, warmup: true });
        for (let i = 0; i < 5; i++) {
          assign(weight, rounded([i * 1.7, -i]));
          if (!replayed) averaged.update();
          else if (i === 0) capture(() => averaged.update());
          else replay();
        }
        return [...averaged.average.get('0')!.toArray(), averaged.updates];
      });
    };
    expect(learn(true)).toEqual(learn(false));
  });

  it('cannot exchange, and its replays are refused while weights and averages are exchanged', () => {
    const { backend, capture, replay } = createCapturer();
    withBackend(backend, () => {
      const weight = tensor([1]);
      const averaged = swa([weight]);
      capture(() => averaged.update());
      expect(() => capture(() => averaged.exchange())).toThrow(RegoptError);
      expect(() => capture(() => averaged.exchange())).toThrow(
        'swa: exchange was called in a compiled step; call it between calls of the step.',
      );
      averaged.exchange();
      expect(replay).toThrow('swa: update: weights and averages are exchanged; call exchange() again first.');
      averaged.exchange();
      replay();
      expect(averaged.updates).toBe(2);
    });
  });
});

describe('exchange', () => {
  it('puts the averages into the weights, and called again restores the bits of both', () => {
    const any = fc.array(fc.double(), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(any, any, fc.constantFrom<DType>('f32', 'f64'), (first, second, dtype) => {
        const weights = [tensor(first.map(Math.fround), { dtype }), tensor([1, 2], { dtype })];
        const averaged = ema(weights, { decay: 0.7 });
        averaged.update();
        const values = first.map((_, i) => Math.fround(second[i % second.length]!));
        copyInto(weights[0]!, tensor(values, { dtype }));
        averaged.update();
        const averages = [...averaged.average.values()];
        const [ofWeights, ofAverages] = [weights, averages].map((list) => list.map((x) => x.toArray()));
        const expectBits = (...expected: (typeof ofWeights)[]) => {
          expect([weights, averages].map((list) => list.map((x) => x.toArray()))).toEqual(expected);
        };
        averaged.exchange();
        expect(averaged.exchanged).toBe(true);
        expectBits(ofAverages, ofWeights);
        averaged.exchange();
        expect(averaged.exchanged).toBe(false);
        expectBits(ofWeights, ofAverages);
        averaged.dispose();
      }),
    );
  });

  it('leaves no memory behind', () => {
    const averaged = ema([tensor([1, 2])]);
    averaged.update();
    assertNoLeak(() => averaged.exchange());
  });

  it('is refused before the first update, when there is no average', () => {
    const averaged = ema(new Map([['0.weight', tensor([1])]]));
    expect(() => averaged.exchange()).toThrow(ValueError);
    expect(() => averaged.exchange()).toThrow(
      'ema: exchange: there is no average of "0.weight" yet; call update() first.',
    );
  });

  it('leads update, state and load to an error until it is called again', () => {
    const weight = tensor([1]);
    const averaged = ema([weight]);
    averaged.update();
    const saved = averaged.state();
    averaged.exchange();
    for (const [operation, call] of [
      ['update', () => averaged.update()],
      ['state', () => averaged.state()],
      ['load', () => averaged.load(saved)],
    ] as const) {
      expect(call).toThrow(RegoptError);
      expect(call).toThrow(
        `ema: ${operation}: weights and averages are exchanged; call exchange() again first.`,
      );
    }
    averaged.exchange();
    expect(averaged.updates).toBe(1);
    averaged.update();
    expect(averaged.updates).toBe(2);
  });
});

describe('bad input', () => {
  it.each<[what: string, create: () => unknown, message: string]>([
    [
      'a decay above 1',
      () => ema([tensor([1])], { decay: 1.5 }),
      'ema: decay is a number in [0, 1], got 1.5.',
    ],
    [
      'a decay of NaN',
      () => ema([tensor([1])], { decay: Number.NaN }),
      'ema: decay is a number in [0, 1], got NaN.',
    ],
    ['no parameters', () => swa([]), 'swa: there are no parameters to average: the list is empty.'],
    [
      'a layer',
      () => swa({ forward() {} } as never),
      'swa: parameters are a list of tensors or a Map from names to tensors; got { forward }, a layer: ' +
        'pass swa(namedParameters(model)).',
    ],
    [
      'groups',
      () => ema([{ parameters: [tensor([1])] }] as never),
      'ema: parameter "0" is not a tensor: { parameters }.',
    ],
  ])('gets a sentence: %s', (_, create, message) => {
    expect(create).toThrow(ValueError);
    expect(create).toThrow(message);
  });

  it('leaves no memory behind: a parameter twice, integers, a view with holes', () => {
    const weight = tensor([
      [1, 2],
      [3, 4],
    ]);
    assertNoLeak(() => {
      expect(() => ema([weight, weight])).toThrow('ema: parameter "1" is parameter "0" again');
      expect(() => scope(() => ema([weight, tensor([1], { dtype: 'i32' })]))).toThrow(DTypeError);
      expect(() => scope(() => swa([weight, viewTranspose(weight, 0, 1)]))).toThrow(ShapeError);
    });
  });

  it('names a weight whose memory was freed, and updates nothing', () => {
    const weights = new Map([
      ['a', tensor([1])],
      ['b', tensor([2])],
    ]);
    const averaged = ema(weights);
    averaged.update();
    weights.get('b')!.dispose();
    const freed = (operation: string) => `ema: ${operation}: parameter "b": the tensor's memory was freed`;
    expect(() => averaged.update()).toThrow(freed('update'));
    expect(() => averaged.exchange()).toThrow(freed('exchange'));
    expect(averaged.updates).toBe(1);
  });
});
