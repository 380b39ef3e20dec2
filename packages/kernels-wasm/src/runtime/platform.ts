/** The parts of Node's `process` that this package uses. */
interface NodeProcess {
  getBuiltinModule?(name: string): unknown;
}

/**
 * A module of Node, or undefined elsewhere. Without an import, which bundlers for browsers could not resolve.
 */
export function builtin<T>(name: string): T | undefined {
  const host = globalThis as { process?: NodeProcess };
  return host.process?.getBuiltinModule?.(name) as T | undefined;
}

/** Number of threads that the machine runs at once; 1 if unknown. */
export function processorCount(): number {
  const { navigator } = globalThis as { navigator?: { hardwareConcurrency?: number } };
  const os = builtin<{ availableParallelism(): number }>('os');
  return os?.availableParallelism() ?? navigator?.hardwareConcurrency ?? 1;
}

/**
 * True if a worker starts while this thread computes, as in Node, Deno and Bun. In a browser it starts only
 * when this thread returns to its event loop.
 */
export function workersStartAlone(): boolean {
  return builtin('worker_threads') !== undefined;
}

/** True if this thread may call Atomics.wait: only a browser's page may not. */
export function maySleep(): boolean {
  return !('document' in globalThis);
}
