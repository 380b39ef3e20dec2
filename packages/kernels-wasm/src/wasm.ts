import type { HostUrl } from './runtime/wasm-source.ts';

/**
 * The two builds as files of this package, for pages whose policy forbids inlined WebAssembly: pass them to
 * `createWasmBackend({ wasm: wasmFiles })`. In Node, read them with `node:fs` and pass the bytes. Vite,
 * webpack and Parcel emit the files of these addresses; esbuild does not, and Rollup needs a plugin for it.
 */
export const wasmFiles: { readonly portable: HostUrl; readonly relaxed: HostUrl } = {
  portable: /* @__PURE__ */ new URL('../dist/portable.wasm', import.meta.url),
  relaxed: /* @__PURE__ */ new URL('../dist/relaxed.wasm', import.meta.url),
};
