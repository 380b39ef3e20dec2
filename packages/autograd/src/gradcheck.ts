import {
  assign,
  checkOptions,
  DTypeError,
  emptyLike,
  GradientError,
  type OptionKinds,
  shapeText,
  type Tensor,
} from '@regopt/tensor';
import { backward } from './backward.ts';
import { leafOf } from './leaf-of.ts';
import { noGrad } from './no-grad.ts';

export interface GradcheckOptions {
  /** Half the distance of the central difference. Default 1e-6. */
  readonly step?: number | undefined;
  /** Allowed difference: absolute + relative |numeric|. Defaults 1e-7 and 1e-5. */
  readonly absolute?: number | undefined;
  readonly relative?: number | undefined;
  /**
   * `'full'` compares every entry of the Jacobian; `'projection'` compares w J v for given random directions,
   * with two evaluations for tensors of any size. Default `'full'`.
   */
  readonly mode?: 'full' | 'projection' | undefined;
  /** Random numbers in -1..1 for the directions of `'projection'`, which requires them. */
  readonly direction?: ((length: number) => Float64Array) | undefined;
  /** Indices of the inputs to check. Default: all f64 inputs. */
  readonly inputs?: readonly number[] | undefined;
}

const kinds: OptionKinds<GradcheckOptions> = {
  step: 'number',
  absolute: 'number',
  relative: 'number',
  mode: 'string',
  direction: 'function',
  inputs: 'array',
};

/**
 * Checks a function's gradients against central differences, (f(x + h) - f(x - h)) / 2h, in f64.
 *
 * @param fn from tensors to one tensor of any shape
 * @param inputs f64 tensors to differentiate by; others (labels, indices) are passed on
 * @throws GradientError with input, element and both values if they differ; DTypeError when no input is f64.
 * @example
 * ```ts
 * import { gradcheck, tanh } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * gradcheck((x) => tanh(x), [tensor([0.5, -1], { dtype: 'f64' })]);
 * ```
 */
export function gradcheck(
  fn: (...inputs: Tensor[]) => Tensor,
  inputs: readonly Tensor[],
  options: GradcheckOptions = {},
): void {
  checkOptions('gradcheck', options, kinds);
  const checked = options.inputs ?? inputs.flatMap((x, i) => (x.dtype === 'f64' ? [i] : []));
  if (checked.length === 0)
    throw new DTypeError('gradcheck: no input is f64; differences need its precision.');
  for (const i of checked) {
    if (inputs[i]?.dtype !== 'f64')
      throw new DTypeError(`gradcheck: input ${i} is ${inputs[i]?.dtype ?? 'missing'}, not f64.`);
  }
  if (options.mode === 'projection') checkProjection(fn, inputs, checked, options);
  else checkFull(fn, inputs, checked, options);
}

function checkFull(
  fn: (...inputs: Tensor[]) => Tensor,
  inputs: readonly Tensor[],
  checked: readonly number[],
  options: GradcheckOptions,
): void {
  const { step = 1e-6 } = options;
  const leaves = inputs.map((x, i) => (checked.includes(i) ? leafOf(x) : x));
  const y = fn(...leaves);
  const rows: Float64Array[][] = [];
  for (let k = 0; k < y.size; k++) {
    const oneHot = new Float64Array(y.size);
    oneHot[k] = 1;
    rows.push(gradientsOf(y, oneHot, leaves, checked));
  }
  checked.forEach((i, position) => {
    for (let j = 0; j < inputs[i]!.size; j++) {
      const plus = moved(fn, inputs, i, (values) => (values[j]! += step));
      const minus = moved(fn, inputs, i, (values) => (values[j]! -= step));
      for (let k = 0; k < y.size; k++) {
        const numeric = (plus[k]! - minus[k]!) / (2 * step);
        compare(
          rows[k]![position]![j]!,
          numeric,
          options,
          () => `d output[${k}] / d input ${i} ${shapeText(inputs[i]!.shape)}[${j}]`,
        );
      }
    }
  });
}

function checkProjection(
  fn: (...inputs: Tensor[]) => Tensor,
  inputs: readonly Tensor[],
  checked: readonly number[],
  options: GradcheckOptions,
): void {
  const { step = 1e-6, direction } = options;
  if (direction === undefined)
    throw new GradientError("gradcheck: mode 'projection' needs the option direction.");
  const leaves = inputs.map((x, i) => (checked.includes(i) ? leafOf(x) : x));
  const y = fn(...leaves);
  const w = direction(y.size);
  const gradients = gradientsOf(y, w, leaves, checked);
  checked.forEach((i, position) => {
    const v = direction(inputs[i]!.size);
    const plus = moved(fn, inputs, i, (values) => addScaled(values, v, step));
    const minus = moved(fn, inputs, i, (values) => addScaled(values, v, -step));
    let numeric = 0;
    for (let k = 0; k < w.length; k++) numeric += (w[k]! * (plus[k]! - minus[k]!)) / (2 * step);
    const analytic = gradients[position]!.reduce((total, g, j) => total + g * v[j]!, 0);
    compare(
      analytic,
      numeric,
      options,
      () => `the projected derivative by input ${i} ${shapeText(inputs[i]!.shape)}`,
    );
  });
}

function gradientsOf(
  y: Tensor,
  weights: Float64Array,
  leaves: readonly Tensor[],
  checked: readonly number[],
): Float64Array[] {
  const gradients = y.requiresGrad ? backward(y, { gradient: withValues(y, weights) }) : undefined;
  return checked.map((i) => {
    const values = gradients?.get(leaves[i]!)?.toArray();
    return values === undefined ? new Float64Array(leaves[i]!.size) : Float64Array.from(values);
  });
}

/** The function's values with one element of an input changed. */
function moved(
  fn: (...inputs: Tensor[]) => Tensor,
  inputs: readonly Tensor[],
  i: number,
  change: (values: Float64Array) => void,
): ArrayLike<number> {
  const values = Float64Array.from(inputs[i]!.toArray());
  change(values);
  return noGrad(() => {
    const x = withValues(inputs[i]!, values);
    return fn(...inputs.map((input, at) => (at === i ? x : input))).toArray();
  });
}

/** Values in a new tensor of the shape, dtype and back end of `like`. */
function withValues(like: Tensor, values: Float64Array): Tensor {
  const result = emptyLike(like);
  assign(result, values);
  return result;
}

function compare(analytic: number, numeric: number, options: GradcheckOptions, what: () => string): void {
  const { absolute = 1e-7, relative = 1e-5 } = options;
  const allowed = absolute + relative * Math.abs(numeric);
  if (!(Math.abs(analytic - numeric) <= allowed)) {
    throw new GradientError(
      `gradcheck: ${what()} is ${analytic} ` +
        `by the gradient and ${numeric} by differences (allowed ${allowed}).`,
    );
  }
}

function addScaled(values: Float64Array, direction: Float64Array, scale: number): void {
  for (let j = 0; j < values.length; j++) values[j]! += scale * direction[j]!;
}
