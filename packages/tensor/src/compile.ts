import type { Backend, Program } from './backend.ts';
import { copyInto } from './copy.ts';
import { copyKernel } from './copy-kernel.ts';
import { emptyOn } from './create.ts';
import { getBackend, run as runKernel } from './current-backend.ts';
import { DisposedError, RegoptError, ValueError } from './errors.ts';
import { runtime } from './runtime.ts';
import { keep, scope } from './scope.ts';
import { sameShape, shapeText } from './shape.ts';
import { isTensor, type Tensor } from './tensor.ts';

/** What a step may return: tensors, one, in a list, or by name; or nothing. */
// biome-ignore lint/suspicious/noConfusingVoidType: a step that returns nothing is a function of type void.
export type StepResult = Tensor | readonly Tensor[] | Readonly<Record<string, Tensor>> | undefined | void;

/** A compiled step: it is called as the step is. */
export interface CompiledStep<Inputs extends readonly Tensor[], Result extends StepResult> {
  (...inputs: Inputs): Result;
  /** Frees its buffers and programs, the tensors that it returned included. */
  dispose(): void;
}

/** Operands and numbers of the kernel that copies an input without holes, made once, so that a call makes no garbage. */
interface InputCopy {
  readonly tensors: [own: Tensor, given: Tensor];
  readonly numbers: readonly number[];
}

/** The step for inputs of certain shapes. */
interface Variant<Result> {
  readonly backend: Backend;
  readonly inputs: readonly Tensor[];
  readonly copies: readonly InputCopy[];
  outputs: Tensor[] | undefined;
  result: Result | undefined;
  program: Program | undefined;
  attempts: number;
  replays: number;
  /** Which replay is taken as the step itself and compared with the recording: 2, 4, 8, ... */
  nextCheck: number;
  /** The runtime's `wanting` when the program was made, or was last found to be the same step. */
  wanting: number;
}

/** A step leaves something behind when it is first taken, as an optimizer's state; one that does so again and again cannot be replayed. */
const mostAttempts = 4;

/**
 * Turns a step, say forward, backward and an optimizer's update, into a program: the kernels that it ran are written down and
 * run again, without the JavaScript, the memory management and the garbage in between. Every call is one step, with the same
 * bits as a call of `step` itself. The first calls with inputs of certain shapes run `step`, in a scope of its own; once one left
 * no memory behind, the calls after it replay it. A back end that cannot record runs `step` every time.
 *
 * - The inputs are copied into buffers of the compiled step; they take no gradient, and what the step writes into them in
 *   place does not reach the caller's tensors.
 * - What it returns are tensors of the compiled step: the same objects at each call for the same shapes, with the values of the last
 *   call. `dispose()` frees them.
 * - The step's JavaScript does not run at a replay. What changes from step to step is an input, or is written to memory by
 *   `writeOnHost` or `Backend.host`, whose callbacks run before the kernels: that is how optimizers, dropout and batch
 *   normalization count, and why setting `optimizer.learningRate` between calls works. A schedule is asked outside of the step.
 * - Every 2nd, 4th, 8th, ... replay runs the step itself instead and compares it with the recording: an operation, a number or a
 *   tensor that changed is a RegoptError. That call was one step as it is now, with all its effects, and the next one records
 *   it; the replays since the last check repeated what was recorded.
 *
 * @throws RegoptError, at a call, when the step reads values (item, toArray, data), frees a tensor that it did not make, or keeps a
 *   tensor that it made at each call, or is not the recorded one any more; ValueError for an input or a result that is no tensor; DisposedError after `dispose()`, or when
 *   a tensor that it uses was freed.
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
): CompiledStep<Inputs, Result> {
  const variants: Variant<Result>[] = [];
  let disposed = false;

  const call = (...inputs: Inputs): Result => {
    if (disposed) throw new DisposedError('compile: the compiled step was disposed.');
    const variant = find(variants, inputs) ?? add(inputs);
    for (let i = 0; i < inputs.length; i++) load(variant.copies[i]!, inputs[i]!);
    // In a step that is being recorded, this one is a part of it.
    if (variant.program === undefined || variant.backend.recording) take(variant);
    else if (++variant.replays === variant.nextCheck || variant.wanting !== runtime().wanting)
      check(variant, variant.program);
    else variant.program.replay();
    return variant.result as Result;
  };

  const add = (inputs: Inputs): Variant<Result> => {
    for (const [i, input] of inputs.entries()) {
      if (!isTensor(input)) throw new ValueError(`compile: input ${i} is no tensor, got ${String(input)}.`);
    }
    const backend = inputs[0]?.storage.backend ?? getBackend();
    const own = inputs.map(({ shape, dtype }) => keep(emptyOn(backend, shape, dtype)));
    const variant: Variant<Result> = {
      backend,
      inputs: own,
      copies: own.map((tensor) => ({ tensors: [tensor, tensor], numbers: [1, tensor.size, 1, 1] })),
      outputs: undefined,
      result: undefined,
      program: undefined,
      attempts: 0,
      replays: 0,
      nextCheck: 2,
      wanting: 0,
    };
    variants.push(variant);
    return variant;
  };

  const run = (variant: Variant<Result>): void =>
    scope(() => store(variant, step(...(variant.inputs as Inputs))));

  /** Runs the step itself, and records it where the back end can. */
  const take = (variant: Variant<Result>): void => {
    const { backend } = variant;
    if (backend.record === undefined || backend.recording) {
      run(variant);
      return;
    }
    variant.program = backend.record(() => run(variant));
    variant.replays = 0;
    variant.nextCheck = 2;
    variant.wanting = runtime().wanting;
    variant.attempts += 1;
    if (variant.program === undefined && variant.attempts >= mostAttempts) {
      throw new RegoptError(
        `compile: the step keeps memory that it made, by keep() or in an object, at each of ${mostAttempts} calls, which a replay would not ` +
          'do. Make what lasts before the step, and copy into it by copyInto().',
      );
    }
  };

  /** Runs the step itself, and compares it with the program. Unless they are the same, the next call records anew. */
  const check = (variant: Variant<Result>, program: Program): void => {
    const switched = variant.wanting !== runtime().wanting;
    if (variant.replays === variant.nextCheck) variant.nextCheck *= 2;
    variant.program = undefined;
    variant.attempts = 0;
    let difference: string | undefined;
    try {
      difference = program.check(() => run(variant));
      if (difference === undefined) variant.program = program;
    } finally {
      if (variant.program === undefined) program.dispose();
    }
    variant.wanting = runtime().wanting;
    // A parameter that was frozen or thawed since makes another step, which is what is asked for.
    if (difference === undefined || switched) return;
    throw new RegoptError(
      `compile: the step is not the recorded one any more: ${difference}. Replays repeat what was recorded: pass what changes as ` +
        'an input tensor, write it by writeOnHost(), or compile a step for each branch. This call ran the step as it is now, and ' +
        'the next one records it.',
    );
  };

  const dispose = (): void => {
    disposed = true;
    for (const { inputs, outputs, program } of variants) {
      program?.dispose();
      for (const tensor of [...inputs, ...(outputs ?? [])]) tensor.dispose();
    }
    variants.length = 0;
  };
  return Object.assign(call, { dispose });
}

function find<Result>(variants: readonly Variant<Result>[], inputs: readonly Tensor[]) {
  for (let v = 0; v < variants.length; v++) {
    const own = variants[v]!.inputs;
    let fits = own.length === inputs.length && (own.length > 0 || variants[v]!.backend === getBackend());
    for (let i = 0; fits && i < own.length; i++) fits = isAlike(own[i]!, inputs[i]!);
    if (fits) return variants[v];
  }
  return undefined;
}

const isAlike = (own: Tensor, given: Tensor): boolean =>
  isTensor(given) &&
  own.dtype === given.dtype &&
  sameShape(own.shape, given.shape) &&
  own.storage.backend === given.storage.backend;

function load({ tensors, numbers }: InputCopy, input: Tensor): void {
  const [own] = tensors;
  if (!input.contiguous) {
    copyInto(own, input);
    return;
  }
  tensors[1] = input;
  runKernel(copyKernel, tensors, numbers);
  tensors[1] = own;
}

/** Copies a step's result into the variant's own tensors, which the first one makes. */
function store<Result extends StepResult>(variant: Variant<Result>, result: Result): void {
  const made = tensorsOf(result);
  if (variant.outputs === undefined) {
    const outputs = made.map(({ storage, shape, dtype }) => keep(emptyOn(storage.backend, shape, dtype)));
    variant.outputs = outputs;
    variant.result = withTensors(result, outputs);
  }
  const { outputs } = variant;
  if (outputs.length !== made.length) {
    throw new RegoptError(
      `compile: the step returned ${made.length} tensors, and ${outputs.length} at its first call for these inputs.`,
    );
  }
  for (const [i, tensor] of made.entries()) {
    if (!sameShape(tensor.shape, outputs[i]!.shape) || tensor.dtype !== outputs[i]!.dtype) {
      throw new RegoptError(
        `compile: the step returned ${tensor.dtype} ${shapeText(tensor.shape)}, and ${outputs[i]!.dtype} ` +
          `${shapeText(outputs[i]!.shape)} at its first call for inputs of these shapes.`,
      );
    }
    copyInto(outputs[i]!, tensor);
  }
}

function tensorsOf(result: StepResult): readonly Tensor[] {
  if (result === undefined) return [];
  const list = isTensor(result) ? [result] : Object.values(result);
  for (const value of list) {
    if (!isTensor(value))
      throw new ValueError(
        `compile: a step returns tensors, in a list or by name, or nothing, got ${String(value)}.`,
      );
  }
  return list;
}

/** The result once more, with these tensors in the places of its own. */
function withTensors<Result extends StepResult>(result: Result, tensors: readonly Tensor[]): Result {
  if (result === undefined) return result;
  if (isTensor(result)) return tensors[0] as Result;
  if (Array.isArray(result)) return tensors as Result;
  return Object.fromEntries(Object.keys(result as object).map((key, i) => [key, tensors[i]!])) as Result;
}
