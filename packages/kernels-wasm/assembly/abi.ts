/*
 * What kernels and host agree on, byte by byte: the layout of argument blocks, command lists and the pool's control block,
 * and the codes in them. The host's side is src/runtime/abi.ts, where each constant has the same value and, in camelCase, the
 * same name: abi.test.ts compares them. Offsets and sizes are in bytes.
 */

// The argument block of a kernel call: an u32 address for each tensor, padded to whole numbers, then f64 numbers.

/** Size of the header before the block. Its first word is the count of tensors. */
export const HEADER_BYTES: usize = 8;
/** Size of a tensor's address. */
export const ADDRESS_BYTES: usize = 4;
/** Size of a number. */
export const NUMBER_BYTES: usize = 8;

// The table of functions.

/** Index of the first kernel, which the host puts there; the entries of the compiler come before it. */
export const FIRST_KERNEL: i32 = 64;

// The activation that a product or a convolution applies to its sums: a number of its argument block.

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
 * Word: 0 for a command that thread 0 runs alone. Otherwise each thread's share is cut into so many tiles, and the entries of
 * a group are run one after the other for each tile, while it is in the cache.
 */
export const ENTRY_TILES: usize = 8;
/** Word: how many entries belong to the group, this one and those after it; and MEETS_FLAG. */
export const ENTRY_GROUP: usize = 12;
/** Bit of ENTRY_GROUP: all threads meet after the group. The bits below it are the length of the group. */
export const MEETS_FLAG: i32 = 0x10000;

// The control block, in words of 4 bytes, which the threads of a pool share. Words that different threads write lie in cache
// lines of their own. The host writes the first line and then raises CONTROL_JOB.

/** Word: counts the lists of commands that the threads were given. */
export const CONTROL_JOB: usize = 0;
/** Word: the address of the list. */
export const CONTROL_LIST: usize = 4;
/** Word: the list's number of entries. */
export const CONTROL_COUNT: usize = 8;
/** Word: not 0 when every thread is to end. */
export const CONTROL_STOP: usize = 12;
/** Word: not 0 where thread 0 may sleep (a browser's page must not). */
export const CONTROL_MAY_SLEEP: usize = 16;
/** Word: how many workers have started. */
export const CONTROL_READY: usize = 64;
/** Word: how many threads have arrived at the barrier. */
export const CONTROL_ARRIVED: usize = 128;
/** Word: counts the barriers that were passed. */
export const CONTROL_PASSED: usize = 192;
/** Word: how many threads sleep, or are about to. */
export const CONTROL_SLEEPERS: usize = 256;
/** Size of the block, which is 64-byte aligned and zero at first. */
export const CONTROL_BYTES: usize = 320;

// Memory that the host reserves for the kernels, 64-byte aligned.

/** Scratch memory of each thread: what packed panels of a product or a convolution need. */
export const SCRATCH_BYTES: usize = 2097152;
/** Memory for the partial results of one command, which all threads share: one of each fixed block of its work. */
export const PARTIALS_BYTES: usize = 262144;
