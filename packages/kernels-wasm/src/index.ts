export type { Capabilities } from './runtime/capabilities.ts';
export { createWasmBackend, type WasmBackendOptions } from './runtime/create-wasm-backend.ts';
export type { WasmBackend } from './runtime/wasm-backend.ts';
export type { WasmSource, WasmSources } from './runtime/wasm-source.ts';
