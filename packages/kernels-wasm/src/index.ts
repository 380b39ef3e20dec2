export { createWasmBackend, type WasmBackendOptions } from './create-wasm-backend.ts';
export type { Capabilities, WasmBackend } from './wasm-backend.ts';
export type { WasmSource, WasmSources } from './wasm-source.ts';
