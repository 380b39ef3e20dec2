import type { Backend } from '../backend/backend.ts';
import { getBackend, run } from '../backend/current-backend.ts';
import { runtime } from '../backend/runtime.ts';
import { RegoptError } from '../errors.ts';
import { endLoan, lend } from '../memory/lend.ts';
import { keep, scope } from '../memory/scope.ts';
import { sameShape, shapeText } from '../shape/shape.ts';
import { walkNumbers } from '../shape/walk-numbers.ts';
import { copyInto } from '../tensor/copy.ts';
import { copyKernel } from '../tensor/copy-kernel.ts';
import { emptyOn } from '../tensor/create.ts';
import { isTensor, type Tensor } from '../tensor/tensor.ts';
import { CapturedStep } from './captured-step.ts';
import { type StepResult, tensorsOf, withTensors } from './step-result.ts';

/**
 * Operands and numbers of the kernel that copies a contiguous input. Made once, so that a call makes no
 * garbage.
 */
interface InputCopy {
  readonly tensors: [own: Tensor, given: Tensor];
  readonly numbers: readonly number[];
}

const untilNextCall =
  'a result of a compiled step lives until the next call for inputs of the same shapes. ' +
  'Read or copy it before that call.';

/** A compiled step for one list of input shapes and dtypes on one back end: its buffers and its program. */
export class StepVariant<Result extends StepResult> {
  readonly #step: (...inputs: readonly Tensor[]) => Result;
  readonly #backend: Backend;
  readonly #inputs: readonly Tensor[];
  readonly #copies: readonly InputCopy[];
  /** Buffers of the results, allocated at the first call. */
  #outputs: readonly Tensor[] | undefined;
  /**
   * The result of the first call, with the outputs as its tensors: a template for the results of later calls.
   */
  #form: Result | undefined;
  /** The loans that the last call returned. */
  readonly #loans: Tensor[] = [];
  readonly #captured: CapturedStep;

  constructor(step: (...inputs: readonly Tensor[]) => Result, inputs: readonly Tensor[]) {
    const backend = inputs[0]?.storage.backend ?? getBackend();
    this.#step = step;
    this.#backend = backend;
    this.#captured = new CapturedStep(backend, this.#body);
    this.#inputs = inputs.map(({ shape, dtype }) => keep(emptyOn(backend, shape, dtype)));
    this.#copies = this.#inputs.map((own) => ({
      tensors: [own, own],
      numbers: walkNumbers([own.size], [[1], [1]]),
    }));
  }

  /** True if it was made for inputs of these shapes and dtypes, on their back end. */
  fits(inputs: readonly Tensor[]): boolean {
    return this.length === inputs.length && inputs.every((input, i) => this.takes(i, input));
  }

  /** Number of inputs; -1 if there are none and its back end is not the current one. */
  get length(): number {
    const { length } = this.#inputs;
    return length === 0 && this.#backend !== getBackend() ? -1 : length;
  }

  takes(i: number, given: Tensor): boolean {
    const own = this.#inputs[i]!;
    return (
      isTensor(given) &&
      own.dtype === given.dtype &&
      sameShape(own.shape, given.shape) &&
      this.#backend === given.storage.backend
    );
  }

  /** Copies an input into its buffer. */
  load(i: number, input: Tensor): void {
    const { tensors, numbers } = this.#copies[i]!;
    const [own] = tensors;
    if (!input.contiguous) {
      copyInto(own, input);
      return;
    }
    tensors[1] = input;
    run(copyKernel, tensors, numbers);
    tensors[1] = own;
  }

  /** Runs one step on the loaded inputs. */
  run(): Result {
    this.#endLoans(untilNextCall);
    this.#captured.run();
    const outputs = this.#outputs!;
    for (let i = 0; i < outputs.length; i++) this.#loans[i] = lend(outputs[i]!);
    return withTensors(this.#form as Result, this.#loans);
  }

  /** Frees its buffers and its program. `reason` ends up in the error of a later read of its last result. */
  dispose(reason: string): void {
    this.#endLoans(reason);
    this.#captured.dispose();
    for (const tensor of [...this.#inputs, ...(this.#outputs ?? [])]) tensor.dispose();
  }

  #endLoans(reason: string): void {
    for (let i = 0; i < this.#loans.length; i++) endLoan(this.#loans[i]!, reason);
  }

  /** Runs the step itself. A compiled step called inside it becomes a part of it. */
  readonly #body = (): void => {
    const state = runtime();
    state.stepping = true;
    try {
      scope(() => this.#store(this.#step(...this.#inputs)));
    } finally {
      state.stepping = false;
    }
  };

  /** Copies a step's result into the outputs, which the first call allocates. */
  #store(result: Result): void {
    const made = tensorsOf(result);
    if (this.#outputs === undefined) {
      this.#outputs = made.map(({ storage, shape, dtype }) => keep(emptyOn(storage.backend, shape, dtype)));
      this.#form = withTensors(result, this.#outputs);
    }
    const outputs = this.#outputs;
    if (outputs.length !== made.length)
      failOnResult(`${made.length} tensors`, `${outputs.length}`, 'these inputs');
    const [names, former] = [namesOf(result), namesOf(this.#form as Result)];
    if (names !== former) failOnResult(names, former, 'these inputs');
    for (const [i, tensor] of made.entries()) {
      const [text, formerText] = [tensorText(tensor), tensorText(outputs[i]!)];
      if (text !== formerText) failOnResult(text, formerText, 'inputs of these shapes');
    }
    for (const [i, tensor] of made.entries()) copyInto(outputs[i]!, tensor);
  }
}

const tensorText = ({ dtype, shape }: Tensor): string => `${dtype} ${shapeText(shape)}`;

function failOnResult(given: string, former: string, inputs: string): never {
  throw new RegoptError(
    `compile: the step returned ${given}, and ${former} at its first call for ${inputs}.`,
  );
}

/** `{ loss, correct }`, or `{ 0, 1 }` for a list; `{}` for one tensor or none. */
const namesOf = (result: StepResult): string =>
  isTensor(result) || result === undefined ? '{}' : `{ ${Object.keys(result).join(', ')} }`;
