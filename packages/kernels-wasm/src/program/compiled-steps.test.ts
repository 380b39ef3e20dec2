import {
  add,
  argMax,
  backward,
  binaryCrossEntropyWithLogits,
  correctCount,
  crossEntropy,
  equal,
  huber,
  matmul,
  mean,
  mse,
  mul,
  parameter,
  relu,
  sigmoid,
  softmax,
  square,
  sub,
  sum,
  tanh,
} from '@regopt/autograd';
import { sgd } from '@regopt/optim';
import {
  assign,
  cast,
  compile,
  copyInto,
  createGenerator,
  createReferenceBackend,
  DisposedError,
  empty,
  fillKernel,
  fillOnHost,
  getBackend,
  hostView,
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
  uniform,
  withBackend,
  writeOnHost,
  zeros,
} from '@regopt/tensor';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWasmBackend } from '../runtime/create-wasm-backend.ts';
import type { WasmBackend } from '../runtime/wasm-backend.ts';
import { steps, trainSmall } from '../testing/small-training.ts';

describe('a compiled training step', () => {
  it('computes the bits of the eager step, on one thread and on several', async () => {
    const alone = await createWasmBackend({ threads: 1 });
    const eager = trainSmall(alone, false);
    expect(new Set(eager.losses).size).toBe(steps);
    expect(trainSmall(alone, true)).toEqual(eager);
    for (const threads of [2, 3]) {
      const shared = await createWasmBackend({ threads });
      await shared.ready;
      expect(trainSmall(shared, false), `${threads} threads, eager`).toEqual(eager);
      expect(trainSmall(shared, true), `${threads} threads, compiled`).toEqual(eager);
      shared.dispose();
    }
    alone.dispose();
  });
});

describe.each([1, 2])('a compiled step on %i threads', (threads) => {
  let backend: WasmBackend;

  beforeAll(async () => {
    backend = await createWasmBackend({ threads, relaxed: false });
    await backend.ready;
    setBackend(backend);
  });
  afterAll(() => backend.dispose());

  it('runs its JavaScript twice for inputs of a shape, then only at the calls that check it', () => {
    let calls = 0;
    const step = compile((x: Tensor) => {
      calls += 1;
      return { doubled: mul(x, 2), total: sum(x) };
    });
    for (let i = 0; i < 7; i++) {
      const { doubled, total } = step(tensor([i, 1]));
      expect([...doubled.toArray(), total.item()]).toEqual([2 * i, 2, i + 1]);
    }
    expect(calls).toBe(4);
    expect(step(tensor([1, 2, 3])).total.item()).toBe(6);
    expect(calls).toBe(5);
    step.dispose();
  });

  it('returns tensors that live until its next call, and says so when one is read later', () => {
    const step = compile((x: Tensor) => [relu(x), tanh(x)]);
    for (let i = 0; i < 12; i++) {
      const [first] = step(tensor([-1, i]));
      expect([...first!.toArray()]).toEqual([0, i]);
      const [second] = step(tensor([3, -4]));
      expect(() => first!.toArray()).toThrow(
        new DisposedError(
          'data: a result of a compiled step lives until the next call for inputs of the same shapes. ' +
            'Read or copy it before that call.',
        ),
      );
      expect(() => add(first!, 1)).toThrow(DisposedError);
      expect([...second!.toArray()]).toEqual([3, 0]);
    }
    const [last] = step(tensor([1, 2]));
    step.dispose();
    expect(() => last!.toArray()).toThrow(
      'data: the compiled step was disposed. Read or copy its results before.',
    );
  });

  it('accepts its own result as an input, which ends only after that call', () => {
    const step = compile((x: Tensor) => mul(x, 2));
    let x = step(scalar(1));
    for (let i = 2; i < 20; i++) {
      x = step(x);
      expect(x.item()).toBe(2 ** i);
    }
    const stale = x;
    step(x);
    expect(() => step(stale)).toThrow(/^copy: a result of a compiled step lives until the next call/);
    step.dispose();
  });

  it('keeps at most maxPrograms programs, and frees the least recently called', () => {
    const weight = parameter(ones([1]));
    const count = zeros([], { dtype: 'i32' });
    const step = compile((x: Tensor) => {
      fillOnHost(count, (values) => void (values[0]! += 1));
      return sum(mul(x, weight));
    });
    const call = (length: number) => scope(() => step(ones([length])).item());
    for (let length = 1; length <= 40; length++) for (let i = 0; i < 3; i++) call(length);
    const { buffers } = backend.memory();
    for (let length = 41; length <= 1600; length++)
      for (let i = 0; i < 3; i++) expect(call(length)).toBe(length);
    expect(backend.memory().buffers).toBe(buffers);
    expect(count.item()).toBe(3 * 1600);
    for (const each of [step, weight, count]) each.dispose();
  });

  it('uses as much memory after a thousand replays as after the first, and frees all of it', () => {
    const before = backend.memory();
    const draw = (shape: number[]) => scope(() => keep(normal(shape, createGenerator(1))));
    const weight = parameter(draw([50, 50]));
    const optimizer = sgd([weight], { momentum: 0.9, learningRate: 1e-3 });
    const x = draw([20, 50]);
    const step = compile((x: Tensor) => {
      const loss = mean(square(matmul(x, weight)));
      optimizer.step(backward(loss));
      return loss;
    });
    const losses = [step(x).item(), step(x).item(), step(x).item()];
    const held = backend.memory();
    for (let i = 0; i < 1000; i++) losses.push(step(x).item());
    expect(backend.memory()).toEqual(held);
    expect(losses.at(-1)).toBeLessThan(losses[0]!);
    step.dispose();
    optimizer.dispose();
    weight.dispose();
    x.dispose();
    expect(backend.memory()).toMatchObject({ buffers: before.buffers, bytes: before.bytes });
  });

  it('needs less memory than the eager step: buffers with separate lifetimes share it', () => {
    const x = ones([10_000]);
    const before = backend.memory().bytes;
    const step = compile((x: Tensor) => {
      let y = x;
      for (let i = 0; i < 20; i++) y = matmul(y.size === 10_000 ? ones([1, 1]) : y, ones([1, 1]));
      for (let i = 0; i < 20; i++) x = add(x, ones([10_000]));
      return sum(x);
    });
    expect([1, 2, 3].map(() => step(x).item())).toEqual([210_000, 210_000, 210_000]);
    // The input and three more buffers of its size; the eager step allocates forty.
    expect(backend.memory().bytes - before).toBeLessThan(5 * 40_000);
    step.dispose();
    x.dispose();
  });

  it('counts the kernels of replays in the report', () => {
    const step = compile((x: Tensor) => tanh(x));
    const x = ones([3]);
    for (let i = 0; i < 10; i++) step(x);
    const before = backend.report().fast['tanh'];
    for (let i = 0; i < 10; i++) step(x);
    expect(backend.report().fast['tanh']! - before!).toBe(10);
    step.dispose();
  });

  it('runs kernels without a WASM export as their reference loops, in order', () => {
    const step = compile((x: Tensor) => {
      const wide = empty([4], { dtype: 'f64' });
      copyInto(wide, add(x, 1));
      const sums = add(wide, wide);
      const narrow = empty([4]);
      copyInto(narrow, sums);
      return mul(narrow, 10);
    });
    for (let i = 0; i < 4; i++)
      expect([...step(tensor([i, 1, 2, 3])).toArray()]).toEqual([20 * (i + 1), 40, 60, 80]);
    step.dispose();
  });

  it('runs host callbacks before each replay, and copies inputs into its own memory', () => {
    let count = 0;
    const step = compile((x: Tensor) => {
      const counted = empty([]);
      writeOnHost(counted, () => [++count]);
      return mul(x, counted);
    });
    for (let i = 1; i <= 5; i++) expect(step(scalar(10)).item()).toBe(10 * i);
    step.dispose();
  });

  it('writes the values that an array of the step held when a tensor was made of it', () => {
    const values = Float32Array.of(1, 2);
    const step = compile((x: Tensor) => {
      values[0] = 1;
      const given = tensor(values);
      values[0] = 100;
      return add(x, given);
    });
    for (let call = 0; call < 6; call++)
      expect([...step(tensor([call, 0])).toArray()]).toEqual([call + 1, 2]);
    step.dispose();
  });

  it('can be called in another compiled step, as a part of it, before and after a call of its own', () => {
    const inner = compile((x: Tensor) => add(x, 1));
    const twice = compile((x: Tensor) => inner(inner(inner(inner(inner(x))))));
    for (let i = 0; i < 5; i++) expect(twice(scalar(i)).item()).toBe(i + 5);
    twice.dispose();
    for (let i = 0; i < 5; i++) expect(inner(scalar(i)).item()).toBe(i + 1);
    const outer = compile((x: Tensor) => mul(inner(x), 3));
    for (let i = 0; i < 5; i++) expect(outer(scalar(i)).item()).toBe(3 * (i + 1));
    outer.dispose();
    const both = compile((x: Tensor) => [inner(x), inner(mul(x, 2))]);
    for (let i = 0; i < 9; i++)
      expect(both(scalar(i)).map((each) => each.item())).toEqual([i + 1, 2 * i + 1]);
    both.dispose();
    inner.dispose();
  });

  it('computes a loss, its gradient and a metric of the same labels', () => {
    const weight = parameter(scope(() => keep(normal([3, 4], createGenerator(1)))));
    const optimizer = sgd([weight], { learningRate: 0.5 });
    const step = compile((x: Tensor, y: Tensor) => {
      const logits = matmul(x, weight);
      const loss = crossEntropy(logits, y);
      optimizer.step(backward(loss));
      return { loss, correct: correctCount(logits, y) };
    });
    const x = scope(() => keep(normal([8, 3], createGenerator(2))));
    const y = tensor(Int32Array.from({ length: 8 }, (_, i) => i % 4));
    const losses = Array.from({ length: 30 }, () => step(x, y).loss.item());
    expect(losses.at(-1)).toBeLessThan(losses[0]!);
    expect(step(x, y).correct.item()).toBeGreaterThan(2);
    y.data()[3] = 9;
    expect(() => step(x, y)).toThrow('crossEntropy: index 9 at position 3 is outside 0..3.');
    for (const each of [step, optimizer, weight, x, y]) each.dispose();
  });

  it('mixes two losses by a share that is an input, and weights the rows of every loss', () => {
    const weight = parameter(scope(() => keep(normal([3, 4], createGenerator(1)))));
    const optimizer = sgd([weight], { learningRate: 0.1 });
    const perRow = (loss: Tensor): Tensor => (loss.rank === 1 ? loss : mean(loss, { axis: 1 }));
    const train = (x: Tensor, y: Tensor, shuffled: Tensor, share: Tensor, rows: Tensor) => {
      const logits = matmul(x, weight);
      const none = { reduction: 'none' } as const;
      const mixed = add(
        mul(share, crossEntropy(logits, y, { labelSmoothing: 0.1 })),
        mul(sub(1, share), crossEntropy(logits, shuffled, { classWeights: [1, 2, 0.5, 1] })),
      );
      const probabilities = scope(() => softmax(x));
      const targets = [crossEntropy(logits, y, none), crossEntropy(logits, softmax(logits), none)];
      const half = matmul(probabilities, weight);
      for (const loss of [mse, huber, binaryCrossEntropyWithLogits])
        targets.push(loss(half, sigmoid(logits), none));
      const losses = [mixed, ...targets.map((each) => mean(mul(rows, perRow(each))))];
      const loss = losses.reduce((a, b) => add(a, b));
      optimizer.step(backward(loss));
      return losses;
    };
    const run = (call: typeof train) => {
      assign(
        weight,
        Float32Array.from({ length: 12 }, (_, i) => Math.sin(i)),
      );
      const generator = createGenerator(2);
      return Array.from({ length: 10 }, (_, i) =>
        scope(() => {
          const labels = (by: number) => tensor(Int32Array.from({ length: 8 }, (_, r) => (r * by + i) % 4));
          const inputs = [normal([8, 3], generator), labels(1), labels(3)] as const;
          const losses = call(...inputs, uniform([], generator), uniform([8], generator));
          return [...losses.map((each) => each.item()), ...weight.toArray()];
        }),
      );
    };
    const eager = run(train);
    const step = compile(train);
    const before = backend.report().reference;
    expect(run(step)).toEqual(eager);
    expect(backend.report().reference).toEqual(before);
    expect(new Set(eager.map(([mixed]) => mixed)).size).toBe(10);
    for (const each of [step, optimizer, weight]) each.dispose();
  });

  it('computes an accuracy from a mask, and its count, without a reference loop', () => {
    const step = compile((logits: Tensor, y: Tensor) => {
      const right = equal(argMax(logits), y);
      return { accuracy: mean(right), count: sum(right) };
    });
    const logits = scope(() => keep(normal([300, 4], createGenerator(3))));
    const y = tensor(Int32Array.from({ length: 300 }, (_, i) => i % 4));
    const before = backend.report().reference;
    for (let i = 0; i < 10; i++) {
      y.data()[i] = (i * 7) % 4;
      const { accuracy, count } = step(logits, y);
      scope(() => expect(count.item()).toBe(correctCount(logits, y).item()));
      expect(accuracy.item()).toBe(Math.fround(count.item() / 300));
    }
    expect(backend.report().reference).toEqual(before);
    for (const each of [step, logits, y]) each.dispose();
  });

  it('fuses products with the activations of their results', () => {
    const weight = scope(() => keep(normal([32, 32], createGenerator(1))));
    const eager = (x: Tensor) => relu(matmul(x, weight));
    const step = compile(eager);
    const x = scope(() => keep(normal([32, 32], createGenerator(2))));
    for (let i = 0; i < 4; i++) step(x);
    const before = backend.report().fast;
    const values = step(x).toArray();
    const after = backend.report().fast;
    expect(after['matmul']! - before['matmul']!).toBe(1);
    expect(after['relu']! - before['relu']!).toBe(0);
    scope(() => expect(eager(x).toArray()).toEqual(values));
    for (const each of [step, weight, x]) each.dispose();
  });

  it('may be disposed at once, without an effect on others', () => {
    const x = ones([100_000]);
    const wanted = scope(() => sum(tanh(add(x, 1))).item());
    for (let i = 0; i < 40; i++) {
      const step = compile((x: Tensor) => sum(tanh(add(x, 1))));
      for (let k = 0; k < 4; k++) expect(step(x).item()).toBe(wanted);
      step.dispose();
      scope(() => normal([500], createGenerator(i)));
    }
    x.dispose();
  });

  it('keeps the numbers of each kernel call as they were, though the caller reuses the array', () => {
    const numbers = [1, 0];
    const step = compile((x: Tensor) => {
      const filled = [2, 3].map((value) => {
        const y = empty([1]);
        numbers[1] = value;
        run(fillKernel, [y], numbers);
        return y;
      });
      return add(x, sub(filled[0]!, filled[1]!));
    });
    for (let i = 0; i < 5; i++) expect(step(scalar(10)).toArray()).toEqual(Float32Array.of(9));
    step.dispose();
  });

  it('does not capture kernels that host callbacks run', () => {
    const total = zeros([1]);
    const step = compile((x: Tensor) => {
      getBackend().host(() => scope(() => copyInto(total, add(total, ones([1])))));
      return add(x, 1);
    });
    for (let i = 1; i <= 5; i++) {
      expect(step(scalar(i)).item()).toBe(i + 1);
      expect(total.item()).toBe(i);
    }
    step.dispose();
    total.dispose();
  });

  it('runs the step itself after memory that it writes on the host was freed', () => {
    const count = zeros([1]);
    const step = compile((x: Tensor) => {
      fillOnHost(count, (values) => {
        values[0]! += 1;
      });
      return add(x, 1);
    });
    for (let i = 0; i < 4; i++) step(ones([1]));
    expect(count.item()).toBe(4);
    count.dispose();
    expect(() => step(ones([1]))).toThrow("the tensor's memory was freed");
    step.dispose();
  });

  it('refuses a step whose tensors are on another back end', () => {
    const elsewhere = withBackend(createReferenceBackend(), () => zeros([2]));
    const step = compile(() => {
      run(fillKernel, [elsewhere], [2, 1]);
    });
    expect(() => step()).toThrow(/^compile: the step ran no kernel on the wasm back end/);
  });

  it('refuses a step that reads a value in the middle, and stays usable', () => {
    const before = backend.memory().buffers;
    const step = compile((x: Tensor) => (sum(x).item() > 0 ? x : relu(x)));
    expect(() => step(ones([2]))).toThrow(
      new RegoptError(
        'compile: the step reads or writes the values of a tensor, by item(), toArray() or data(). Its ' +
          'JavaScript does not run again at a replay: return the tensor and read it after the call, or ' +
          'write it by writeOnHost().',
      ),
    );
    step.dispose();
    expect(sum(ones([2])).item()).toBe(2);
    expect(backend.memory().buffers - before).toBeLessThanOrEqual(4);
  });

  it('refuses a step that reads values by a host view that was used before it', () => {
    const x = ones([2]);
    const view = hostView(x);
    expect(view()[0]).toBe(1);
    const step = compile((y: Tensor) => mul(y, view()[0]!));
    expect(() => step(ones([2]))).toThrow('compile: the step reads or writes the values of a tensor');
    step.dispose();
  });

  it('refuses a step that writes memory without a host callback and frees it', () => {
    const step = compile((x: Tensor) => {
      const made = empty([1]);
      made.data()[0] = 2;
      return mul(x, made);
    });
    const take = () => {
      for (let i = 0; i < 3; i++) step(ones([1]));
    };
    expect(take).toThrow(/^compile: the step reads or writes the values of a tensor/);
  });

  it('refuses a step that frees memory that it did not allocate', () => {
    const outside = keep(ones([2]));
    const step = compile((x: Tensor) => {
      outside.dispose();
      return add(x, 1);
    });
    expect(() => step(ones([2]))).toThrow(
      /^compile: the step frees a tensor that was made outside of it, which a replay would still use\./,
    );
  });

  it('refuses a step that keeps new memory at every call', () => {
    const kept: Tensor[] = [];
    const step = compile((x: Tensor) => {
      kept.push(keep(add(x, 1)));
    });
    const take = () => {
      for (let i = 0; i < 10; i++) step(ones([2]));
    };
    expect(take).toThrow(
      /^compile: the step keeps memory that it made, by keep\(\) or in an object, at each of 4 calls/,
    );
    for (const tensor of kept) tensor.dispose();
    step.dispose();
  });

  it('refuses a host callback that uses memory that an earlier command of the step has used', () => {
    const shared = zeros([1]);
    const step = compile((x: Tensor) => {
      const first = add(shared, x);
      writeOnHost(shared, () => [1]);
      return first;
    });
    const take = () => {
      for (let i = 0; i < 3; i++) step(ones([1]));
    };
    expect(take).toThrow(
      /^compile: a host callback uses memory that an earlier command of the step has used/,
    );
    shared.dispose();
  });

  it('casts its inputs to integers, checked at each replay, and refuses to cast its own results', () => {
    const [inputs, computed] = [
      compile((x: Tensor) => cast(x, 'i32', { rounding: 'floor' })),
      compile((x: Tensor) => cast(mul(x, 2), 'i32')),
    ];
    for (const value of [1.5, 2.5, 3.5, 4.5]) expect(inputs(scalar(value)).item()).toBe(Math.floor(value));
    expect(() => inputs(scalar(Number.NaN))).toThrow('cast: NaN at index 0 is no i32');
    const take = () => {
      for (let i = 0; i < 3; i++) computed(ones([1]));
    };
    expect(take).toThrow(
      /^compile: the step checks or casts to integers values that it computed itself.* give it the result as an input\.$/,
    );
    inputs.dispose();
    computed.dispose();
  });

  it('refuses to cast to integers what an earlier command wrote, whatever has read it since', () => {
    const total = zeros([2]);
    const step = compile((x: Tensor) => {
      copyInto(total, x);
      const twice = mul(total, 2);
      cast(total, 'i32');
      return twice;
    });
    expect(() => step(ones([2]))).toThrow('compile: the step checks or casts to integers values');
    step.dispose();
  });

  it('passes an error of the step on, and may be called again', () => {
    let fails = true;
    const step = compile((x: Tensor) => {
      if (fails) throw new Error('not yet');
      return add(x, 1);
    });
    expect(() => step(scalar(1))).toThrow('not yet');
    fails = false;
    for (let i = 0; i < 4; i++) expect(step(scalar(i)).item()).toBe(i + 1);
    step.dispose();
  });
});
