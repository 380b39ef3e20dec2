import {
  createReferenceBackend,
  DisposedError,
  kernelReport,
  scope,
  type Tensor,
  tensor,
  tick,
  viewBroadcast,
  viewTranspose,
  withBackend,
} from '@regopt/tensor';
import { assertNoLeak } from '@regopt/tensor/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adam } from './rules/adam.ts';
import { adamw } from './rules/adamw.ts';
import { sgd } from './rules/sgd.ts';

/** How many adam commands have run, as exports and as reference loops. */
function ranSoFar(): number {
  const { fast, reference } = kernelReport();
  return (fast['adam'] ?? 0) + (reference['adam'] ?? 0);
}

const f64 = (values: number[]): Tensor => tensor(values, { dtype: 'f64' });

describe('step', () => {
  it('goes against the gradient, by the learning rate', () => {
    const x = f64([1, 2]);
    sgd([x], { learningRate: 0.5 }).step(new Map([[x, f64([2, -4])]]));
    expect([...x.toArray()]).toEqual([0, 4]);
  });

  it('marks the parameters as written, and nothing else, so that backward refuses to use old values', () => {
    for (const rule of [sgd, adam, adamw]) {
      const [first, second, gradient] = [f64([1, 2]), f64([3, 4]), f64([1, 1])];
      const optimizer = rule([first, second]);
      const now = tick();
      optimizer.step(
        new Map([
          [first, gradient],
          [second, gradient],
        ]),
      );
      const written = [first, second, gradient].map(({ storage }) => storage.version > now);
      expect(written).toEqual([true, true, false]);
    }
  });

  it('refuses gradients of which none is of its parameters, and changes nothing', () => {
    const x = f64([1, 2]);
    const optimizer = adam(new Map([['weight', x]]));
    const sources: unknown[] = [new Map(), new Map([[f64([1, 2]), x]]), new Map([['weight', x]])];
    for (const gradients of sources)
      expect(() => optimizer.step(gradients as Map<Tensor, Tensor>)).toThrow(
        'adam: step: no parameter of the optimizer has a gradient, such as "weight". The Map holds ' +
          'gradients by tensor: were ' +
          'they computed for the parameters of another model?',
      );
    expect([...x.toArray()]).toEqual([1, 2]);
    expect(optimizer.state().get('weight.step')?.item()).toBe(0);
  });

  it('accepts gradients that are broadcast or transposed views, and leaves no copy behind', () => {
    const x = tensor(
      [
        [1, 2],
        [3, 4],
      ],
      { dtype: 'f64' },
    );
    const optimizer = sgd([x], { learningRate: 1 });
    const one = tensor(1, { dtype: 'f64' });
    const g = tensor(
      [
        [0, 1],
        [2, 3],
      ],
      { dtype: 'f64' },
    );
    optimizer.step(new Map([[x, viewBroadcast(one, [2, 2])]]));
    expect([...x.toArray()]).toEqual([0, 1, 2, 3]);
    optimizer.step(new Map([[x, viewTranspose(g)]]));
    expect([...x.toArray()]).toEqual([0, -1, 1, 0]);
    assertNoLeak(() => optimizer.step(new Map([[x, viewTranspose(g)]])));
  });

  it('updates parameters of any shape: a scalar, no elements', () => {
    const scalar = tensor(3, { dtype: 'f64' });
    const none = tensor(new Float64Array(0), { shape: [0, 2] });
    adamw([scalar, none], { learningRate: 1, weightDecay: 0, epsilon: 0 }).step(
      new Map([
        [scalar, tensor(5, { dtype: 'f64' })],
        [none, tensor(new Float64Array(0), { shape: [0, 2] })],
      ]),
    );
    expect(scalar.item()).toBeCloseTo(2, 12);
  });

  it('updates each element independently: a tensor cut in two learns like the whole', () => {
    const numbers = fc.array(
      fc.integer({ min: -4096, max: 4096 }).map((n) => n / 1024),
      { minLength: 2, maxLength: 8 },
    );
    fc.assert(
      fc.property(
        numbers,
        numbers,
        fc.constantFrom(sgd, adam, adamw),
        fc.constantFrom('f32', 'f64'),
        (a, b, create, dtype) =>
          scope(() => {
            const make = (values: number[]): Tensor => tensor(values, { dtype });
            const gradientAt = (i: number) => (x: number) => x / 2 + i;
            const [x, y, joined] = [make(a), make(b), make([...a, ...b])];
            const apart = create(
              new Map([
                ['x', x],
                ['y', y],
              ]),
              { learningRate: 0.1 },
            );
            const whole = create([joined], { learningRate: 0.1 });
            for (let i = 0; i < 3; i++) {
              const [ga, gb] = [a.map(gradientAt(i)), b.map(gradientAt(i))];
              apart.step(
                new Map([
                  [y, make(gb)],
                  [x, make(ga)],
                ]),
              );
              whole.step(new Map([[joined, make([...ga, ...gb])]]));
            }
            expect([...x.toArray(), ...y.toArray()]).toEqual([...joined.toArray()]);
            apart.dispose();
            whole.dispose();
          }),
      ),
      { seed: 1 },
    );
  });

  it('refuses a gradient that does not fit before it changes anything', () => {
    const [x, y] = [f64([1, 2]), f64([3])];
    const optimizer = sgd(
      new Map([
        ['weight', x],
        ['bias', y],
      ]),
      { learningRate: 1 },
    );
    const step = (gradient: Tensor) => () =>
      optimizer.step(
        new Map([
          [x, f64([1, 1])],
          [y, gradient],
        ]),
      );
    expect(step(f64([1, 1]))).toThrow(
      'sgd: the gradient of parameter "bias" has shape [2], the parameter has [1].',
    );
    expect(step(tensor([1]))).toThrow('sgd: the gradient of parameter "bias" is f32, the parameter is f64.');
    const freed = f64([1]);
    freed.dispose();
    expect(step(freed)).toThrow('sgd: the gradient of parameter "bias": the tensor\'s memory was freed');
    const elsewhere = withBackend(createReferenceBackend(), () => f64([1]));
    expect(step(elsewhere)).toThrow(
      /^sgd: the gradient of parameter "bias" lives on the back end reference, the parameter on (wasm|another of that name)\.$/,
    );
    expect([...x.toArray()]).toEqual([1, 2]);
    expect(optimizer.state().get('weight.step')?.item()).toBe(0);
  });

  it('updates more parameters than fit into one command, and of both dtypes', () =>
    scope(() => {
      const parameters = Array.from({ length: 1500 }, (_, i) =>
        tensor([i, -i], { dtype: i % 700 < 350 ? 'f32' : 'f64' }),
      );
      const optimizer = sgd(parameters, { learningRate: 0.5, momentum: 0.5 });
      const ones = new Map(parameters.map((x) => [x, tensor([2, -4], { dtype: x.dtype })]));
      optimizer.step(ones);
      optimizer.step(ones);
      for (const [i, x] of parameters.entries()) expect([...x.toArray()]).toEqual([i - 2.5, 5 - i]);
      optimizer.dispose();
    }));

  it('is one command for all parameters of one dtype, up to 2048 tensors', () =>
    scope(() => {
      const commandsOf = (parameters: Tensor[]): number => {
        const optimizer = adam(parameters);
        const before = ranSoFar();
        optimizer.step(new Map(parameters.map((x) => [x, x])));
        const count = ranSoFar() - before;
        optimizer.dispose();
        return count;
      };
      const several = (count: number, dtype: 'f32' | 'f64') =>
        Array.from({ length: count }, () => tensor([1], { dtype }));
      expect(commandsOf([...several(3, 'f32'), ...several(2, 'f64')])).toBe(2);
      // Five tensors each: parameter, two moments, gradient and hyper.
      expect([409, 410].map((count) => commandsOf(several(count, 'f32')))).toEqual([1, 2]);
    }));

  it('refuses a step after dispose, and does not change the parameters', () => {
    const x = f64([1]);
    const optimizer = sgd([x]);
    optimizer.dispose();
    expect(() => optimizer.step(new Map([[x, f64([1])]]))).toThrow(DisposedError);
    expect([...x.toArray()]).toEqual([1]);
  });

  it('refuses a parameter whose memory was freed', () => {
    const x = f64([1]);
    const optimizer = sgd([x]);
    x.dispose();
    expect(() => optimizer.step(new Map([[x, f64([1])]]))).toThrow(
      'sgd: parameter "0": the tensor\'s memory was freed',
    );
  });

  it.each([
    [undefined, 'undefined'],
    [[f64([1])], '[a tensor [1]]'],
    [f64([1]), 'a tensor [1]'],
  ])('refuses what is no Map of gradients, such as %s', (gradients, text) => {
    expect(() => sgd([f64([1])]).step(gradients as never)).toThrow(
      `sgd: step takes the Map of gradients that backward(loss) gives, got ${text}.`,
    );
  });
});
