import type { Backend, Program } from '../backend/backend.ts';
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
import { type StepResult, tensorsOf, withTensors } from './step-result.ts';

/**
 * Operands and numbers of the kernel that copies a contiguous input. Made once, so that a call makes no
 * garbage.
 */
interface InputCopy {
  readonly tensors: [own: Tensor, given: Tensor];
  readonly numbers: readonly number[];
}

/**
 * A step that still allocates after this many calls cannot be replayed. An optimizer's first step allocates
 * its state.
 */
const maxAttempts = 4;

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
  #program: Program | undefined;
  #attempts = 0;
  #replays = 0;
  /** Number of the next replay that runs the step itself and compares it with the capture: 2, 4, 8, ... */
  #nextCheck = 2;
  /**
   * `runtime().wanting` at the last call, and the hash over `program.outside` when it was captured or last
   * checked.
   */
  #wanting = 0;
  #ownWanting = 0;

  constructor(step: (...inputs: readonly Tensor[]) => Result, inputs: readonly Tensor[]) {
    const backend = inputs[0]?.storage.backend ?? getBackend();
    this.#step = step;
    this.#backend = backend;
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
    if (this.#program?.stale) {
      this.#program.dispose();
      this.#program = undefined;
      this.#attempts = 0;
    }
    if (this.#program === undefined) this.#take();
    else {
      const switched = this.#wanting !== runtime().wanting && this.#noteWanting(this.#program);
      if (++this.#replays === this.#nextCheck || switched) this.#check(this.#program, switched);
      else this.#program.replay();
    }
    const outputs = this.#outputs!;
    for (let i = 0; i < outputs.length; i++) this.#loans[i] = lend(outputs[i]!);
    return withTensors(this.#form as Result, this.#loans);
  }

  /** Frees its buffers and its program. `reason` ends up in the error of a later read of its last result. */
  dispose(reason: string): void {
    this.#endLoans(reason);
    this.#program?.dispose();
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

  /** Runs the step itself, and captures it if the back end can. */
  #take(): void {
    if (this.#backend.capture === undefined || this.#backend.capturing) {
      this.#body();
      return;
    }
    this.#program = this.#backend.capture(this.#body);
    this.#replays = 0;
    this.#nextCheck = 2;
    if (this.#program !== undefined) this.#noteWanting(this.#program);
    if (this.#program === undefined && ++this.#attempts >= maxAttempts) {
      throw new RegoptError(
        'compile: the step keeps memory that it made, by keep() or in an object, at each of ' +
          `${maxAttempts} calls, which a replay would not ` +
          'do. Make what lasts before the step, and copy into it by copyInto().',
      );
    }
  }

  /**
   * Stores the hashes of the tensors that require gradients. Returns true if the program's own hash changed.
   */
  #noteWanting({ outside }: Program): boolean {
    const { wanting, wantingOf } = runtime();
    let own = 0;
    for (const storage of outside) own ^= wantingOf.get(storage) ?? 0;
    const changed = own !== this.#ownWanting;
    this.#wanting = wanting;
    this.#ownWanting = own;
    return changed;
  }

  /** Runs the step itself and compares it with the program. If they differ, the next call captures again. */
  #check(program: Program, switched: boolean): void {
    if (this.#replays === this.#nextCheck) this.#nextCheck *= 2;
    this.#program = undefined;
    this.#attempts = 0;
    let difference: string | undefined;
    try {
      difference = program.check(this.#body);
      if (difference === undefined) this.#program = program;
    } finally {
      if (this.#program === undefined) program.dispose();
    }
    // Switching `requiresGrad` of a parameter changes the step, as the caller asked.
    if (difference === undefined || switched) return;
    throw new RegoptError(
      `compile: the step changed since it was captured: ${difference}. ` +
        'Pass what changes as an input tensor, write it by writeOnHost(), ' +
        'or compile a step for each branch. This call ran it as it is now; the next one captures it.',
    );
  }

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

/** `{ loss, correct }`, or `{ 0, 1 }` for a list; `{  }` for one tensor or none. */
const namesOf = (result: StepResult): string =>
  `{ ${isTensor(result) || result === undefined ? '' : Object.keys(result).join(', ')} }`;
