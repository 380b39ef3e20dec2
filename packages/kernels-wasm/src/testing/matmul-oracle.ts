/** Sizes and strides of a product, in elements, as in the numbers of the kernels matmul and matmulBias. */
export interface ProductSizes {
  readonly batch: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly aStrides: readonly [batch: number, row: number, column: number];
  readonly bStrides: readonly [batch: number, row: number, column: number];
}

/** The kernel's numbers; the last is the activation's. */
export function productNumbers(
  { batch, m, n, k, aStrides, bStrides }: ProductSizes,
  activation = 0,
): number[] {
  return [batch, m, n, k, ...aStrides, ...bStrides, activation];
}

/** Depth of the kernels' blocks of k: the min number of blocks of at most 384, of nearly equal size. */
export const blockDepth = (k: number): number => Math.ceil(k / Math.max(1, Math.ceil(k / 384)));

/**
 * C = A B + bias by plain loops, in two ways: the f32 sums of the portable build, block after block of k and
 * in order within a block; and the f64 sum with a bound on the error of f32 sums in any order.
 */
export function plainProduct(
  sizes: ProductSizes,
  a: Float32Array,
  b: Float32Array,
  bias?: Float32Array,
): { rounded: Float32Array; exact: Float64Array; bound: Float64Array } {
  const { batch, m, n, k, aStrides, bStrides } = sizes;
  const rounded = new Float32Array(batch * m * n);
  const exact = new Float64Array(batch * m * n);
  const bound = new Float64Array(batch * m * n);
  const depth = blockDepth(k);
  for (let t = 0, at = 0; t < batch; t++) {
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++, at++) {
        let total = bias ? bias[j] : 0;
        let sum = total;
        let size = Math.abs(total!);
        for (let first = 0; first < k; first += depth) {
          let part = 0;
          for (let l = first; l < Math.min(k, first + depth); l++) {
            const x = a[t * aStrides[0] + i * aStrides[1] + l * aStrides[2]];
            const y = b[t * bStrides[0] + l * bStrides[1] + j * bStrides[2]];
            part = Math.fround(part + Math.fround(x! * y!));
            sum! += x! * y!;
            size += Math.abs(x! * y!);
          }
          total = Math.fround(part + total!);
        }
        rounded[at] = total!;
        exact[at] = sum!;
        bound[at] = (k + 2) * 2 ** -24 * size;
      }
    }
  }
  return { rounded, exact, bound };
}
