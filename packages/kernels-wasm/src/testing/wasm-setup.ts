import { setBackend } from '@regopt/tensor';
import { createWasmBackend } from '../create-wasm-backend.ts';

// Test files of other packages that run once more in the project `wasm` make their tensors here.
setBackend(await createWasmBackend());
