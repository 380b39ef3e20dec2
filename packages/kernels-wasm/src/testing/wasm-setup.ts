import { setBackend } from '@regopt/tensor';
import { createWasmBackend } from '../runtime/create-wasm-backend.ts';

// Test files of other packages that run once more in the project `wasm` make their tensors here. One thread: test files
// run side by side, and results do not depend on the number.
setBackend(await createWasmBackend({ threads: 1 }));
