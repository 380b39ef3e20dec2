import type { WasmProgram } from './wasm-program.ts';

/** The programs of a back end, as far as somebody still has them. */
export class ProgramList {
  readonly #programs = new Set<WeakRef<WasmProgram>>();

  add(program: WasmProgram): WasmProgram {
    this.#programs.add(new WeakRef(program));
    return program;
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
