export { heapBase, init, scratchBytes } from './args';

export { add_f32 } from './elementwise/add';
