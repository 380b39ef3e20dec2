/** The bytes of an ONNX model: C `[m, n]` = A B in f32, where an operand may lie transposed. */
export function onnxProduct(product: {
  readonly m: number;
  readonly k: number;
  readonly n: number;
  readonly transposed?: 'a' | 'b';
}): Uint8Array;
