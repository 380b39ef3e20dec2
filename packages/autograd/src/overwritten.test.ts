import {
  assign,
  copyInto,
  fillOnHost,
  fullLike,
  GradientError,
  scope,
  type Tensor,
  tensor,
  viewSlice,
  writeOnHost,
} from '@regopt/tensor';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backward } from './backward.ts';
import {
  abs,
  add,
  batchNorm,
  crossEntropy,
  div,
  exp,
  log,
  matmul,
  maximum,
  mean,
  mul,
  noGrad,
  normalizeChannels,
  parameter,
  pow,
  relu,
  reshape,
  sigmoid,
  slice,
  softmax,
  sqrt,
  square,
  sub,
  sum,
  tanh,
  transpose,
  updateRunningStatistics,
  valueAndGrad,
  where,
} from './index.ts';
import { record } from './tape.ts';

const f64 = (values: number[], shape = [values.length]): Tensor => tensor(values, { shape, dtype: 'f64' });
const weight = (values: number[], shape?: number[]): Tensor => parameter(f64(values, shape));

describe('backward after a write in place', () => {
  it('refuses a gradient that needs the former values of an input, and names op and input', () => {
    const w = weight([1, 2]);
    const loss = sum(mul(w, w));
    assign(w, [5, 5]);
    expect(() => backward(loss)).toThrow(
      new GradientError(
        "mul: its input 0 [2] was overwritten after it ran, by assign(), an optimizer's step or the " +
          'like, and its gradient ' +
          'needs the former values. Take gradients before that, or give it a copy.',
      ),
    );
  });

  it('refuses one that needs the former values of the output', () => {
    const w = weight([-1, 2]);
    const y = relu(w);
    const loss = sum(y);
    assign(y, [1, 0]);
    expect(() => backward(loss)).toThrow('relu: its output was overwritten after it ran');
  });

  it('computes it if the closure does not read the written tensor, as PyTorch does', () => {
    const [w, x] = [weight([-1, 2]), f64([3, 4])];
    const results = [add(w, x), mul(w, x), relu(w), exp(w), sum(w), reshape(w, [2, 1])];
    const before = results.map((y) => backward(sum(y)).get(w)!.toArray());
    assign(w, [7, -8]);
    expect(results.map((y) => backward(sum(y)).get(w)!.toArray())).toEqual(before);
  });

  it('checks each input separately: mul reads the other one', () => {
    const [a, b] = [weight([1, 2]), weight([3, 4])];
    const loss = sum(mul(a, b));
    assign(b, [0, 0]);
    a.requiresGrad = false;
    expect(backward(loss).get(b)!.toArray()).toEqual(f64([1, 2]).toArray());
    a.requiresGrad = true;
    expect(() => backward(loss)).toThrow('mul: its input 1 [2] was overwritten');
  });

  it('detects a write through a view, and a read through one', () => {
    const w = weight([1, 2, 3, 4], [2, 2]);
    const loss = sum(square(transpose(w)));
    fillOnHost(viewSlice(w, 0, 1, 2), (values) => values.fill(0, 0, 2));
    expect(() => backward(loss)).toThrow('square: its input 0 [2,2] was overwritten');
  });

  it('detects a write by each of the functions that write', () => {
    const writers: ((x: Tensor) => void)[] = [
      (x) => assign(x, [0, 0]),
      (x) => copyInto(x, f64([0, 0])),
      (x) => fillOnHost(x, (values) => values.fill(0, 0, 2)),
      (x) => writeOnHost(x, () => [0, 0]),
    ];
    for (const write of writers) {
      const w = weight([1, 2]);
      const loss = sum(square(w));
      write(w);
      expect(() => backward(loss)).toThrow('square: its input 0 [2] was overwritten');
    }
  });

  it('is checked for second derivatives', () => {
    const w = weight([1, 2]);
    const first = backward(sum(mul(mul(w, w), w)), { createGraph: true }).get(w)!;
    expect(backward(sum(first)).get(w)!.toArray()).toEqual(f64([6, 12]).toArray());
    assign(w, [0, 0]);
    expect(() => backward(sum(first))).toThrow(GradientError);
  });

  it('is checked for other tensors that an op reads: labels, masks, running statistics', () => {
    const x = weight([1, 2, 3, 4], [2, 2]);
    const labels = tensor([0, 1], { dtype: 'i32' });
    const mask = tensor([1, 0, 0, 1], { shape: [2, 2], dtype: 'u8' });
    const running = { mean: f64([0, 0]), variance: f64([1, 1]) };
    const gamma = weight([1, 1]);
    const cases: [make: () => Tensor, write: () => void, message: string][] = [
      [() => crossEntropy(x, labels), () => assign(labels, [1, 1]), 'crossEntropy: its input 1 [2] was'],
      [
        () => crossEntropy(x, labels, { reduction: 'sum' }),
        () => assign(labels, [0, 0]),
        'crossEntropy: its input 1 [2] was',
      ],
      [() => sum(where(mask, x, 0)), () => assign(mask, [0, 0, 0, 0]), 'where: its input 2 [2,2] was'],
      [
        () => sum(normalizeChannels(x, running, { gamma })),
        () => updateRunningStatistics(running, batchNorm(f64([1, 2, 3, 5], [2, 2])).statistics),
        'normalizeChannels: its input 4 [2] was',
      ],
    ];
    for (const [make, write, message] of cases) {
      const loss = make();
      backward(loss);
      write();
      expect(() => backward(loss)).toThrow(message);
    }
  });

  it.each<[string, (x: Tensor) => Tensor]>([
    ['mul', (x) => mul(x, 2)],
    ['add', (x) => add(x, 1)],
    ['reshape', (x) => reshape(mul(x, 2), [2, 1])],
    ['slice', (x) => slice(mul(x, 2), { start: 0, end: 1 })],
  ])('does not pass over a result that was written before another op takes it, as of %s', (_, op) => {
    const x = weight([1, 2]);
    const message = 'was overwritten after';
    for (const write of [
      (y: Tensor) =>
        assign(
          y,
          Array.from(y.toArray(), () => 7),
        ),
      (y: Tensor) => copyInto(viewSlice(y, 0, 0, 1), viewSlice(fullLike(y, 7), 0, 0, 1)),
    ]) {
      const y = op(x);
      write(y);
      expect(() => square(y)).toThrow(GradientError);
      expect(() => square(y)).toThrow(message);
      // A write after the op has no effect on it.
      const z = op(x);
      const total = sum(add(z, 1));
      write(z);
      expect(backward(total).has(x)).toBe(true);
    }
    expect(noGrad(() => square(op(x))).requiresGrad).toBe(false);
  });

  it('allows a view of a written parameter, whose values are its own', () => {
    const x = weight([1, 2]);
    const view = reshape(x, [2, 1]);
    assign(x, [3, 4]);
    expect(
      backward(sum(square(view)))
        .get(x)!
        .toNested(),
    ).toEqual([6, 8]);
  });

  it('has the same gradient after the statistics returned by batchNorm were written', () => {
    const x = weight([1, 2, 3, 5], [2, 2]);
    const { output, statistics } = batchNorm(x);
    const loss = sum(
      mul(
        output,
        tensor(
          [
            [1, 2],
            [3, 5],
          ],
          { dtype: 'f64' },
        ),
      ),
    );
    const before = backward(loss).get(x)!.toNested();
    assign(statistics.mean, [7, 7]);
    assign(statistics.variance, [7, 7]);
    expect(backward(loss).get(x)!.toNested()).toEqual(before);
  });

  it('refuses overwritten values that a closure only passes on', () => {
    const [x, slope] = [weight([1]), f64([2])];
    const loss = record('scale', f64([2]), [x, slope], [() => slope]);
    expect(backward(loss).get(x)!.item()).toBe(2);
    assign(slope, [3]);
    expect(() => backward(loss)).toThrow('scale: its input 1 [1] was overwritten');
  });

  it('computes a fused gradient again for another gradient in the same memory', () => {
    const [x, gamma] = [weight([1, 2, 3, 5], [2, 2]), weight([1, 1])];
    const { output } = batchNorm(x, { gamma });
    const seed = f64([1, 0, 0, 0], [2, 2]);
    x.requiresGrad = false;
    backward(output, { gradient: seed });
    x.requiresGrad = true;
    assign(seed, [0, 0, 0, 1]);
    const copy = f64([0, 0, 0, 1], [2, 2]);
    expect(backward(output, { gradient: seed }).get(x)!.toArray()).toEqual(
      backward(output, { gradient: copy }).get(x)!.toArray(),
    );
  });

  it('lets a function write its arguments before they are used, and refuses it after', () => {
    const x = f64([1, 2]);
    const fn = (y: Tensor, early: boolean): Tensor => {
      if (early) assign(y, [3, 4]);
      const loss = sum(square(y));
      if (!early) assign(y, [5, 6]);
      return loss;
    };
    expect(valueAndGrad((y) => fn(y, true))(x).gradients[0].toArray()).toEqual(f64([6, 8]).toArray());
    expect(() => valueAndGrad((y) => fn(y, false))(x)).toThrow(GradientError);
  });

  it('returns the gradient of the original values or an error, for any graph and any write', () => {
    const ops: ((a: Tensor, b: Tensor) => Tensor)[] = [
      add,
      sub,
      mul,
      (a, b) => div(a, add(square(b), 1)),
      (a, b) => pow(add(square(a), 0.5), b),
      maximum,
      matmul,
      (a, b) => where(mask, a, b),
      ...[relu, tanh, sigmoid, square, softmax, transpose].map((op) => (a: Tensor) => op(a)),
      (a) => exp(mul(a, 0.25)),
      (a) => sqrt(add(square(a), 1)),
      (a) => log(add(abs(a), 1)),
      (a, b) => mul(mean(a, { axis: 0, keepDims: true }), slice(b, { start: 1 })),
      (a, b) => add(reshape(a, [2, 2]), sum(b, { axis: 1, keepDims: true })),
    ];
    const mask = tensor([1, 0, 0, 1], { shape: [2, 2], dtype: 'u8' });
    const pick = fc.nat({ max: 99 });
    const number = fc.double({ min: -1.5, max: 1.5, noNaN: true });
    const four = fc.array(number, { minLength: 4, maxLength: 4 });
    const graph = fc.record({
      starts: fc.tuple(four, four),
      steps: fc.array(fc.tuple(pick, pick, pick), { minLength: 1, maxLength: 7 }),
      at: pick,
      row: fc.constantFrom(undefined, 0, 1),
      written: four,
      order: fc.constantFrom(1, 2),
    });
    const outcomes = { same: 0, refused: 0 };
    fc.assert(
      fc.property(graph, ({ starts, steps, at, row, written, order }) =>
        scope(() => {
          const leaves = starts.map((each) => weight(each, [2, 2]));
          const pool = [...leaves];
          for (const [op, a, b] of steps) {
            const [x, z] = [pool[pool.length - 1 - (a % Math.min(2, pool.length))]!, pool[b % pool.length]!];
            const y = ops[op % ops.length]!(x, z);
            pool.push(y.size === 4 ? y : add(y, f64([0, 0, 0, 0], [2, 2])));
          }
          let loss = sum(mul(pool.at(-1)!, f64([1, -2, 3, 0.5], [2, 2])));
          if (!loss.requiresGrad) return;
          if (order === 2) {
            const first = [...backward(loss, { createGraph: true }).values()];
            loss = first.map((g) => sum(square(g))).reduce((total, each) => add(total, each));
            if (!loss.requiresGrad) return;
          }
          const gradients = () => {
            const found = backward(loss);
            return leaves.map((leaf) => found.get(leaf)?.toArray());
          };
          const expected = gradients();
          const target = [...pool, mask][at % (pool.length + 1)]!;
          const part = row === undefined ? target : viewSlice(target, 0, row, row + 1);
          const values = target === mask ? written.map((value) => Number(value > 0)) : written;
          const update = tensor(values.slice(0, part.size), { shape: part.shape, dtype: target.dtype });
          copyInto(part, update);
          try {
            expect(gradients()).toEqual(expected);
            outcomes.same += 1;
          } catch (error) {
            if (!(error instanceof GradientError)) throw error;
            outcomes.refused += 1;
          } finally {
            assign(mask, [1, 0, 0, 1]);
          }
        }),
      ),
      { seed: 7, numRuns: 600 },
    );
    expect(outcomes.same).toBeGreaterThan(100);
    expect(outcomes.refused).toBeGreaterThan(100);
  });
});
