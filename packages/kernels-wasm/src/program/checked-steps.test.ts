import {
  add,
  backward,
  crossEntropy,
  matmul,
  mean,
  mul,
  parameter,
  relu,
  square,
  sum,
  tanh,
} from '@regopt/autograd';
import { BatchNorm1d, Dropout, Linear, parameters, Sequential } from '@regopt/layers';
import { adam, sgd } from '@regopt/optim';
import {
  compile,
  copyInto,
  createGenerator,
  defineKernel,
  empty,
  keep,
  normal,
  ones,
  RegoptError,
  run,
  scalar,
  scope,
  setBackend,
  type Tensor,
  tensor,
  writeOnHost,
  zeros,
} from '@regopt/tensor';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWasmBackend } from '../runtime/create-wasm-backend.ts';
import type { WasmBackend } from '../runtime/wasm-backend.ts';

const remedy =
  '. Pass what changes as an input tensor, write it by writeOnHost(), or compile a step for each branch. ' +
  'This call ran it as it ' +
  'is now; the next one captures it.';

const changed = (difference: string) =>
  new RegoptError(`compile: the step changed since it was captured: ${difference}${remedy}`);

/** Calls until an error, 20 times at most: the first checked call is the fourth. */
function callUntilError(call: () => unknown): unknown {
  for (let i = 0; i < 20; i++) {
    try {
      call();
    } catch (error) {
      return error;
    }
  }
  return undefined;
}

let backend: WasmBackend;
beforeAll(async () => {
  backend = await createWasmBackend({ threads: 1 });
  setBackend(backend);
});
afterAll(() => backend.dispose());

describe('a compiled step is checked:', () => {
  it('its 2nd, 4th, 8th, ... replay runs the step itself', () => {
    let runs = 0;
    const step = compile((x: Tensor) => {
      runs += 1;
      return tanh(x);
    });
    const x = ones([3]);
    const ranAt: number[] = [];
    // Two calls precede the first replay: the first allocates the result, the second captures.
    for (let replay = -1; replay <= 70; replay++) {
      const before = runs;
      step(x);
      if (runs > before) ranAt.push(replay);
    }
    expect(ranAt).toEqual([-1, 0, 2, 4, 8, 16, 32, 64]);
    step.dispose();
  });

  it('a number that changes between calls is an error with its old and new value', () => {
    let weight = 0.5;
    const step = compile((x: Tensor) => mul(sum(x), weight));
    for (let i = 0; i < 3; i++) step(ones([2]));
    weight = 0.25;
    expect(callUntilError(() => step(ones([2])))).toEqual(
      changed('command 2 of 4, fill for mul: number 2 was 0.5, is 0.25'),
    );
    // From here on the step does not change.
    for (let i = 0; i < 10; i++) expect(step(ones([2])).item()).toBe(0.5);
    step.dispose();
  });

  it('a failed check leaves the state of one eager step', () => {
    const total = zeros([]);
    let weight = 1;
    const step = compile((x: Tensor) => {
      copyInto(total, add(total, mul(x, weight)));
    });
    for (let i = 0; i < 2; i++) step(scalar(1));
    expect(total.item()).toBe(2);
    weight = 10;
    expect(() => step(scalar(1))).toThrow(RegoptError);
    expect(total.item()).toBe(12);
    for (let i = 0; i < 3; i++) step(scalar(1));
    expect(total.item()).toBe(42);
    for (const each of [step, total]) each.dispose();
  });

  it('another branch is an error', () => {
    let deep = true;
    const step = compile((x: Tensor) => (deep ? tanh(relu(x)) : relu(x)));
    for (let i = 0; i < 3; i++) step(ones([2]));
    deep = false;
    expect(callUntilError(() => step(ones([2])))).toEqual(changed('command 2 of 3, tanh: was tanh, is copy'));
    const other = compile((x: Tensor) => {
      const result = relu(x);
      if (!deep) copyInto(x, result);
      return result;
    });
    deep = true;
    for (let i = 0; i < 3; i++) other(ones([2]));
    deep = false;
    const difference = 'command 2 of 2, copy: operand 1 is another tensor, from outside of the step';
    expect(callUntilError(() => other(ones([2])))).toEqual(changed(difference));
    for (const each of [step, other]) each.dispose();
  });

  it('exchanged values, tensors, generators, optimizers and kernels are errors', () => {
    let second = false;
    const cases: [difference: RegExp, step: (x: Tensor) => unknown][] = [];
    cases.push([/host callback 1 of 1: value 2 was 3, is 4/, (x) => mul(x, tensor([1, second ? 4 : 3]))]);
    const weights = [ones([2]), ones([2])];
    cases.push([/operand 3 is another tensor, from outside/, (x) => mul(x, weights[Number(second)]!)]);
    const generators = [createGenerator(1), createGenerator(1)];
    cases.push([
      /host callback 1 of 1: uses another generator, optimizer or source of values/,
      () => normal([2], generators[Number(second)]!),
    ]);
    const counts = [zeros([]), zeros([])];
    cases.push([
      /host callback 1 of 1: its tensor is another tensor, from outside/,
      (x) => {
        writeOnHost(counts[Number(second)]!, () => [1]);
        return add(x, 1);
      },
    ]);
    const weight = parameter(ones([2]));
    const optimizers = [sgd([weight], { momentum: 0.9 }), sgd([weight], { momentum: 0.9 })];
    for (const optimizer of optimizers) optimizer.step(new Map([[weight, zeros([2])]]));
    cases.push([
      /operand 2 is another tensor, from outside/,
      (x) => optimizers[Number(second)]!.step(backward(sum(mul(x, weight)))),
    ]);
    const kernels = [1, 2].map((value) => defineKernel(`checked${value}`, ([y]) => void y!.fill(value)));
    cases.push([
      /command 1 of 2, checked1: was checked1, is checked2/,
      (x) => {
        run(kernels[Number(second)]!, [x]);
        return x;
      },
    ]);
    for (const [difference, body] of cases) {
      second = false;
      const step = compile(body as (x: Tensor) => undefined);
      const x = ones([2]);
      const call = () => step(x);
      for (let i = 0; i < 3; i++) call();
      second = true;
      expect(callUntilError(call)).toMatchObject({ message: expect.stringMatching(difference) });
      expect(callUntilError(call)).toBeUndefined();
      step.dispose();
    }
  });

  it('newly kept memory is an error, and so is a newly read value', () => {
    let later = false;
    const kept: Tensor[] = [];
    const keeping = compile((x: Tensor) => {
      const y = add(x, 1);
      if (later) kept.push(keep(y));
      return y;
    });
    const reading = compile((x: Tensor) => {
      const y = add(x, 1);
      if (later) y.toArray();
      return y;
    });
    for (let i = 0; i < 3; i++) [keeping(ones([1])), reading(ones([1]))];
    later = true;
    expect(callUntilError(() => keeping(ones([1])))).toEqual(
      changed('the step keeps memory that it made, and kept none when it was captured'),
    );
    expect(callUntilError(() => reading(ones([1])))).toMatchObject({
      message: expect.stringMatching(/^compile: the step reads or writes the values of a tensor/),
    });
    for (const each of [keeping, reading, ...kept]) each.dispose();
  });

  it('an error of the step itself is passed on, and the next call works', () => {
    const weight = parameter(normal([3, 4], createGenerator(1)));
    const step = compile((x: Tensor, y: Tensor) => crossEntropy(matmul(x, weight), y));
    const x = ones([2, 3]);
    const labels = (label: number) => tensor([0, label], { dtype: 'i32' });
    const wanted = scope(() => crossEntropy(matmul(x, weight), labels(1)).item());
    for (let i = 0; i < 3; i++) step(x, labels(1));
    const { buffers } = backend.memory();
    for (let i = 0; i < 10; i++) {
      scope(() =>
        expect(() => step(x, labels(9))).toThrow('crossEntropy: index 9 at position 1 is outside 0..3.'),
      );
      expect(scope(() => step(x, labels(1)).item())).toBe(wanted);
    }
    expect(backend.memory().buffers).toBeLessThanOrEqual(buffers);
    for (const each of [step, weight, x]) each.dispose();
  });

  it('it counts, draws and trains once per call, with the bits of eager steps', () => {
    const train = (compiled: boolean) => {
      const generator = createGenerator(3);
      const norm = new BatchNorm1d(7);
      const [first, last] = [new Linear(5, 7, { generator }), new Linear(7, 1, { generator })];
      const model = new Sequential(first, norm, new Dropout(0.3), last);
      const optimizer = adam(parameters(model), { learningRate: 0.01 });
      let count = 0;
      const body = (x: Tensor) => {
        const counted = empty([]);
        writeOnHost(counted, () => [++count]);
        const loss = mul(mean(square(model.forward(x, { training: true, generator }))), counted);
        optimizer.step(backward(loss));
        return loss;
      };
      const step = compile(body);
      const x = normal([6, 5], createGenerator(4));
      const losses = Array.from({ length: 40 }, () =>
        compiled ? step(x).item() : scope(() => body(x).item()),
      );
      const steps = [...optimizer.state()]
        .filter(([name]) => name.endsWith('step'))
        .map(([, value]) => value.item());
      step.dispose();
      return {
        losses,
        steps,
        count,
        draws: generator.state().draws,
        tracked: norm.numBatchesTracked?.item(),
      };
    };
    const eager = train(false);
    expect(eager).toMatchObject({ count: 40, tracked: 40 });
    expect(train(true)).toEqual(eager);
  });
});
