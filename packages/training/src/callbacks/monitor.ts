import { noGrad, sub } from '@regopt/autograd';
import { namedParameters } from '@regopt/layers';
import { clipFactorKernel } from '@regopt/optim';
import {
  checkOptions,
  checkTensor,
  contiguous,
  copyInto,
  emptyLike,
  keep,
  type OptionKinds,
  run,
  scope,
  type Tensor,
  viewSlice,
} from '@regopt/tensor';
import { checkWhole } from '../check.ts';
import type { Callback } from '../contract/callback.ts';
import type { StepEvent } from '../contract/training-event.ts';
import type { TrainingOptimizer } from '../contract/training-optimizer.ts';
import type { TrainingSession } from '../contract/training-session.ts';
import { deadShares } from './dead-shares.ts';
import { readScalars } from './read-scalars.ts';

/** Numbers by the name of a parameter or a layer. */
export type NumbersByName = Readonly<Record<string, number>>;

/** What a {@link monitor} notes at a step. */
export interface MonitorRecord {
  readonly step: number;
  readonly epoch: number;
  /** The learning rate of each parameter group. */
  readonly learningRates: readonly number[];
  /** Momentum, or the first of `betas`, of each parameter group; null where it has none. */
  readonly momenta: readonly (number | null)[];
  /**
   * |change in this step| / |weights before it| of each parameter; about 0.001 is usual. 0 without a change,
   * Infinity for weights that were all 0. Missing at the first step of a session.
   */
  readonly updateRatios?: NumbersByName | undefined;
  /** |gradient| of each parameter, before clipping; needs `transformGradients: monitor.gradients`. */
  readonly gradientNorms?: NumbersByName | undefined;
  /** The share of the units of each activation layer that are 0 for every row of the probe. */
  readonly deadUnits?: NumbersByName | undefined;
}

/** Options of {@link monitor}. */
export interface MonitorOptions {
  /** Note each step whose number is a multiple of this; a whole number >= 1. Default 50. */
  readonly everySteps?: number | undefined;
  /** Measure update ratios, which takes a copy of the weights. Default true. */
  readonly updates?: boolean | undefined;
  /** Inputs to find dead units with, such as some hundred rows of the data. Default: none. */
  readonly probe?: Tensor | undefined;
  /** Gets each record, and is awaited. Default: they are kept in `records`. */
  readonly onRecord?: ((record: MonitorRecord) => void | PromiseLike<void>) | undefined;
}

const kinds: OptionKinds<MonitorOptions> = {
  everySteps: 'number',
  updates: 'boolean',
  probe: 'tensor',
  onRecord: 'function',
};

/** A callback that notes how the training goes. */
export interface Monitor extends Callback {
  readonly records: readonly MonitorRecord[];
  /**
   * For the option `transformGradients`: measures the gradients, and returns them as they are. It reads each
   * gradient once in every step, whatever `everySteps`, since all replays of a captured step do the same.
   */
  gradients(gradients: Map<Tensor, Tensor>): Map<Tensor, Tensor>;
}

/**
 * Notes every n-th step: learning rate and momentum of each parameter group, how far each parameter moved
 * relative to its own size, the norm of its gradient, and dead units, which are 0 for every row of a probe.
 * All of it is computed on the back end and read at once.
 *
 * Activation layers are those without parameters whose output has the shape of their input, such as `Relu`;
 * the probe passes in evaluation mode. Units of outputs `[N, C, H, W]` are channels, of others places of the
 * last axis. The name of a layer's second call in a pass is `name #2`.
 *
 * A monitor has no state: a session that goes on from one has its first update ratios at its second step.
 *
 * @throws ValueError for an option out of range; at the first step, for a probe where the model has no
 *   activation layer.
 * @example
 * ```ts
 * import { monitor } from '@regopt/training';
 * const watch = monitor({ everySteps: 100 });
 * const options = { callbacks: [watch], transformGradients: watch.gradients }; // among those of fit
 * for (const { step, updateRatios } of watch.records) console.log(step, updateRatios, options);
 * ```
 */
export function monitor(options: MonitorOptions = {}): Monitor {
  checkOptions('monitor', options, kinds);
  const { everySteps = 50, updates = true, probe, onRecord } = options;
  checkWhole('monitor', { everySteps }, 1);
  if (probe !== undefined) checkTensor('monitor', probe, 'probe');
  const records: MonitorRecord[] = [];
  /** The weights as they were before the step that is noted next. */
  const copies = new Map<Tensor, Tensor>();
  /** What `clipFactorKernel` wrote about each gradient. */
  const factors = new Map<Tensor, Tensor>();
  let begun = false;

  const copyWeights = ({ model }: TrainingSession): void => {
    for (const parameter of namedParameters(model).values()) {
      let copy = copies.get(parameter);
      if (copy === undefined) copies.set(parameter, (copy = keep(emptyLike(parameter))));
      copyInto(copy, parameter);
    }
  };

  const note = async ({ step, epoch }: StepEvent, session: TrainingSession): Promise<void> => {
    const names: (readonly [what: 'change' | 'weight' | 'gradient' | 'dead', name: string])[] = [];
    const values = await readScalars(() => {
      const scalars: Tensor[] = [];
      const add = (what: (typeof names)[number][0], name: string, scalar: Tensor): void => {
        names.push([what, name]);
        scalars.push(scalar);
      };
      for (const [name, parameter] of namedParameters(session.model)) {
        const former = copies.get(parameter);
        const factor = factors.get(parameter);
        if (former !== undefined) {
          add('change', name, normOf(noGrad(() => sub(parameter, former))));
          add('weight', name, normOf(former));
        }
        if (factor !== undefined) add('gradient', name, normIn(factor));
      }
      if (probe !== undefined)
        for (const [name, share] of deadShares(session.model, probe)) add('dead', name, share);
      return scalars;
    });
    const numbers = (wanted: string): NumbersByName =>
      Object.fromEntries(names.flatMap(([what, name], i) => (what === wanted ? [[name, values[i]!]] : [])));
    const [changes, weights] = [numbers('change'), numbers('weight')];
    const ratios = Object.entries(changes).map(([name, change]) => [
      name,
      change === 0 ? 0 : change / weights[name]!,
    ]);
    const record: MonitorRecord = {
      ...{ step, epoch, ...ratesOf(session.optimizer) },
      ...(ratios.length > 0 && { updateRatios: Object.fromEntries(ratios) }),
      ...(factors.size > 0 && { gradientNorms: numbers('gradient') }),
      ...(probe !== undefined && { deadUnits: numbers('dead') }),
    };
    if (onRecord === undefined) records.push(record);
    else await onRecord(record);
  };

  const callback: Callback = (event, session) => {
    if (event.type !== 'step') return undefined;
    const { step } = event;
    // Throws at the first step, not after `everySteps`, if the model has no activation layer.
    if (!begun && probe !== undefined) scope(() => void deadShares(session.model, probe));
    begun = true;
    // `note` reads the weights before it returns its promise, so copyWeights may overwrite the copies.
    const noted = step % everySteps === 0 ? note(event, session) : undefined;
    if (updates && (step + 1) % everySteps === 0) copyWeights(session);
    return noted;
  };
  return Object.assign(callback, {
    records,
    gradients(gradients: Map<Tensor, Tensor>): Map<Tensor, Tensor> {
      for (const [parameter, gradient] of gradients) {
        let factor = factors.get(parameter);
        if (factor === undefined) factors.set(parameter, (factor = keep(emptyLike(gradient, [3], 'f64'))));
        measureInto(factor, gradient);
      }
      return gradients;
    },
    dispose(): void {
      for (const each of [...copies.values(), ...factors.values()]) each.dispose();
      for (const each of [copies, factors]) each.clear();
      begun = false;
    },
  });
}

/** Writes the norm of `x`, in f64, into the second of three numbers. */
function measureInto(factor: Tensor, x: Tensor): void {
  run(clipFactorKernel, [factor, contiguous(x)], [1, Infinity, 0, x.size]);
}

const normIn = (factor: Tensor): Tensor => viewSlice(factor, 0, 1, 2);

function normOf(x: Tensor): Tensor {
  const factor = emptyLike(x, [3], 'f64');
  measureInto(factor, x);
  return normIn(factor);
}

function ratesOf({ groups }: TrainingOptimizer): Pick<MonitorRecord, 'learningRates' | 'momenta'> {
  const momentumOf = (settings: object): number | null => {
    const { momentum, betas } = settings as { momentum?: number; betas?: readonly number[] };
    return momentum ?? betas?.[0] ?? null;
  };
  return {
    learningRates: groups.map(({ learningRate }) => learningRate),
    momenta: groups.map(({ settings }) => momentumOf(settings)),
  };
}
