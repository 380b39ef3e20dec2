import { setBackend } from '@regopt/tensor';
import { createWasmBackend } from '../runtime/create-wasm-backend.ts';

// Test files of other packages, in the project `wasm`, allocate on this back end. One thread: test files run
// in parallel, and results do not depend on the number of threads.
setBackend(await createWasmBackend({ threads: 1 }));
