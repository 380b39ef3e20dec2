import { type Backend, createReferenceBackend } from '@regopt/tensor';

/**
 * A back end whose memory the host sees only inside kernels and callbacks of `Backend.host`, and by
 * `await x.read()`, as that of a GPU. `reads` counts these.
 */
export function createBlindBackend(): Backend & { readonly reads: number } {
  const inner = createReferenceBackend();
  let open = 0;
  let reads = 0;
  const seeing = <T>(fn: () => T): T => {
    open++;
    try {
      return fn();
    } finally {
      open--;
    }
  };
  return {
    name: 'blind',
    get reads() {
      return reads;
    },
    allocate: (byteLength) => inner.allocate(byteLength),
    free: (handle, byteLength) => inner.free(handle, byteLength),
    view(handle, byteLength, dtype, byteOffset) {
      if (open === 0) throw new Error('the host cannot see this memory: use await x.read()');
      return inner.view(handle, byteLength, dtype, byteOffset);
    },
    run: (kernel, tensors, numbers) =>
      seeing(() =>
        kernel.reference(
          tensors.map((x) => x.data()),
          numbers,
        ),
      ),
    host: (callback) => seeing(callback),
    async read(x) {
      reads++;
      return seeing(() => x.toArray());
    },
    memory: () => inner.memory(),
    report: () => inner.report(),
    dispose: () => inner.dispose(),
  };
}
