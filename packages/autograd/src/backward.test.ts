import { createGenerator, memory, normal, ones, scope, tensor } from '@regopt/tensor';
import { assertNoLeak } from '@regopt/tensor/testing';
import { describe, expect, it } from 'vitest';
import { backward } from './backward.ts';
import { noGrad } from './no-grad.ts';
import { add } from './ops/elementwise/add.ts';
import { exp } from './ops/elementwise/exp.ts';
import { mul } from './ops/elementwise/mul.ts';
import { sub } from './ops/elementwise/sub.ts';
import { tanh } from './ops/elementwise/tanh.ts';
import { matmul } from './ops/product/matmul.ts';
import { sum } from './ops/reduce/sum.ts';
import { concat } from './ops/shape/concat.ts';
import { reshape } from './ops/shape/reshape.ts';
import { transpose } from './ops/shape/transpose.ts';
import { parameter } from './parameter.ts';
import { record, recordFusedGradient } from './tape.ts';

describe('backward', () => {
  it('adds up the gradients of a parameter that is used more than once', () => {
    const w = parameter(tensor([2, 3]));
    const gradients = backward(sum(add(mul(w, w), mul(w, 5))));
    expect([...gradients.get(w)!.toArray()]).toEqual([9, 11]);
  });

  it('visits an op once, however many paths lead to it', () => {
    const w = parameter(tensor([1], { dtype: 'f64' }));
    let x = mul(w, 1);
    // 2^40 paths: visiting each of them would never end.
    for (let i = 0; i < 40; i++) x = add(x, x);
    expect(backward(x).get(w)!.item()).toBe(2 ** 40);
  });

  it('differentiates an op only after all ops that use its result, in any order', () => {
    for (const swapped of [false, true]) {
      const w = parameter(tensor([3]));
      const h = mul(w, 2);
      const [first, second] = swapped ? [mul(h, h), h] : [h, mul(h, h)];
      // d/dw (2 w + 4 w^2) = 2 + 8 w.
      expect(backward(add(first, second)).get(w)!.item()).toBe(26);
    }
  });

  it('does not overflow the stack on long chains', () => {
    const w = parameter(tensor([1]));
    let x = mul(w, 1);
    for (let i = 0; i < 20_000; i++) x = add(x, 0);
    expect(backward(x).get(w)!.item()).toBe(1);
  });

  it('returns gradients only of parameters that the loss depends on', () => {
    const used = parameter(ones([2]));
    const unused = parameter(ones([2]));
    const gradients = backward(sum(mul(used, tensor([1, 2]))));
    expect([...gradients.keys()]).toEqual([used]);
    expect(gradients.get(unused)).toBeUndefined();
  });

  it('returns every gradient in its own memory, so that one may be changed in place', () => {
    const a = parameter(ones([2]));
    const b = parameter(ones([2]));
    const c = parameter(ones([1, 2]));
    const gradients = backward(sum(add(add(a, b), reshape(c, [2]))));
    const storages = [a, b, c].map((x) => gradients.get(x)!.storage);
    expect(new Set(storages).size).toBe(3);
    for (const gradient of gradients.values())
      expect(gradient.contiguous && gradient.offset === 0).toBe(true);
  });

  it('copies a gradient that an op returned for two parameters, and one given by the caller', () => {
    const [a, b, c] = [parameter(ones([2])), parameter(ones([2])), parameter(ones([2]))];
    const shared = backward(mul(add(a, b), 3), { gradient: ones([2]) });
    expect(shared.get(a)!.storage).not.toBe(shared.get(b)!.storage);
    const gradient = tensor([5, 7]);
    const given = backward(add(c, 0), { gradient }).get(c)!;
    expect(given.storage).not.toBe(gradient.storage);
    expect([...given.toArray()]).toEqual([5, 7]);
  });

  it('returns a gradient that is a part of a larger one from the start of its memory', () => {
    const w = parameter(ones([2]));
    const gradient = backward(mul(concat([ones([3]), w]), 1), { gradient: tensor([1, 2, 3, 4, 5]) }).get(w)!;
    expect(gradient.offset).toBe(0);
    expect([...gradient.toArray()]).toEqual([4, 5]);
  });

  it('returns contiguous gradients of parameters that were used transposed', () => {
    const w = parameter(
      tensor([
        [1, 2, 3],
        [4, 5, 6],
      ]),
    );
    const gradient = backward(sum(matmul(tensor([[1, 10, 100]]), transpose(w)))).get(w)!;
    expect(gradient.contiguous).toBe(true);
    expect(gradient.toNested()).toEqual([
      [1, 10, 100],
      [1, 10, 100],
    ]);
  });

  it('starts from a given gradient if the output has many elements', () => {
    const w = parameter(tensor([1, 2]));
    const gradients = backward(mul(w, 3), { gradient: tensor([10, 100]) });
    expect([...gradients.get(w)!.toArray()]).toEqual([30, 300]);
  });

  it('returns 1 as the gradient of a parameter with respect to itself', () => {
    const w = parameter(tensor(3));
    expect(backward(w).get(w)!.item()).toBe(1);
  });

  it('records the backward pass on demand, for second derivatives', () => {
    const w = parameter(tensor(2, { dtype: 'f64' }));
    const first = backward(exp(mul(w, w)), { createGraph: true }).get(w)!;
    const second = backward(first).get(w)!;
    // d/dw e^(w^2) = 2 w e^(w^2), and once more: (2 + 4 w^2) e^(w^2).
    expect(first.item()).toBeCloseTo(4 * Math.exp(4), 10);
    expect(second.item()).toBeCloseTo(18 * Math.exp(4), 9);
  });

  it('leaves nothing recorded on its gradients by default', () => {
    const w = parameter(tensor(2));
    expect(backward(mul(w, w)).get(w)!.requiresGrad).toBe(false);
  });

  it('frees everything of a step at the end of its scope', () => {
    const w = parameter(normal([4, 4], createGenerator(1)));
    assertNoLeak(() =>
      scope(() =>
        backward(sum(tanh(matmul(w, w))))
          .get(w)!
          .toArray(),
      ),
    );
    const before = memory().buffers;
    const gradients = scope(() => backward(sum(tanh(matmul(w, w)))));
    expect(memory().buffers - before).toBe(1);
    gradients.get(w)!.dispose();
  });

  it.each([
    [
      'an output of many elements without a gradient',
      () => backward(mul(parameter(ones([2])), 2)),
      'backward: an output of shape [2] needs { gradient } of that shape; ' +
        'reduce it to one element otherwise.',
    ],
    [
      'a gradient of another shape',
      () => backward(mul(parameter(ones([2])), 2), { gradient: ones([3]) }),
      "backward: gradient [3] does not have the output's shape [2].",
    ],
    [
      'an output without parameters',
      () => backward(sum(ones([2]))),
      'backward: the output depends on no parameter, or was computed inside noGrad.',
    ],
    [
      'an output computed inside noGrad',
      () => backward(noGrad(() => sum(parameter(ones([2]))))),
      'backward: the output depends on no parameter, or was computed inside noGrad.',
    ],
    [
      'a gradient of the wrong shape by an op',
      () => backward(sum(record('broken', ones([2]), [parameter(ones([2]))], [() => ones([3])]))),
      'internal: broken gave a gradient of shape [3] for an input of shape [2].',
    ],
    [
      'the second derivative of a fused gradient',
      () => {
        const w = parameter(ones([1]));
        const y = record(
          'fused',
          ones([1]),
          [w],
          [(dy) => recordFusedGradient('fused', mul(dy, 1), [w, dy])],
        );
        backward(backward(y, { createGraph: true }).get(w)!);
      },
      'fused: its gradient is one fused kernel and has no derivative. ' +
        'Compose it from other ops for second derivatives.',
    ],
  ])('refuses %s', (_, call, message) => {
    expect(call).toThrow(message);
  });

  it('says that memory was freed if a loss outlives its scope', () => {
    const w = parameter(ones([2]));
    const loss = scope(() => sum(exp(mul(w, 2))));
    expect(() => backward(loss)).toThrow("the tensor's memory was freed");
  });

  it('subtracts what it should', () => {
    const w = parameter(tensor([1, 2]));
    expect([
      ...backward(sum(sub(1, w)))
        .get(w)!
        .toArray(),
    ]).toEqual([-1, -1]);
  });
});
