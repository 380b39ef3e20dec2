import { backward, matmul, mean, mul, parameter, square, sub, sum, valueAndGrad } from '@regopt/autograd';
import { BatchNorm1d, Linear, parameters, Sequential } from '@regopt/layers';
import { adam } from '@regopt/optim';
import {
  type Backend,
  compile,
  createGenerator,
  createReferenceBackend,
  normal,
  ones,
  scope,
  setBackend,
  type Tensor,
  withBackend,
} from '@regopt/tensor';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWasmBackend } from '../runtime/create-wasm-backend.ts';
import type { WasmBackend } from '../runtime/wasm-backend.ts';

let wasm: WasmBackend;
beforeAll(async () => {
  wasm = await createWasmBackend({ threads: 1 });
  setBackend(wasm);
});
afterAll(() => wasm.dispose());

/** Trains, and freezes and unfreezes a layer in between. Returns the bits of the state after each step. */
function train(backend: Backend, compiled: boolean): number[][] {
  return withBackend(backend, () => {
    const generator = createGenerator(1);
    const first = new Linear(3, 4, { generator });
    const model = new Sequential(first, new BatchNorm1d(4), new Linear(4, 1, { generator }));
    const optimizer = adam(parameters(model), { learningRate: 0.1 });
    const body = (x: Tensor): Tensor => {
      const loss = mean(square(model.forward(x, { training: true })));
      optimizer.step(backward(loss));
      return loss;
    };
    const step = compile(body);
    const x = normal([5, 3], createGenerator(2));
    return Array.from({ length: 24 }, (_, i) => {
      for (const weight of [first.weight, first.bias!]) weight.requiresGrad = i < 6 || i >= 15;
      const loss = compiled ? step(x).item() : scope(() => body(x).item());
      return [loss, ...first.weight.toArray(), ...first.bias!.toArray()];
    });
  });
}

describe('a parameter that is switched by requiresGrad', () => {
  it('is frozen and unfrozen from the next call on, as in eager steps, on every back end', () => {
    for (const backend of [createReferenceBackend(), wasm]) {
      const eager = train(backend, false);
      expect(eager[6]!.slice(1)).toEqual(eager[14]!.slice(1));
      expect(eager[15]!.slice(1)).not.toEqual(eager[14]!.slice(1));
      expect(train(backend, true)).toEqual(eager);
    }
  });

  it('may be switched between two captured steps without a new capture', () => {
    const [critic, maker] = [parameter(ones([2, 2])), parameter(ones([2, 2]))];
    let runs = 0;
    const stepOf = (sign: number) =>
      compile((x: Tensor) => {
        runs += 1;
        const loss = mul(sum(square(sub(matmul(matmul(x, maker), critic), 1))), sign);
        return [...backward(loss).values()];
      });
    const [first, second] = [stepOf(1), stepOf(-1)];
    const x = ones([1, 2]);
    const turn = () => {
      critic.requiresGrad = true;
      maker.requiresGrad = false;
      expect(first(x)).toHaveLength(1);
      critic.requiresGrad = false;
      maker.requiresGrad = true;
      expect(second(x)).toHaveLength(1);
    };
    for (let i = 0; i < 18; i++) turn();
    runs = 0;
    for (let i = 0; i < 15; i++) turn();
    expect(runs).toBe(0);
    for (const each of [first, second, critic, maker, x]) each.dispose();
  });

  it('causes no check if it is of another step: attacked inputs, parameters made at each call', () => {
    let runs = 0;
    const step = compile((x: Tensor) => {
      runs += 1;
      return square(x);
    });
    const x = ones([2]);
    for (let i = 0; i < 11; i++) step(x);
    runs = 0;
    for (let i = 0; i < 6; i++) {
      const weight = parameter(ones([2]));
      x.requiresGrad = i % 2 === 0;
      valueAndGrad((y) => sum(square(y)))(weight);
      step(x);
      weight.dispose();
    }
    expect(runs).toBe(0);
    for (const each of [step, x]) each.dispose();
  });
});
