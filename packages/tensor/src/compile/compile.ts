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

/** A compiled step: it is called as the step is. */
export interface CompiledStep<Inputs extends readonly Tensor[], Result extends StepResult> {
  (...inputs: Inputs): Result;
  /** Frees its buffers and programs. Its last results end. */
  dispose(): void;
}

export interface CompileOptions {
  /**
   * For how many lists of shapes, dtypes and back ends of the inputs it keeps buffers and a program. Beyond that, those that were not
   * called for longest are freed, and recorded again when they are called again. A whole number >= 1. Default 32.
   */
  readonly maxPrograms?: number;
}

const compileOptions: OptionKinds<CompileOptions> = { maxPrograms: 'number' };

/**
 * Turns a step, say forward, backward and an optimizer's update, into a program: the kernels that it runs are recorded, and later
 * calls repeat them without the JavaScript, the memory management and the garbage in between. Every call is one step, with the
 * same bits as a call of `step` itself. A back end that cannot record runs `step` every time, and refuses less: docs/compiled-steps.md has
 * the rules (https://github.com/regopt/regopt/blob/main/docs/compiled-steps.md).
 *
 * - The inputs are copied into buffers of the compiled step; they take no gradient, and what the step writes into them in
 *   place does not reach the caller's tensors.
 * - A result lives until the next call for inputs of the same shapes, or `dispose()`: then reading it is a DisposedError. No scope
 *   ends it.
 * - What changes from call to call is an input, or is written by `writeOnHost`, `fillOnHost` or `Backend.host`, whose callbacks run
 *   before the kernels: so optimizers, dropout and batch normalization count, and `optimizer.learningRate` may be set between calls.
 * - Switching `requiresGrad` of a parameter takes effect at the next call, which runs the step itself.
 * - The 2nd, 4th, 8th, ... replay runs the step itself and compares it with the recording. A number, a kernel or a tensor that
 *   changed is a RegoptError. That call has run the step as it is now, with all its effects, and the next one records it; the
 *   replays since the last check repeated what was recorded.
 * - A call that throws leaves what `step` itself would leave.
 *
 * @throws RegoptError, at a call, when the step calls itself, and where it is recorded also when it reads values (item, toArray,
 *   data), frees a tensor that it did not make, keeps a tensor that it made at each call, or is not the recorded one any more;
 *   ValueError for an input or a result that is no tensor, a step that is no function, or options that make no sense;
 *   DisposedError after `dispose()`, or when a tensor that it uses was freed.
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
  /** The most recently called first. */
  const variants: StepVariant<Inputs, Result>[] = [];
  let disposed = false;
  let running = false;

  // biome-ignore-start lint/complexity/noArguments: V8 makes no array of arguments that are only indexed; of a rest parameter it may.
  function call(): Result {
    if (disposed || running) failOnState();
    let variant = variants[0];
    let fits = variant?.length === arguments.length && !runtime().stepping;
    for (let i = 0; fits && i < arguments.length; i++) fits = variant!.takes(i, arguments[i] as Tensor);
    if (!fits) {
      const list: Tensor[] = [];
      for (let i = 0; i < arguments.length; i++) list.push(arguments[i]!);
      if (runtime().stepping) return inline(list as unknown as Inputs);
      variant = bringToFront(list as unknown as Inputs);
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
      'compile: the step calls itself, whose inputs and results have one place each. Compile the function that it calls on its own.',
    );
  };

  /** Inside another compiled step it is a part of that one: on copies, so that nothing but its result leaves it. */
  const inline = (inputs: Inputs): Result => {
    checkInputs(inputs);
    return scope(() => {
      const result = step(...(inputs.map(copied) as unknown as Inputs));
      return withTensors(result, tensorsOf(result).map(copied));
    });
  };

  const bringToFront = (inputs: Inputs): StepVariant<Inputs, Result> => {
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
          `the compiled step freed it, beyond ${maxPrograms} lists of shapes (maxPrograms). Read or copy it before.`,
        );
    }
    const made = new StepVariant(step, inputs);
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
