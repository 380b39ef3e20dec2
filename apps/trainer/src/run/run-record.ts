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
  readonly complete: readonly Omit<ModelReport, 'epochs' | 'steps'>[];
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
    for (const [i, course] of [...complete, { epochs, steps }].entries()) {
      tensors.set(`epochs.${i}`, tableOf(course.epochs.map(epochNumbers)));
      tensors.set(`steps.${i}`, tableOf(course.steps.map(stepNumbers)));
    }
    const reports = complete.map(({ epochs: _, steps: __, ...report }) => report);
    return { values: { complete: reports, seconds: seconds() } satisfies SavedRecord, tensors };
  };

  const load = ({ values, tensors }: CallbackState): void => {
    const saved = values as SavedRecord;
    const entries = tensors as ReadonlyMap<string, SafetensorsEntry>;
    const courses = [...saved.complete, undefined].map((_, i) => ({
      epochs: rowsOf(entries.get(`epochs.${i}`)!).map(epochOf),
      steps: rowsOf(entries.get(`steps.${i}`)!).map(stepOf),
    }));
    ({ epochs, steps } = courses.pop()!);
    complete.splice(0, complete.length, ...saved.complete.map((each, i) => ({ ...each, ...courses[i]! })));
    for (const { variant, model } of models.slice(0, complete.length)) {
      const prefix = `${variant.name}.`;
      const own = [...entries].filter(([name]) => name.startsWith(prefix));
      loadStateDict(model, new Map(own.map(([name, entry]) => [name.slice(prefix.length), entry])));
    }
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

// The course of a training has thousands of rows: as tensors they are small, and exact.

const tableOf = (rows: readonly (readonly number[])[]): SafetensorsEntry => ({
  dtype: 'f64',
  shape: [rows.length, rows[0]?.length ?? 0],
  data: Float64Array.from(rows.flat()),
});

const rowsOf = ({ shape: [rows, columns], data }: SafetensorsEntry): number[][] =>
  Array.from({ length: rows! }, (_, i) => Array.from(data.subarray(i * columns!, (i + 1) * columns!)));

const stepNumbers = ({ step, loss, learningRate }: StepRecord): number[] => [step, loss, learningRate];

const stepOf = ([step, loss, learningRate]: number[]): StepRecord => ({
  step: step!,
  loss: loss!,
  learningRate: learningRate!,
});

/** Without an accuracy, which is never NaN, that is NaN. */
const epochNumbers = ({ epoch, step, train, validation, seconds, learningRate }: EpochRecord): number[] => [
  ...[epoch, step, seconds, learningRate],
  ...[train, validation].flatMap(({ loss, accuracy }) => [loss, accuracy ?? Number.NaN]),
];

function epochOf(numbers: number[]): EpochRecord {
  const [epoch, step, seconds, learningRate, ...metrics] = numbers as [number, number, number, number];
  const of = ([loss, accuracy]: number[]): Metrics =>
    Number.isNaN(accuracy) ? { loss: loss! } : { loss: loss!, accuracy: accuracy! };
  const [train, validation] = [of(metrics.slice(0, 2)), of(metrics.slice(2))];
  return { epoch, step, train, validation, seconds, learningRate };
}
