import { add, backward, crossEntropy, mul, parameter, sum } from '@regopt/autograd';
import { BatchNorm1d, Dropout, Linear, parameters, Sequential, stateDict } from '@regopt/layers';
import { adam, lion } from '@regopt/optim';
import {
  type Backend,
  compile,
  copyInto,
  createGenerator,
  createReferenceBackend,
  empty,
  full,
  normal,
  ones,
  RegoptError,
  scope,
  setBackend,
  type Tensor,
  tensor,
  withBackend,
  writeOnHost,
  zeros,
} from '@regopt/tensor';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWasmBackend } from '../runtime/create-wasm-backend.ts';
import type { WasmBackend } from '../runtime/wasm-backend.ts';

const calls = 24;

/**
 * The result of a call: a loss or the error's message, and the state of all layers, optimizers and
 * generators.
 */
type Trace = { readonly outcome: number | string; readonly state: Record<string, ArrayLike<number>> }[];

/** Trains; call `bad` has a label that does not exist. */
function train(backend: Backend, compiled: boolean, bad: number): Trace {
  return withBackend(backend, () => {
    const generator = createGenerator(1);
    const model = new Sequential(
      new Linear(4, 6, { generator }),
      new BatchNorm1d(6),
      new Dropout(0.4),
      new Linear(6, 3, { generator }),
      new BatchNorm1d(3, { momentum: null }),
    );
    const optimizer = adam(parameters(model), { learningRate: 0.05 });
    let written = 0;
    const body = (x: Tensor, y: Tensor): Tensor => {
      const scale = empty([]);
      writeOnHost(scale, () => [++written]);
      const logits = model.forward(mul(x, scale), { training: true, generator });
      const loss = crossEntropy(logits, y);
      optimizer.step(backward(loss));
      return loss;
    };
    const step = compile(body);
    const x = normal([5, 4], createGenerator(2));
    const trace = Array.from({ length: calls }, (_, i) => {
      const y = tensor([0, 1, 2, i === bad ? 7 : 1, 0], { dtype: 'i32' });
      let outcome: number | string;
      try {
        outcome = compiled ? step(x, y).item() : scope(() => body(x, y).item());
      } catch (error) {
        outcome = String(error);
      }
      const tensors = [...stateDict(model), ...optimizer.state()];
      const state = Object.fromEntries(tensors.map(([name, value]) => [name, value.toArray()]));
      return { outcome, state: { ...state, counts: [written, generator.state().draws] } };
    });
    step.dispose();
    return trace;
  });
}

let wasm: WasmBackend;
beforeAll(async () => {
  wasm = await createWasmBackend({ threads: 1 });
  setBackend(wasm);
});
afterAll(() => wasm.dispose());

describe('a call that throws', () => {
  // The first call, the captured one, a replay, a checked one, and a later replay.
  it.each([0, 1, 2, 3, 4, 5, 13])(
    'leaves the same state as an eager step, on every back end: call %i',
    (bad) => {
      for (const backend of [createReferenceBackend(), wasm]) {
        const eager = train(backend, false, bad);
        expect(eager[bad]!.outcome).toBe('ShapeError: crossEntropy: index 7 at position 3 is outside 0..2.');
        expect(eager.at(-1)!.outcome).toEqual(expect.any(Number));
        // The error came after the forward pass: its layers have counted one more batch.
        expect(eager[bad]!.state['1.num_batches_tracked']).toEqual(Int32Array.of(bad + 1));
        expect(train(backend, true, bad)).toEqual(eager);
      }
    },
  );

  it('that calls itself in a host callback throws the same error on every back end', () => {
    for (const backend of [createReferenceBackend(), wasm]) {
      withBackend(backend, () => {
        let calls = false;
        const step = compile((x: Tensor): Tensor => {
          const inner = empty([]);
          writeOnHost(inner, () => [calls ? step(ones([])).item() : 5]);
          return add(x, inner);
        });
        const x = full([], 10);
        for (let i = 0; i < 6; i++) {
          expect(step(x).item()).toBe(15);
          calls = true;
          expect(() => step(x)).toThrow(
            new RegoptError(
              'compile: the step calls itself, whose inputs and results have one place each. Compile the ' +
                'function that it calls on its own.',
            ),
          );
          calls = false;
        }
        for (const each of [step, x]) each.dispose();
      });
    }
  });

  it('in a host callback of the user has run the commands before it, and none after', () => {
    for (const backend of [createReferenceBackend(), wasm]) {
      withBackend(backend, () => {
        const [first, second, counted] = [zeros([]), zeros([]), zeros([])];
        let fails = false;
        let count = 0;
        const step = compile((x: Tensor) => {
          writeOnHost(counted, () => [++count]);
          copyInto(first, add(first, sum(mul(x, 2))));
          const late = empty([]);
          writeOnHost(late, () => {
            if (fails) throw new Error('no value');
            return [1];
          });
          copyInto(second, add(second, late));
          return add(first, second);
        });
        const x = ones([3]);
        for (let i = 0; i < 5; i++) step(x);
        const { buffers } = backend.memory();
        fails = true;
        expect(() => step(x)).toThrow('no value');
        expect([first, second, counted].map((each) => each.item())).toEqual([36, 5, 6]);
        expect(backend.memory().buffers).toBeLessThanOrEqual(buffers);
        fails = false;
        expect(step(x).item()).toBe(42 + 6);
        for (const each of [step, first, second, counted, x]) each.dispose();
      });
    }
  });
});

describe('a step that sets a learning rate', () => {
  const refusal =
    'lion: learningRate was set in a compiled step, and replays would not set it. ' +
    'Set it between calls of the step.';

  it('is refused at each call, and trains as soon as it is set between calls', () => {
    const weight = parameter(ones([2]));
    const optimizer = lion([weight], { learningRate: 0.5 });
    let inside = true;
    const step = compile((x: Tensor) => {
      if (inside) optimizer.learningRate = 0.25;
      optimizer.step(backward(sum(mul(weight, x))));
    });
    for (let i = 0; i < 6; i++) expect(() => step(ones([2]))).toThrow(new RegoptError(refusal));
    expect([optimizer.learningRate, weight.toArray()[0]]).toEqual([0.5, 1]);
    inside = false;
    for (const rate of [0.5, 0.25, 0.125, 0.0625]) {
      optimizer.learningRate = rate;
      step(ones([2]));
    }
    expect(weight.toArray()[0]).toBe(0.0625);
    for (const each of [step, optimizer, weight]) each.dispose();
  });

  it('is refused at the check if it starts to later, and the calls after it train', () => {
    const weight = parameter(ones([2]));
    const optimizer = lion([weight], { learningRate: 0.125 });
    const [group] = optimizer.groups;
    let calls = 0;
    let inside = false;
    const step = compile((x: Tensor) => {
      if (inside) group!.learningRate = 1;
      optimizer.step(backward(sum(mul(weight, x))));
    });
    for (; calls < 3; calls++) step(ones([2]));
    inside = true;
    const failing = () => {
      for (; calls < 20; calls++) step(ones([2]));
    };
    expect(failing).toThrow(new RegoptError(refusal));
    expect([calls, group!.learningRate, weight.toArray()[0]]).toEqual([3, 0.125, 1 - 3 / 8]);
    inside = false;
    for (let i = 0; i < 8; i++) step(ones([2]));
    expect(weight.toArray()[0]).toBe(1 - 11 / 8);
    for (const each of [step, optimizer, weight]) each.dispose();
  });
});
