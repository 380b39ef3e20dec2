import type { DType } from '../tensor/dtype.ts';

/**
 * The element types of safetensors files that are read: bytes per element, and the dtype that each becomes.
 */
export const safetensorsDTypes = {
  F64: { bytes: 8, dtype: 'f64' },
  F32: { bytes: 4, dtype: 'f32' },
  F16: { bytes: 2, dtype: 'f32' },
  BF16: { bytes: 2, dtype: 'f32' },
  I64: { bytes: 8, dtype: 'i32' },
  I32: { bytes: 4, dtype: 'i32' },
  U8: { bytes: 1, dtype: 'u8' },
  BOOL: { bytes: 1, dtype: 'u8' },
} as const satisfies Readonly<Record<string, { readonly bytes: number; readonly dtype: DType }>>;

/** An element type of a safetensors file, by the name that the file uses. */
export type SafetensorsDType = keyof typeof safetensorsDTypes;
