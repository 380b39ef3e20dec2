/*
 * The binary interface of kernels and host: the layout of argument blocks, command lists and the pool's
 * control block, and the codes in them. The host's side is src/runtime/abi.ts, where each constant has the
 * same value and, in camelCase, the same name: abi.test.ts compares them. Offsets and sizes are in bytes.
 */

// The argument block of a kernel call: a u32 address per tensor, padded to a multiple of 8 bytes, then f64
// numbers.

/** Size of the header before the block. Its first word is the number of tensors. */
export const HEADER_BYTES: usize = 8;
/** Size of a tensor's address. */
export const ADDRESS_BYTES: usize = 4;
/** Size of a number. */
export const NUMBER_BYTES: usize = 8;

// The table of functions.

/** Index of the first kernel, set by the host; the compiler's own entries precede it. */
export const FIRST_KERNEL: i32 = 64;

// The activation that a product or convolution applies to its sums: a number of its argument block.

export const ACTIVATION_NONE: i32 = 0;
export const ACTIVATION_RELU: i32 = 1;
export const ACTIVATION_TANH: i32 = 2;
export const ACTIVATION_SIGMOID: i32 = 3;

// An entry of a list of commands: four words.

/** Size of an entry. */
export const ENTRY_BYTES: usize = 16;
/** Word: the kernel, by its index in the table of functions. */
export const ENTRY_KERNEL: usize = 0;
/** Word: the address of its argument block. */
export const ENTRY_ARGS: usize = 4;
/**
 * Word: 0 for a command of thread 0 alone. Otherwise each thread's share is divided into this many tiles, and
 * all entries of a group run on one tile, while it is in the cache, before the next tile.
 */
export const ENTRY_TILES: usize = 8;
/** Word: number of entries in the group, from this one on, and MEETS_FLAG. */
export const ENTRY_GROUP: usize = 12;
/** Bit of ENTRY_GROUP: a barrier follows the group. The bits below it are the length of the group. */
export const MEETS_FLAG: i32 = 0x10000;

// The control block that the threads of a pool share, in words of 4 bytes. Words that different threads write
// are in different cache lines. The host writes the first line and then increments CONTROL_JOB.

/** Word: number of lists of commands dispatched so far. */
export const CONTROL_JOB: usize = 0;
/** Word: the address of the list. */
export const CONTROL_LIST: usize = 4;
/** Word: the list's number of entries. */
export const CONTROL_COUNT: usize = 8;
/** Word: nonzero if every thread must stop. */
export const CONTROL_STOP: usize = 12;
/** Word: nonzero if thread 0 may sleep (a browser's page must not). */
export const CONTROL_MAY_SLEEP: usize = 16;
/** Word: number of workers that have started. */
export const CONTROL_READY: usize = 64;
/** Word: number of threads that have arrived at the barrier. */
export const CONTROL_ARRIVED: usize = 128;
/** Word: number of barriers passed so far. */
export const CONTROL_PASSED: usize = 192;
/** Word: number of threads that sleep, or are about to. */
export const CONTROL_SLEEPERS: usize = 256;
/** Size of the block, which must be 64-byte aligned and zeroed. */
export const CONTROL_BYTES: usize = 320;

// Memory that the host reserves for the kernels, 64-byte aligned.

/** Scratch memory per thread: the packed panels of a product or convolution need this much. */
export const SCRATCH_BYTES: usize = 2 << 20;
/**
 * Memory for the partial results of one command, shared by all threads: one result per fixed block of its
 * work.
 */
export const PARTIALS_BYTES: usize = 256 << 10;
