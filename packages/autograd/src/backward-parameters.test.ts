import { createReferenceBackend, kernelReport, ones, type Tensor, tensor, withBackend } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { backward } from './backward.ts';
import {
  add,
  batchNorm,
  linear,
  mean,
  mul,
  parameter,
  relu,
  square,
  sum,
  tanh,
  valueAndGrad,
} from './index.ts';

const f64 = (values: number[], shape = [values.length]): Tensor => tensor(values, { shape, dtype: 'f64' });

/** Number of runs of each kernel during `fn`. */
function kernelsOf(fn: () => unknown): Record<string, number> {
  const before = kernelReport().reference;
  fn();
  const counts = Object.entries(kernelReport().reference).map(([name, n]) => [name, n - (before[name] ?? 0)]);
  return Object.fromEntries(counts.filter(([, n]) => n !== 0));
}

describe('backward with parameters', () => {
  it('returns the same gradients as without, of those alone and in their order', () => {
    const [w, b, x] = [
      parameter(f64([1, 2, 3, 4], [2, 2])),
      parameter(f64([5, 6])),
      f64([1, -1, 2, 3], [2, 2]),
    ];
    const loss = mean(square(tanh(linear(x, w, b))));
    const all = backward(loss);
    const some = backward(loss, { parameters: [b, w] });
    expect([...some.keys()]).toEqual([b, w]);
    for (const each of [b, w]) {
      expect([...backward(loss, { parameters: new Set([each]) }).keys()]).toEqual([each]);
      expect(some.get(each)!.toArray()).toEqual(all.get(each)!.toArray());
    }
  });

  it('runs no kernel that only other gradients need', () =>
    withBackend(createReferenceBackend(), () => {
      const [w1, w2] = [parameter(ones([3, 2])), parameter(ones([2, 3]))];
      const b = parameter(ones([3]));
      const hidden = relu(linear(ones([4, 2]), w1, b));
      const loss = sum(linear(hidden, w2, parameter(ones([2]))));
      expect(kernelsOf(() => backward(loss, { parameters: [w2] }))).toEqual({ fill: 1, matmul: 1 });
      const deep = kernelsOf(() => backward(loss, { parameters: [w1] }));
      expect(deep).toEqual({ fill: 1, matmul: 2, reluGrad: 1 });
      expect(kernelsOf(() => backward(loss, { parameters: [] }))).toEqual({ fill: 1 });
      expect(kernelsOf(() => backward(loss))).toMatchObject({ matmul: 3, reluGrad: 1, sum: 2 });
    }));

  it('returns the gradient of an intermediate result, and goes no further for it', () => {
    const w = parameter(f64([1, 2]));
    const [h, other] = [square(w), tanh(w)];
    const loss = sum(mul(h, h));
    const both = backward(loss, { parameters: [h, w, other] });
    expect([...both.keys()]).toEqual([h, w]);
    expect([...both.get(h)!.toArray()]).toEqual([2, 8]);
    expect([...both.get(w)!.toArray()]).toEqual([4, 32]);
    expect([
      ...backward(loss, { parameters: [loss] })
        .get(loss)!
        .toArray(),
    ]).toEqual([1]);
    withBackend(createReferenceBackend(), () => {
      const v = parameter(ones([2]));
      const y = tanh(v);
      const total = sum(y);
      expect(kernelsOf(() => backward(total, { parameters: [y] }))['tanhGrad']).toBeUndefined();
    });
  });

  it('omits a parameter that the output does not depend on, and a tensor that requires no gradient', () => {
    const [used, unused, plain] = [parameter(f64([1])), parameter(f64([1])), f64([2])];
    const gradients = backward(sum(mul(used, plain)), { parameters: [unused, plain, used] });
    expect([...gradients.keys()]).toEqual([used]);
    expect(backward(sum(used), { parameters: [unused] }).size).toBe(0);
  });

  it('returns each gradient in its own memory, as without', () => {
    const w = parameter(f64([1, 2]));
    const h = add(w, 0);
    const gradients = backward(sum(h), { parameters: [h, w] });
    expect(gradients.get(h)!.storage).not.toBe(gradients.get(w)!.storage);
  });

  it('returns one gradient of a kernel that computes several', () => {
    const [x, gamma] = [parameter(f64([1, 2, 3, 5], [2, 2])), parameter(f64([1, 2]))];
    const loss = sum(square(batchNorm(x, { gamma }).output));
    const all = backward(loss);
    for (const each of [x, gamma]) {
      expect(
        backward(loss, { parameters: [each] })
          .get(each)!
          .toArray(),
      ).toEqual(all.get(each)!.toArray());
    }
  });

  it('can be differentiated again', () => {
    const [w, v] = [parameter(f64([2])), parameter(f64([3]))];
    const first = backward(sum(mul(mul(w, w), v)), { parameters: [w], createGraph: true }).get(w)!;
    expect([
      ...backward(sum(first), { parameters: [v] })
        .get(v)!
        .toArray(),
    ]).toEqual([4]);
  });

  it('is used by valueAndGrad: other parameters inside the function cost no time', () =>
    withBackend(createReferenceBackend(), () => {
      const w = parameter(ones([2, 2]));
      const grad = valueAndGrad((x) => sum(linear(x, w, parameter(ones([2])))));
      expect(kernelsOf(() => grad(ones([3, 2])))['matmul']).toBe(1);
    }));

  it('refuses anything but a list of tensors', () => {
    const w = parameter(f64([1]));
    const wrong: [parameters: unknown, shown: string][] = [
      [w, 'a tensor [1]'],
      [[w, 1], '[a tensor [1], 1]'],
      [new Map([['w', w]]), '[["w", a tensor [1]]]'],
      [{ w }, '{ w }'],
    ];
    for (const [parameters, shown] of wrong) {
      expect(() => backward(sum(w), { parameters: parameters as Tensor[] })).toThrow(
        `backward: parameters are tensors in a list or a Set, got ${shown}.`,
      );
    }
  });
});
