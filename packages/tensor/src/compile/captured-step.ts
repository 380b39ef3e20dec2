import type { Backend, Program } from '../backend/backend.ts';
import { runtime } from '../backend/runtime.ts';
import { RegoptError } from '../errors.ts';

/**
 * A step that still allocates after this many calls cannot be replayed. An optimizer's first step allocates
 * its state.
 */
const maxAttempts = 4;

/** Runs a step: captures it on a back end that can, then replays its program and checks it now and then. */
export class CapturedStep {
  readonly #backend: Backend;
  readonly #body: () => void;
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

  /** @param body the step itself */
  constructor(backend: Backend, body: () => void) {
    this.#backend = backend;
    this.#body = body;
  }

  /** Runs the step once. */
  run(): void {
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
  }

  /** Frees the program. */
  dispose(): void {
    this.#program?.dispose();
  }

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
        'compile: the step keeps memory that it made, by keep() or in an object, ' +
          `at each of ${maxAttempts} calls, which a replay would not do. ` +
          'Make what lasts before the step, and copy into it by copyInto().',
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
}
