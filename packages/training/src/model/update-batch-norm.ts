import { add, div, mul, noGrad } from '@regopt/autograd';
import { createPace, type Loader } from '@regopt/data';
import {
  type Layer,
  layerNames,
  namedBuffers,
  type StatisticsCollector,
  type StatisticsLayer,
} from '@regopt/layers';
import {
  assign,
  checkOptions,
  copyInto,
  emptyLike,
  fullLike,
  type Generator,
  keep,
  type OptionKinds,
  scope,
  type Tensor,
} from '@regopt/tensor';
import { checkLayer, checkLoader } from '../check.ts';
import { repeated } from '../session/repeated.ts';

/** Options of {@link updateBatchNorm}. */
export interface UpdateBatchNormOptions {
  /** Source of dropout and noise, which are on, as in training. */
  readonly generator?: Generator | undefined;
  /** Capture the forward pass and replay it: the same bits, faster. Default true. */
  readonly compile?: boolean | undefined;
}

const kinds: OptionKinds<UpdateBatchNormOptions> = { generator: 'object', compile: 'boolean' };

/** Sums over the passes of a layer. */
interface Sums {
  readonly mean: Tensor;
  /** Of unbiased variances. */
  readonly variance: Tensor;
  /** Number of passes, a scalar. */
  readonly passes: Tensor;
}

/**
 * Estimates the running statistics of batch normalization anew: they become the averages, over one pass of
 * the loader, of the batches' means and unbiased variances, each batch with the same weight. For weights that
 * were not trained as they are, such as averages of weights. It is PyTorch's `swa_utils.update_bn`: forward
 * passes in training mode, statistics reset before, with momentum null.
 *
 * Layers inside `Frozen` and all other tensors stay as they are. Nothing is changed before the pass has
 * ended.
 *
 * @throws ValueError for what is no model or no loader, or for dropout without a generator; ShapeError for a
 *   batch with one value per channel.
 * @example
 * ```ts
 * import { createLoader, twoMoons } from '@regopt/data';
 * import { BatchNorm1d } from '@regopt/layers';
 * import { updateBatchNorm } from '@regopt/training';
 * const model = new BatchNorm1d(2);
 * await updateBatchNorm(model, createLoader(twoMoons({ count: 64, seed: 1 }), { batchSize: 16 }));
 * model.numBatchesTracked?.item(); // 4
 * ```
 */
export async function updateBatchNorm(
  model: Layer,
  loader: Loader,
  options: UpdateBatchNormOptions = {},
): Promise<void> {
  checkOptions('updateBatchNorm', options, kinds);
  checkLayer('updateBatchNorm', model);
  checkLoader('updateBatchNorm', 'the second argument', loader);
  const { generator, compile = true } = options;
  await estimateStatistics(model, loader, { generator, compile, given: () => false });
}

/**
 * `updateBatchNorm`, which can be given up: then nothing has changed.
 *
 * @param options.given asked before each batch: true to give up
 * @returns false if it was given up
 */
export async function estimateStatistics(
  model: Layer,
  loader: Loader,
  options: {
    readonly generator: Generator | undefined;
    readonly compile: boolean;
    readonly given: () => boolean;
  },
): Promise<boolean> {
  if (![...layerNames(model).keys()].some(isTracking)) return true;
  const { generator, compile, given } = options;
  const sums = new Map<StatisticsLayer, Sums>();
  const context = { training: true, generator, statistics: summing(sums) };
  // A user's layer may change its own buffers in training mode: they are restored below.
  const buffers = Array.from(namedBuffers(model).values(), (each) => {
    const copy = keep(emptyLike(each));
    copyInto(copy, each);
    return [each, copy] as const;
  });
  const restore = (): void => {
    for (const [buffer, copy] of buffers.splice(0)) {
      copyInto(buffer, copy);
      copy.dispose();
    }
  };
  const pass = repeated(compile, (x: Tensor) => noGrad(() => model.forward(x, context)));
  try {
    const pace = createPace();
    for (const { x } of loader.epoch(0)) {
      if (given()) return false;
      pass(x);
      const pause = pace();
      if (pause !== undefined) await pause;
    }
    const layers = [...sums];
    const counts = await Promise.all(layers.map(([, { passes }]) => passes.read()));
    restore();
    for (const [i, [layer, sum]] of layers.entries()) moveTo(layer, sum, counts[i]![0]!);
    return true;
  } finally {
    restore();
    pass.dispose();
    for (const { mean, variance, passes } of sums.values())
      for (const each of [mean, variance, passes]) each.dispose();
  }
}

/** True for a layer with running statistics, of any copy of the package. */
function isTracking(layer: object): boolean {
  const { runningMean, track } = layer as Partial<StatisticsLayer>;
  return runningMean !== undefined && typeof track === 'function';
}

/** Adds up batches. The sums are made in the first pass and live until they are disposed of. */
function summing(sums: Map<StatisticsLayer, Sums>): StatisticsCollector {
  const increase = (sum: Tensor, by: Tensor | number): void => copyInto(sum, add(sum, by));
  return {
    add(layer, { mean, variance, count }) {
      let own = sums.get(layer);
      if (own === undefined) {
        const zero = (shape = mean.shape): Tensor => keep(fullLike(mean, 0, shape));
        own = { mean: zero(), variance: zero(), passes: zero([]) };
        sums.set(layer, own);
      }
      increase(own.mean, mean);
      increase(own.variance, mul(variance, count / (count - 1)));
      increase(own.passes, 1);
    },
  };
}

function moveTo(layer: StatisticsLayer, { mean, variance, passes }: Sums, count: number): void {
  scope(() =>
    noGrad(() => {
      copyInto(layer.runningMean!, div(mean, passes));
      copyInto(layer.runningVar!, div(variance, passes));
    }),
  );
  assign(layer.numBatchesTracked!, [count]);
}
