import type { RecordedBuffer } from './command.ts';
import type { WasmProgram } from './wasm-program.ts';

/** What the list knows of a program without keeping it alive. */
interface Listed {
  readonly reference: WeakRef<WasmProgram>;
  /** Addresses of memory from outside of the step that it uses. */
  readonly outside: readonly number[];
  readonly pinned: readonly RecordedBuffer[];
}

/** The programs of a back end that are still reachable, and what they hold of its memory. */
export class ProgramList {
  readonly #programs = new Set<Listed>();
  readonly #listed = new WeakMap<WasmProgram, Listed>();
  /** By address of memory from outside of their steps, the programs that use it. */
  readonly #watchers = new Map<number, Set<Listed>>();
  readonly #release: (buffers: readonly RecordedBuffer[]) => void;
  readonly #net = new FinalizationRegistry<Listed>((listed) => this.#forget(listed));

  constructor(release: (buffers: readonly RecordedBuffer[]) => void) {
    this.#release = release;
  }

  add(program: WasmProgram, outside: readonly number[]): WasmProgram {
    const listed = { reference: new WeakRef(program), outside, pinned: program.pinned };
    this.#programs.add(listed);
    this.#listed.set(program, listed);
    this.#net.register(program, listed, program);
    for (const handle of outside) {
      const watchers = this.#watchers.get(handle) ?? new Set();
      this.#watchers.set(handle, watchers.add(listed));
    }
    return program;
  }

  /** Gives back what a program holds. One that was never added holds nothing. */
  release(program: WasmProgram): void {
    const listed = this.#listed.get(program);
    if (listed === undefined) return;
    this.#listed.delete(program);
    this.#net.unregister(program);
    this.#forget(listed);
  }

  /** Memory was freed: a program that uses it must not run again. */
  freed(handle: number): void {
    const watchers = this.#watchers.get(handle);
    if (watchers === undefined) return;
    for (const { reference } of watchers) reference.deref()?.invalidate();
    this.#watchers.delete(handle);
  }

  /** Brings the counts of kernels up to date. */
  count(): void {
    for (const { reference } of this.#programs) reference.deref()?.count();
  }

  #forget(listed: Listed): void {
    this.#programs.delete(listed);
    for (const handle of listed.outside) {
      const watchers = this.#watchers.get(handle);
      watchers?.delete(listed);
      if (watchers?.size === 0) this.#watchers.delete(handle);
    }
    this.#release(listed.pinned);
  }
}
