import { describe, expect, it } from 'vitest';
import { onnxProduct } from '../../peers/onnx-product.mjs';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const field = (tag: string, content: string) =>
  tag + (content.length / 2).toString(16).padStart(2, '0') + content;
const text = (tag: string, content: string) => field(tag, Buffer.from(content).toString('hex'));

describe('onnxProduct', () => {
  it('is a model of one node MatMul, of operator set 17', () => {
    const bytes = hex(onnxProduct({ m: 2, k: 300, n: 4 }));
    const node = text('0a', 'a') + text('0a', 'b') + text('12', 'c') + text('22', 'MatMul');
    expect(bytes.startsWith('08083a')).toBe(true);
    expect(bytes).toContain(field('0a', node));
    expect(bytes.endsWith(field('42', `${text('0a', '')}1011`))).toBe(true);
  });

  it('gives shapes, sizes above 127 in two bytes', () => {
    const bytes = hex(onnxProduct({ m: 2, k: 300, n: 4 }));
    const dimensions = field('0a', '0802') + field('0a', '08ac02');
    expect(bytes).toContain(text('0a', 'a') + field('12', field('0a', `0801${field('12', dimensions)}`)));
  });

  it('is a node Gemm with a flag if an operand is transposed', () => {
    const flag = `${text('0a', 'transB')}1801a00102`;
    expect(hex(onnxProduct({ m: 2, k: 3, n: 4, transposed: 'b' }))).toContain(
      text('22', 'Gemm') + field('2a', flag),
    );
  });
});
