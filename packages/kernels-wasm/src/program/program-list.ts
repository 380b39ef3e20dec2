import type { CapturedBuffer } from './command.ts';
import type { WasmProgram } from './wasm-program.ts';

/** The entry of a program, which does not keep the program alive. */
interface Listed {
  readonly reference: WeakRef<WasmProgram>;
  /** Addresses of memory made outside the step that it uses. */
  readonly outside: readonly number[];
  readonly pinned: readonly CapturedBuffer[];
}

/** The reachable programs of a back end, and the memory that is kept for them. */
export class ProgramList {
  readonly #programs = new Set<Listed>();
  readonly #listed = new WeakMap<WasmProgram, Listed>();
  /** Programs by the address of memory that they use and that was made outside their steps. */
  readonly #watchers = new Map<number, Set<Listed>>();
  readonly #release: (buffers: readonly CapturedBuffer[]) => void;
  readonly #net = new FinalizationRegistry<Listed>((listed) => this.#forget(listed));

  constructor(release: (buffers: readonly CapturedBuffer[]) => void) {
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

  /** Frees the memory kept for a program. Does nothing for a program that was never added. */
  release(program: WasmProgram): void {
    const listed = this.#listed.get(program);
    if (listed === undefined) return;
    this.#listed.delete(program);
    this.#net.unregister(program);
    this.#forget(listed);
  }

  /** Called when memory was freed: programs that use it must not run again. */
  freed(handle: number): void {
    const watchers = this.#watchers.get(handle);
    if (watchers === undefined) return;
    for (const { reference } of watchers) reference.deref()?.invalidate();
    this.#watchers.delete(handle);
  }

  /** Adds the replays so far to the counts of their kernels. */
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
