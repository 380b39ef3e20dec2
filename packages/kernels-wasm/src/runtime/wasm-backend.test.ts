import { describeBackend } from '@regopt/tensor/testing';
import { createWasmBackend } from './create-wasm-backend.ts';
import { hasRelaxedSimd } from './features.ts';

describeBackend('wasm, portable build', () => createWasmBackend({ relaxed: false }));
if (hasRelaxedSimd()) describeBackend('wasm, relaxed build', () => createWasmBackend({ relaxed: true }));
