// Writes an ONNX model of one node as the bytes of its protocol buffers; field numbers are those of
// onnx.proto.
const varint = (value) => (value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))]);
const number = (field, value) => [...varint(field * 8), ...varint(value)];
const bytes = (field, content) => [...varint(field * 8 + 2), ...varint(content.length), ...content];
const text = (field, content) => bytes(field, [...Buffer.from(content)]);

const dimension = (size) => bytes(1, number(1, size));
const floats = (shape) => bytes(1, [...number(1, 1), ...bytes(2, shape.flatMap(dimension))]);
/** ValueInfoProto: a name and a type. */
const value = (name, shape) => [...text(1, name), ...bytes(2, floats(shape))];
/** AttributeProto of an integer (type 2). */
const flag = (name) => [...text(1, name), ...number(3, 1), ...number(20, 2)];

/** C = A B in f32: the node MatMul, or Gemm if an operand is transposed. */
export function onnxProduct({ m, k, n, transposed }) {
  const node = [
    ...[...text(1, 'a'), ...text(1, 'b'), ...text(2, 'c')],
    ...text(4, transposed ? 'Gemm' : 'MatMul'),
    ...(transposed ? bytes(5, flag(transposed === 'a' ? 'transA' : 'transB')) : []),
  ];
  const graph = [
    ...[...bytes(1, node), ...text(2, 'product')],
    ...bytes(11, value('a', transposed === 'a' ? [k, m] : [m, k])),
    ...bytes(11, value('b', transposed === 'b' ? [n, k] : [k, n])),
    ...bytes(12, value('c', [m, n])),
  ];
  const operators = [...text(1, ''), ...number(2, 17)];
  return Uint8Array.from([...number(1, 8), ...bytes(7, graph), ...bytes(8, operators)]);
}
