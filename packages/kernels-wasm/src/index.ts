export { createWasmBackend, type WasmBackendOptions } from './runtime/create-wasm-backend.ts';
export type { Capabilities, WasmBackend } from './runtime/wasm-backend.ts';
export type { WasmSource, WasmSources } from './runtime/wasm-source.ts';
