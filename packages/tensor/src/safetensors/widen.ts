/** IEEE 754 half-precision numbers as f32, exactly: every half has an f32 of the same value. */
export function widenF16(bytes: DataView): Float32Array {
  const values = new Float32Array(bytes.byteLength / 2);
  for (let i = 0; i < values.length; i++) {
    const bits = bytes.getUint16(2 * i, true);
    const exponent = (bits >>> 10) & 31;
    const fraction = bits & 1023;
    let magnitude: number;
    if (exponent === 0) magnitude = fraction * 2 ** -24;
    else if (exponent < 31) magnitude = (1024 + fraction) * 2 ** (exponent - 25);
    else magnitude = fraction === 0 ? Number.POSITIVE_INFINITY : Number.NaN;
    values[i] = bits & 0x8000 ? -magnitude : magnitude;
  }
  return values;
}

/** bfloat16 numbers as f32, exactly: they are an f32's upper half. */
export function widenBF16(bytes: DataView): Float32Array {
  const bits = new Uint32Array(bytes.byteLength / 2);
  for (let i = 0; i < bits.length; i++) bits[i] = bytes.getUint16(2 * i, true) << 16;
  return new Float32Array(bits.buffer);
}
