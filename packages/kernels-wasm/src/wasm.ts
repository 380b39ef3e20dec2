import type { HostUrl } from './runtime/wasm-source.ts';

/**
 * The two builds as files beside this module, for pages whose policy forbids inlined WebAssembly text: hand them to
 * `createWasmBackend({ wasm: wasmFiles })`. In Node, read them with `node:fs` and hand over the bytes. Vite, webpack and Parcel
 * emit the files that these addresses name; esbuild does not, and Rollup needs a plugin for it.
 */
export const wasmFiles: { readonly portable: HostUrl; readonly relaxed: HostUrl } = {
  portable: /* @__PURE__ */ new URL('../dist/portable.wasm', import.meta.url),
  relaxed: /* @__PURE__ */ new URL('../dist/relaxed.wasm', import.meta.url),
};
