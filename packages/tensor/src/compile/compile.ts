import { runtime } from '../backend/runtime.ts';
import { checkOptions } from '../check/check-options.ts';
import { type OptionKinds, valueText } from '../check/option-fault.ts';
import { DisposedError, RegoptError, ValueError } from '../errors.ts';
import { scope } from '../memory/scope.ts';
import { copyInto } from '../tensor/copy.ts';
import { emptyOn } from '../tensor/create.ts';
import { isTensor, type Tensor } from '../tensor/tensor.ts';
import { type StepResult, tensorsOf, withTensors } from './step-result.ts';
import { StepVariant } from './step-variant.ts';

/** A compiled step: called like the step itself. */
export interface CompiledStep<Inputs extends readonly Tensor[], Result extends StepResult> {
  (...inputs: Inputs): Result;
  /** Frees its buffers and programs. Its last results must not be read afterwards. */
  dispose(): void;
}

export interface CompileOptions {
  /**
   * Max number of programs: one for each list of shapes, dtypes and back ends of the inputs. Beyond it, the
   * least recently called program and its buffers are freed, and captured again at its next call. A whole
   * number >= 1. Default 32.
   */
  readonly maxPrograms?: number | undefined;
}

const compileOptions: OptionKinds<CompileOptions> = { maxPrograms: 'number' };

/**
 * Turns a step, such as forward pass, backward pass and optimizer update, into a program: its kernels are
 * captured, and later calls repeat them without the JavaScript, memory management and garbage in between.
 * Every call is one step, with the same bits as a call of `step` itself. A back end that cannot capture runs
 * `step` every time, and refuses less. The rules are in docs/compiled-steps.md
 * (https://github.com/regopt/regopt/blob/main/docs/compiled-steps.md).
 *
 * - The inputs are copied into buffers of the compiled step. They have no gradient, and in-place writes to
 *   them do not reach the caller's tensors.
 * - A result lives until the next call for inputs of the same shapes, or `dispose()`: reading it later is a
 *   DisposedError. No scope frees it.
 * - A value that changes from call to call must be an input, or be written by `writeOnHost`, `fillOnHost` or
 *   `Backend.host`, whose callbacks run before the kernels. Optimizers, dropout and batch normalization do
 *   so, and `optimizer.learningRate` may be set between calls.
 * - Switching `requiresGrad` of a parameter takes effect at the next call, which runs the step itself.
 * - The 2nd, 4th, 8th, ... replay runs the step itself and compares it with the capture. A changed number,
 *   kernel or tensor is a RegoptError. That call has run the step as it is now, with all its effects, and the
 *   next call captures it. The replays since the last check repeated the old capture.
 * - A call that throws leaves the state that a throwing `step` would leave.
 *
 * @throws RegoptError, at a call, when the step calls itself; while capturing also when it reads values
 *   (item, toArray, data), frees a tensor that it did not make, keeps a tensor that it made at each call, or
 *   differs from the capture; ValueError for an input or a result that is not a tensor, a step that is not
 *   a function, or options out of range; DisposedError after `dispose()`, or when a tensor that it uses was
 *   freed.
 * @example
 * ```ts
 * import { compile, copyInto, scalar, tensor } from '@regopt/tensor';
 * const total = scalar(0);
 * const step = compile((x) => {
 *   copyInto(total, x);
 *   return total;
 * });
 * step(scalar(3)).item(); // 3
 * step(scalar(5)).item(); // 5
 * step.dispose();
 * ```
 */
export function compile<Inputs extends readonly Tensor[], Result extends StepResult>(
  step: (...inputs: Inputs) => Result,
  options: CompileOptions = {},
): CompiledStep<Inputs, Result> {
  if (typeof step !== 'function')
    throw new ValueError(`compile: the step is a function, got ${valueText(step)}.`);
  checkOptions('compile', options, compileOptions);
  const { maxPrograms = 32 } = options;
  if (!Number.isInteger(maxPrograms) || maxPrograms < 1)
    throw new ValueError(`compile: maxPrograms is a whole number >= 1, got ${maxPrograms}.`);
  /** Without `Inputs`, the type of which only the callers of the compiled step need. */
  const untyped = step as (...inputs: readonly Tensor[]) => Result;
  /** Most recently called first. */
  const variants: StepVariant<Result>[] = [];
  let disposed = false;
  let running = false;

  // biome-ignore-start lint/complexity/noArguments: V8 allocates no array for arguments, but for rest it may.
  function call(): Result {
    if (disposed || running) failOnState();
    let variant = variants[0];
    let fits = variant?.length === arguments.length && !runtime().stepping;
    for (let i = 0; fits && i < arguments.length; i++) fits = variant!.takes(i, arguments[i] as Tensor);
    if (!fits) {
      const list: Tensor[] = [];
      for (let i = 0; i < arguments.length; i++) list.push(arguments[i]!);
      if (runtime().stepping) return inline(list);
      variant = bringToFront(list);
    }
    for (let i = 0; i < arguments.length; i++) variant!.load(i, arguments[i] as Tensor);
    running = true;
    try {
      return variant!.run();
    } finally {
      running = false;
    }
  }
  // biome-ignore-end lint/complexity/noArguments: as above.

  const failOnState = (): never => {
    if (disposed) throw new DisposedError('compile: the compiled step was disposed.');
    throw new RegoptError(
      'compile: the step calls itself, whose inputs and results have one place each. Compile the ' +
        'function that it calls on its own.',
    );
  };

  /**
   * A call inside another compiled step becomes a part of that step. It works on copies, and only its result
   * leaves it.
   */
  const inline = (inputs: readonly Tensor[]): Result => {
    checkInputs(inputs);
    return scope(() => {
      const result = untyped(...inputs.map(copied));
      return withTensors(result, tensorsOf(result).map(copied));
    });
  };

  const bringToFront = (inputs: readonly Tensor[]): StepVariant<Result> => {
    for (let v = 0; v < variants.length; v++) {
      const variant = variants[v]!;
      if (!variant.fits(inputs)) continue;
      variants.copyWithin(1, 0, v);
      variants[0] = variant;
      return variant;
    }
    checkInputs(inputs);
    while (variants.length >= maxPrograms) {
      variants
        .pop()!
        .dispose(
          'the compiled step freed it, ' +
            `beyond ${maxPrograms} lists of shapes (maxPrograms). Read or copy it before.`,
        );
    }
    const made = new StepVariant(untyped, inputs);
    variants.unshift(made);
    return made;
  };

  const dispose = (): void => {
    disposed = true;
    for (const variant of variants)
      variant.dispose('the compiled step was disposed. Read or copy its results before.');
    variants.length = 0;
  };
  return Object.assign(call, { dispose });
}

function checkInputs(inputs: readonly unknown[]): void {
  for (const [i, input] of inputs.entries()) {
    if (!isTensor(input)) throw new ValueError(`compile: input ${i} is no tensor, got ${valueText(input)}.`);
  }
}

function copied(x: Tensor): Tensor {
  const copy = emptyOn(x.storage.backend, x.shape, x.dtype);
  copyInto(copy, x);
  return copy;
}
