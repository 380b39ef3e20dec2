/*
 * The host's side of the binary interface in assembly/abi.ts, which explains each constant. abi.test.ts
 * compares the two, by name. Offsets and sizes are in bytes.
 */

// The argument block of a kernel call.
export const headerBytes = 8;
export const addressBytes = 4;
export const numberBytes = 8;

// The table of functions.
export const firstKernel = 64;

// The activation that a product or a convolution applies to its sums.
export const activationNone = 0;
export const activationRelu = 1;
export const activationTanh = 2;
export const activationSigmoid = 3;

// An entry of a list of commands.
export const entryBytes = 16;
export const entryKernel = 0;
export const entryArgs = 4;
export const entryTiles = 8;
export const entryGroup = 12;
export const meetsFlag = 0x10000;

// The control block that the threads of a pool share. Words that only kernels use are left out.
export const controlJob = 0;
export const controlStop = 12;
export const controlMaySleep = 16;
export const controlReady = 64;
export const controlPassed = 192;
export const controlSleepers = 256;
export const controlBytes = 320;

// Memory that the host reserves for the kernels.
export const scratchBytes = 2 << 20;
export const partialsBytes = 256 << 10;
