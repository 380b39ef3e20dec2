/** Lengths around every vector width, block and share of the kernels. */
export const lengths: readonly number[] = [
  0, 1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 31, 33, 63, 64, 65, 127, 130, 1000,
];
