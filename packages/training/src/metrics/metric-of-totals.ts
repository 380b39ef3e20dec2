import { noGrad } from '@regopt/autograd';
import {
  DTypeError,
  emptyLike,
  keep,
  RegoptError,
  type SafetensorsEntry,
  type Shape,
  ShapeError,
  sameShape,
  scope,
  shapeText,
  type Tensor,
  type TypedArray,
  tensor,
  typedArray,
  ValueError,
  writeOnHost,
} from '@regopt/tensor';
import type { Metric } from '../contract/metric.ts';
import { noRows } from './no-rows.ts';

/** The kept totals of a metric for a batch: made of zeros on the back end of `like` if there are none yet. */
export type TotalsFor = (like: Tensor, shape: Shape) => Tensor;

/** What a metric keeps and how it reads it. */
export interface TotalsRule<Value> {
  /** Name of the function that makes the metric, for messages. */
  readonly name: string;
  /** `i32` for counts. */
  readonly dtype: 'i32' | 'f64';
  /** Adds a batch, by kernels, to the tensor that `totals` returns. It checks the batch before. */
  readonly add: (outputs: Tensor, targets: Tensor, totals: TotalsFor) => void;
  /** Validates the shape of loaded totals. */
  readonly fits: (shape: Shape) => boolean;
  /** Number of rows that were added. */
  readonly rows: (values: TypedArray, shape: Shape) => number;
  /** The metric's value, of one row or more. */
  readonly value: (values: TypedArray, shape: Shape) => Value;
}

/** A metric that keeps one tensor, `totals`, to which each batch is added by kernels. */
export function metricOfTotals<Value>(rule: TotalsRule<Value>): Metric<Value> {
  const { name, dtype } = rule;
  let kept: Tensor | undefined;
  /** Loaded totals. The first batch after the load decides on which back end they must be. */
  let loaded: SafetensorsEntry | undefined;
  const totals: TotalsFor = (like, shape) => {
    if (loaded !== undefined && kept!.storage.backend !== like.storage.backend) {
      kept!.dispose();
      kept = keep(emptyLike(like, loaded.shape, dtype));
      writeOnHost(kept, loaded.data.slice());
    }
    loaded = undefined;
    if (kept === undefined) {
      kept = keep(emptyLike(like, shape, dtype));
      writeOnHost(kept, typedArray(dtype, kept.size));
    }
    if (sameShape(kept.shape, shape)) return kept;
    throw new ShapeError(
      `${name}: the batches before had totals of shape ${shapeText(kept.shape)}, this one needs ` +
        `${shapeText(shape)}. Make one metric for each, or dispose() this one first.`,
    );
  };
  return {
    update: (outputs, targets) => noGrad(() => scope(() => rule.add(outputs, targets, totals))),
    async read() {
      if (kept === undefined) return noRows(name);
      const { shape } = kept;
      const values = await kept.read();
      if (dtype === 'i32' && values.some((count) => count < 0))
        throw new RegoptError(`${name}: a count passed 2^31 - 1. Read and reset it more often.`);
      return rule.rows(values, shape) === 0 ? noRows(name) : rule.value(values, shape);
    },
    reset() {
      if (loaded !== undefined) dispose();
      if (kept !== undefined) writeOnHost(kept, typedArray(dtype, kept.size));
    },
    state: () => new Map(kept === undefined ? [] : [['totals', kept]]),
    load(state) {
      const entry = checkEntry(rule, state);
      if (entry === undefined || (kept !== undefined && !sameShape(kept.shape, entry.shape))) dispose();
      if (entry === undefined) return;
      if (kept === undefined) {
        kept = keep(tensor(entry.data, { shape: entry.shape, dtype }));
        loaded = entry;
      } else {
        writeOnHost(kept, entry.data.slice());
        if (loaded !== undefined) loaded = entry;
      }
    },
    dispose,
  };
  function dispose(): void {
    kept?.dispose();
    kept = undefined;
    loaded = undefined;
  }
}

/** The totals of a saved state; undefined for that of a metric without any. */
function checkEntry<Value>(
  { name, dtype, fits }: TotalsRule<Value>,
  state: ReadonlyMap<string, SafetensorsEntry>,
): SafetensorsEntry | undefined {
  const [key] = [...state.keys()].filter((each) => each !== 'totals');
  if (key !== undefined)
    throw new ValueError(`${name}: its state is the tensor "totals", got one named "${key}".`);
  const entry = state.get('totals');
  if (entry === undefined) return undefined;
  if (entry.dtype !== dtype)
    throw new DTypeError(`${name}: totals of a saved state are ${dtype}, got ${entry.dtype}.`);
  if (!fits(entry.shape))
    throw new ShapeError(`${name}: totals of a saved state cannot have shape ${shapeText(entry.shape)}.`);
  return entry;
}
