import { isRecording } from '@regopt/autograd';
import {
  compile,
  copyInto,
  createReferenceBackend,
  getBackend,
  scope,
  type Tensor,
  tensor,
  watchReads,
  withBackend,
} from '@regopt/tensor';
import { createCapturer } from '@regopt/tensor/testing';
import { expect, it } from 'vitest';
import type { Metric } from '../contract/metric.ts';
import { createBlindBackend } from './create-blind-backend.ts';
import { type Draw, numbersOf } from './metric-batches.ts';

/** Updates a metric in captured steps and outside of them. */
export function describeMetricSteps(create: () => Metric<unknown>, draw: Draw): void {
  if (create().captured ?? true) describeCaptured(create, draw);
  else describeUncaptured(create, draw);

  it('leaves no memory behind but what it keeps, and that until dispose()', async () => {
    // A back end of its own: the garbage collector frees what other tests forgot on the current one.
    const backend = createReferenceBackend();
    const batches = [8, 8, 5].map((rows) => withBackend(backend, () => scope(() => draw(rows, rows))));
    const before = backend.memory();
    const metric = create();
    for (const batch of batches) metric.update(...batch);
    const { buffers } = backend.memory();
    for (const batch of batches) metric.update(...batch);
    metric.reset();
    metric.update(...batches[0]!);
    await metric.read();
    expect(backend.memory().buffers).toBe(buffers);
    metric.dispose();
    expect(backend.memory()).toEqual(before);
    for (let i = 0; i < 2; i++) metric.update(...batches[0]!);
    metric.dispose();
    expect(backend.memory()).toEqual(before);
  });

  it('needs no memory that the host can see, and one read for its value', async () => {
    const blind = createBlindBackend();
    const metric = create();
    for (const seed of [1, 2]) {
      const [outputs, targets] = draw(9, seed);
      const there = (x: Tensor): Tensor =>
        withBackend(blind, () => tensor(x.toArray(), { shape: x.shape, dtype: x.dtype }));
      metric.update(there(outputs), there(targets));
    }
    expect(blind.reads).toBe(0);
    await metric.read();
    expect(blind.reads).toBe(1);
  });

  it('records no op, of outputs that require gradients', () => {
    const [outputs, targets] = draw(4, 1);
    outputs.requiresGrad = true;
    let reads = 0;
    const onRead = (): void => {
      reads++;
      expect(isRecording()).toBe(false);
    };
    watchReads(onRead, () => create().update(outputs, targets));
    expect(reads).toBeGreaterThan(0);
  });

  it('runs on the back end of its batches, and there no reference loop if it has fast kernels', () => {
    const backend = getBackend();
    const batch = draw(16, 1);
    const metric = create();
    const { reference, fast } = backend.report();
    withBackend(createBlindBackend(), () => metric.update(...batch));
    for (const x of metric.state().values()) expect(x.storage.backend).toBe(backend);
    if (backend.name === 'reference') return;
    expect(backend.report().reference).toEqual(reference);
    expect(backend.report().fast).not.toEqual(fast);
  });
}

function describeCaptured(create: () => Metric<unknown>, draw: Draw): void {
  it('adds up the same bits in a captured step as eagerly', async () => {
    const [captured, eager] = [create(), create()];
    let runs = 0;
    const step = compile((outputs: Tensor, targets: Tensor) => {
      runs++;
      captured.update(outputs, targets);
    });
    for (let seed = 0; seed < 11; seed++) {
      const batch = draw(seed === 10 ? 5 : 16, seed);
      step(...batch);
      eager.update(...batch);
      if (seed === 6) for (const metric of [captured, eager]) metric.reset();
    }
    if (getBackend().capture !== undefined) expect(runs).toBeLessThan(10);
    expect(await numbersOf(captured)).toEqual(await numbersOf(eager));
    for (const [name, x] of captured.state()) expect(x.toArray()).toEqual(eager.state().get(name)?.toArray());
    step.dispose();
  });

  it('adds up the same bits when kernels and callbacks are replayed', async () => {
    const { backend, capture, replay } = createCapturer();
    const [captured, eager] = [create(), create()];
    const [outputs, targets] = withBackend(backend, () => draw(16, 0));
    const step = (): void => captured.update(outputs, targets);
    for (let seed = 0; seed < 6; seed++) {
      const [x, y] = withBackend(backend, () => draw(16, seed));
      copyInto(outputs, x);
      copyInto(targets, y);
      eager.update(x, y);
      if (seed === 0) step();
      else if (seed === 1) capture(step);
      else replay();
    }
    expect(await numbersOf(captured)).toEqual(await numbersOf(eager));
  });
}

function describeUncaptured(create: () => Metric<unknown>, draw: Draw): void {
  it('has the same value of outputs that a compiled step returns', async () => {
    const [after, eager] = [create(), create()];
    const step = compile((outputs: Tensor) => outputs);
    for (let seed = 0; seed < 10; seed++) {
      const [outputs, targets] = draw(16, seed);
      after.update(step(outputs), targets);
      eager.update(outputs, targets);
    }
    expect(await numbersOf(after)).toEqual(await numbersOf(eager));
    step.dispose();
  });

  it('says that a captured step cannot update it', () => {
    const { backend, capture } = createCapturer();
    const batch = withBackend(backend, () => draw(16, 0));
    const metric = create();
    expect(() => capture(() => metric.update(...batch))).toThrow(
      'it keeps every row, which a captured step cannot. ' +
        'Let the step return the outputs, and call update() after it.',
    );
  });
}
