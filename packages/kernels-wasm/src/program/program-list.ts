import type { RecordedBuffer } from './command.ts';
import type { WasmProgram } from './wasm-program.ts';

/** The programs of a back end, as far as somebody still has them, and what they hold of its memory. */
export class ProgramList {
  readonly #programs = new Set<WeakRef<WasmProgram>>();
  /** By address, the programs whose host callbacks use memory that is not theirs. */
  readonly #watchers = new Map<number, WeakRef<WasmProgram>[]>();
  readonly #release: (buffers: readonly RecordedBuffer[]) => void;
  readonly #net: FinalizationRegistry<readonly RecordedBuffer[]>;

  constructor(release: (buffers: readonly RecordedBuffer[]) => void) {
    this.#release = release;
    this.#net = new FinalizationRegistry(release);
  }

  /** `hostSeen`: addresses of memory from outside of the step that its host callbacks use. */
  add(program: WasmProgram, hostSeen: readonly number[]): WasmProgram {
    const reference = new WeakRef(program);
    this.#programs.add(reference);
    this.#net.register(program, program.pinned, program);
    for (const handle of hostSeen) {
      const watchers = this.#watchers.get(handle);
      if (watchers === undefined) this.#watchers.set(handle, [reference]);
      else watchers.push(reference);
    }
    return program;
  }

  release(program: WasmProgram): void {
    this.#net.unregister(program);
    this.#release(program.pinned);
  }

  /** Memory was freed: a program whose host callbacks would write there must not run again. */
  freed(handle: number): void {
    const watchers = this.#watchers.get(handle);
    if (watchers === undefined) return;
    for (const reference of watchers) reference.deref()?.invalidate();
    this.#watchers.delete(handle);
  }

  /** Brings the counts of kernels up to date. */
  count(): void {
    for (const reference of this.#programs) {
      const program = reference.deref();
      if (program === undefined) this.#programs.delete(reference);
      else program.count();
    }
  }
}
