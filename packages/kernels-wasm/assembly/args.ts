import { ADDRESS_BYTES, HEADER_BYTES, NUMBER_BYTES, SCRATCH_BYTES } from './abi';

// The inputs of every kernel: the argument block (see abi.ts), the thread's share of the work, its scratch
// memory.

/** Number of tensors in the block: read by kernels of a variable number of tensors. */
// @ts-ignore: decorator
@inline export function tensorCount(args: usize): i32 {
  return load<i32>(args - HEADER_BYTES);
}

/** Byte address of tensor `i`'s first element. */
// @ts-ignore: decorator
@inline export function pointerAt(args: usize, i: i32): usize {
  return <usize>load<u32>(args + <usize>i * ADDRESS_BYTES);
}

/** Address of the numbers of a kernel with this many tensors. */
// @ts-ignore: decorator
@inline export function numbersAt(args: usize, tensorCount: i32): usize {
  return args + ((<usize>tensorCount * ADDRESS_BYTES + (NUMBER_BYTES - 1)) & ~(NUMBER_BYTES - 1));
}

/** Number `i` as f64; `tensorCount` is the kernel's number of tensors. */
// @ts-ignore: decorator
@inline export function numberAt(args: usize, tensorCount: i32, i: i32): f64 {
  return load<f64>(numbersAt(args, tensorCount) + <usize>i * NUMBER_BYTES);
}

/** Number `i` as an i32: a size, a stride, a flag. */
// @ts-ignore: decorator
@inline export function integerAt(args: usize, tensorCount: i32, i: i32): i32 {
  return <i32>numberAt(args, tensorCount, i);
}

/** Copies the first `count` numbers as i32 to `at`: for classes whose fields are a kernel's numbers. */
export function readIntegers(args: usize, tensorCount: i32, count: i32, at: usize): void {
  for (let i = 0; i < count; i++) store<i32>(at + (<usize>i << 2), integerAt(args, tensorCount, i));
}

// Places among the numbers of an elementwise kernel: n, then the constants of its formula.
export const ELEMENTS: i32 = 0;
export const CONSTANTS: i32 = 1;

/**
 * Unit of a thread's share in all elementwise kernels: whole cache lines, so that no two threads write to
 * one. A program runs chains of these kernels tile by tile, so all of them must divide n in the same way.
 */
export const ELEMENT_BLOCK: i32 = 64;

/**
 * Start of the share of `thread` in the range [0, n): a multiple of `block`, so that SIMD bodies and blocked
 * sums cover the same elements for any number of threads. The share ends at `shareEnd`; it may be empty.
 */
// @ts-ignore: decorator
@inline export function shareStart(n: i32, block: i32, thread: i32, threads: i32): i32 {
  const blocks = (n + block - 1) / block;
  const each = (blocks + threads - 1) / threads;
  return min(each * thread * block, n);
}

/** One past the last element of the share of `thread`. */
// @ts-ignore: decorator
@inline export function shareEnd(n: i32, block: i32, thread: i32, threads: i32): i32 {
  return shareStart(n, block, thread + 1, threads);
}

let scratchBase: usize = 0;
let partialsBase: usize = 0;

/**
 * Called once by the host in each thread's instance, with the addresses of the scratch areas
 * (`threads * SCRATCH_BYTES` bytes) and of the partial results (PARTIALS_BYTES), both 64-byte aligned.
 */
export function init(scratchAt: usize, partialsAt: usize): void {
  scratchBase = scratchAt;
  partialsBase = partialsAt;
}

/** End of the module's constants, and start of the memory that the host may use. */
export function heapBase(): usize {
  return __heap_base;
}

/** Start of this thread's scratch area (SCRATCH_BYTES long). Its content is valid during one kernel call. */
// @ts-ignore: decorator
@inline export function scratch(thread: i32): usize {
  return scratchBase + <usize>thread * SCRATCH_BYTES;
}

/**
 * Start of the memory for partial results (PARTIALS_BYTES long), the same for every thread. A kernel that
 * sums over all threads' shares writes one partial result per block of fixed length. After a barrier, its
 * `finish` export adds them in order on one thread: the order of the sum is the same for any number of
 * threads.
 */
// @ts-ignore: decorator
@inline export function partials(): usize {
  return partialsBase;
}
