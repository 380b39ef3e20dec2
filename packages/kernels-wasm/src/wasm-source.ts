/** Where a build of the kernels comes from: its bytes, a compiled module, or an address to fetch. */
export type WasmSource = BufferSource | WebAssembly.Module | URL | string;

/** Compiles a build: the inlined one, or what `source` gives. */
export async function compile(
  build: 'portable' | 'relaxed',
  source?: WasmSource,
): Promise<WebAssembly.Module> {
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof URL || typeof source === 'string') {
    const response = await fetch(source);
    if (!response.ok) throw new Error(`createWasmBackend: ${source} answered ${response.status}.`);
    return WebAssembly.compile(await response.arrayBuffer());
  }
  return WebAssembly.compile(source ?? (await inlined(build)));
}

/** The build's bytes from its own module of base64 text, which is loaded only here. */
async function inlined(build: 'portable' | 'relaxed'): Promise<Uint8Array<ArrayBuffer>> {
  const { wasm } =
    build === 'relaxed' ? await import('./generated/relaxed.ts') : await import('./generated/portable.ts');
  return Uint8Array.from(atob(wasm), (letter) => letter.charCodeAt(0));
}
