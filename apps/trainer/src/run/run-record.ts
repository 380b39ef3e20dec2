import { loadStateDict, stateDict } from '@regopt/layers';
import type { SafetensorsEntry, Tensor } from '@regopt/tensor';
import type { Callback, CallbackState, EpochEvent, Scores, StepEvent } from '@regopt/training';
import type { EpochRecord, Metrics, ModelReport, StepRecord } from '../report/report-data.ts';
import type { BuiltModel } from './build-models.ts';

/** Max number of steps of a model that are noted for the report; of a longer training every n-th. */
const notedSteps = 10_000;

/**
 * All that a run knows besides the state of the session under way: the models that are complete, with their
 * reports and weights, and the course of the model in training. It is a part of each checkpoint, and the
 * other files of a run's folder can be written from it.
 */
export interface RunRecord {
  /** The reports of the models whose training is complete, the first ones of the run. */
  readonly complete: readonly ModelReport[];
  /** The course of the model in training. */
  readonly epochs: readonly EpochRecord[];
  readonly steps: readonly StepRecord[];
  /** Seconds of its training, those before a resume included. */
  readonly seconds: number;
  /** Follows the session of the model that comes next. */
  follow(epochEnded: (record: EpochRecord) => void): Callback;
  /** Moves the model in training to those that are complete. */
  add(report: ModelReport): void;
}

/** What a checkpoint has of it besides tensors. */
interface SavedRecord {
  readonly complete: readonly ModelReport[];
  readonly epochs: readonly EpochRecord[];
  readonly seconds: number;
}

/** @param models those of the run, in the order of their training */
export function createRunRecord(models: readonly BuiltModel[]): RunRecord {
  const complete: ModelReport[] = [];
  let epochs: EpochRecord[] = [];
  let steps: StepRecord[] = [];
  let before = 0;
  let start: number | undefined;
  const seconds = (): number => before + (start === undefined ? 0 : (performance.now() - start) / 1000);

  const state = (): CallbackState => {
    const tensors = new Map<string, Tensor | SafetensorsEntry>();
    for (const { variant, model } of models.slice(0, complete.length))
      for (const [name, tensor] of stateDict(model)) tensors.set(`${variant.name}.${name}`, tensor);
    for (const key of ['step', 'loss', 'learningRate'] as const) {
      const data = Float64Array.from(steps, (each) => each[key]);
      tensors.set(`steps.${key}`, { dtype: 'f64', shape: [data.length], data });
    }
    return { values: { complete, epochs, seconds: seconds() } satisfies SavedRecord, tensors };
  };

  const load = ({ values, tensors }: CallbackState): void => {
    const saved = values as SavedRecord;
    const entries = tensors as ReadonlyMap<string, SafetensorsEntry>;
    complete.splice(0, complete.length, ...saved.complete);
    for (const { variant, model } of models.slice(0, complete.length)) {
      const prefix = `${variant.name}.`;
      const own = [...entries].filter(([name]) => name.startsWith(prefix));
      loadStateDict(model, new Map(own.map(([name, entry]) => [name.slice(prefix.length), entry])));
    }
    epochs = [...saved.epochs];
    const [step, loss, learningRate] = ['step', 'loss', 'learningRate'].map(
      (key) => entries.get(`steps.${key}`)!.data,
    );
    steps = Array.from(step!, (each, i) => ({
      step: each,
      loss: loss![i]!,
      learningRate: learningRate![i]!,
    }));
    before = saved.seconds;
  };

  return {
    complete,
    get epochs() {
      return epochs;
    },
    get steps() {
      return steps;
    },
    get seconds() {
      return seconds();
    },
    follow(epochEnded) {
      const note = async ({ step, loss, learningRate }: StepEvent): Promise<void> => {
        const [value] = await loss.read();
        steps.push({ step, loss: value!, learningRate });
      };
      const callback: Callback = (event, { totalSteps }) => {
        start ??= performance.now();
        if (event.type === 'step')
          return event.step % Math.ceil(totalSteps / notedSteps) === 0 ? note(event) : undefined;
        if (event.type === 'epoch') {
          const record = recordOf(event, seconds());
          epochs.push(record);
          epochEnded(record);
        }
        return undefined;
      };
      return Object.assign(callback, { key: 'run', state, load });
    },
    add(report) {
      complete.push(report);
      [epochs, steps, before, start] = [[], [], 0, undefined];
    },
  };
}

function recordOf(event: EpochEvent, seconds: number): EpochRecord {
  const { epoch, step, evaluations, validation, learningRate } = event;
  const [train, held] = [evaluations['train']!, validation!].map(metricsOf);
  return { epoch, step, train: train!, validation: held!, seconds, learningRate };
}

const metricsOf = ({ loss, accuracy }: Scores & { readonly accuracy?: number }): Metrics =>
  accuracy === undefined ? { loss } : { loss, accuracy };
