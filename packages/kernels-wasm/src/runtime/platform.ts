/** What this package uses of Node, where there is one. */
interface NodeProcess {
  getBuiltinModule?(name: string): unknown;
}

/** A module of Node without an import, which a bundler for browsers would stumble over. undefined outside of Node. */
export function builtin<T>(name: string): T | undefined {
  const host = globalThis as { process?: NodeProcess };
  return host.process?.getBuiltinModule?.(name) as T | undefined;
}

/** How many threads the machine runs at once; 1 if the host does not tell. */
export function processorCount(): number {
  const { navigator } = globalThis as { navigator?: { hardwareConcurrency?: number } };
  const os = builtin<{ availableParallelism(): number }>('os');
  return os?.availableParallelism() ?? navigator?.hardwareConcurrency ?? 1;
}

/**
 * Whether a worker starts while this thread computes, as in Node, Deno and Bun. In a browser it starts only when this thread
 * is back in its event loop.
 */
export function workersStartAlone(): boolean {
  return builtin('worker_threads') !== undefined;
}

/** Whether this thread may sleep on shared memory: all may but a browser's page. */
export function maySleep(): boolean {
  return !('document' in globalThis);
}
