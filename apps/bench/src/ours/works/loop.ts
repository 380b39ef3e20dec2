import { backward } from '@regopt/autograd';
import { createLoader, type Loader } from '@regopt/data';
import { type Layer, parameters } from '@regopt/layers';
import { constant } from '@regopt/schedulers';
import { fit } from '@regopt/training';
import type { LoopWork, TrainWork } from '../../work.ts';
import { buildModel } from '../build-model.ts';
import type { OursSettings } from '../ours-settings.ts';
import { captured } from './captured.ts';
import { createOptimizer } from './create-optimizer.ts';
import type { DoWork, WorkContext } from './do-work.ts';
import { draw } from './draw.ts';
import { losses } from './train.ts';

interface Parts {
  readonly model: Layer;
  readonly loader: Loader;
  readonly optimizer: ReturnType<typeof createOptimizer>;
}

export function prepareLoop(
  { train, batches }: LoopWork,
  context: WorkContext,
  { byHand = false, parts = 1 }: OursSettings,
): DoWork {
  const { generator } = context;
  const model = buildModel(train.layers, generator);
  const optimizer = createOptimizer(parameters(model), train.optimizer);
  const rows = train.batch * batches;
  const inputs = draw([rows, ...train.input], generator);
  const targets = losses[train.loss].target(rows, train.outputs, generator);
  const loader = createLoader({ inputs, targets }, { batchSize: train.batch, shuffle: true });
  return (byHand ? loopByHand : loopOfFit)({ model, loader, optimizer }, train, context, parts);
}

/** What a user writes without `@regopt/training`, for the same steps. */
function loopByHand(
  { model, loader, optimizer }: Parts,
  train: TrainWork,
  { generator }: WorkContext,
): DoWork {
  const { lossOf } = losses[train.loss];
  const step = captured((x, y) => {
    const loss = lossOf(model.forward(x!, { training: true, generator }), y!);
    optimizer.step(backward(loss));
    return loss;
  });
  const schedule = constant(train.optimizer.learningRate);
  let steps = 0;
  const batches = (function* () {
    for (let epoch = 0; ; epoch++) yield* loader.epoch(epoch);
  })();
  return (times) => {
    for (let i = 1; i <= times; i++) {
      const { x, y } = batches.next().value!;
      optimizer.learningRate = schedule(steps++);
      const loss = step(x, y);
      if (i === times) return loss.item();
    }
    return Number.NaN;
  };
}

/** One `fit` without end, which a callback holds between two measurements. */
function loopOfFit(
  { model, loader, optimizer }: Parts,
  train: TrainWork,
  { generator, compiled }: WorkContext,
  parts: number,
): DoWork {
  let left = 0;
  let goOn = (): void => {};
  let done = (_loss: number): void => {};
  let running: Promise<unknown> | undefined;
  const start = () =>
    fit({
      model,
      loss: losses[train.loss].lossOf,
      optimizer,
      schedule: constant(train.optimizer.learningRate),
      train: loader,
      steps: Number.MAX_SAFE_INTEGER,
      generator,
      compile: compiled,
      parts,
      callbacks: [
        (event) => {
          if (event.type !== 'step' || --left > 0) return undefined;
          const held = new Promise<void>((resolve) => {
            goOn = resolve;
          });
          done(event.loss.item());
          return held;
        },
      ],
    });
  return async (times) => {
    const ended = new Promise<number>((resolve) => {
      done = resolve;
    });
    left = times;
    const started = performance.now();
    if (running === undefined) running = start();
    else goOn();
    const value = await Promise.race([ended, running.then(() => Number.NaN)]);
    return { cost: (performance.now() - started) / 1000, value };
  };
}
