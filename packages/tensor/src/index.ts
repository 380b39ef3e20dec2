export { assign } from './assign.ts';
export type { Backend, KernelReport, MemoryUse, Program } from './backend.ts';
export { checkOptions } from './check-options.ts';
export { checkTensor } from './check-tensor.ts';
export { type CompiledStep, type CompileOptions, compile } from './compile.ts';
export { type CastOptions, cast, copyInto } from './copy.ts';
export { copyKernel, fillKernel } from './copy-kernel.ts';
export {
  arange,
  type CreateOptions,
  empty,
  eye,
  full,
  ones,
  scalar,
  type TensorOptions,
  tensor,
  zeros,
} from './create.ts';
export { getBackend, kernelReport, memory, run, setBackend, withBackend } from './current-backend.ts';
export {
  bytesPerElement,
  type DType,
  dtypeOf,
  isDType,
  isFloat,
  type TypedArray,
  typedArray,
  typedView,
} from './dtype.ts';
export { emptyLike, fullLike } from './empty-like.ts';
export {
  DisposedError,
  DTypeError,
  FormatError,
  GradientError,
  OutOfMemoryError,
  RegoptError,
  ShapeError,
  ValueError,
} from './errors.ts';
export { fillOnHost } from './fill-on-host.ts';
export { checkIndices, gatherRows, gatherRowsKernel } from './gather-rows.ts';
export { hostView } from './host-view.ts';
export { isAsynchronous } from './is-asynchronous.ts';
export {
  defineKernel,
  type Kernel,
  type KernelName,
  type KernelOptions,
  type ReferenceLoop,
} from './kernel.ts';
export { KernelNames } from './kernel-names.ts';
export { endLoan, lend } from './lend.ts';
export { markWritten, tick } from './mark-written.ts';
export { checkNumber, type NumberArray, narrow } from './narrow.ts';
export { nearestName, type OptionKinds, valueText } from './option-fault.ts';
export { cosTurns, logOfInteger, sinTurns } from './random/elementary.ts';
export { createGenerator, type Generator, type GeneratorState } from './random/generator.ts';
export { philox } from './random/philox.ts';
export {
  type BernoulliOptions,
  bernoulli,
  bernoulliKernel,
  type NormalOptions,
  normal,
  normalKernel,
  permutation,
  type UniformOptions,
  uniform,
  uniform24,
  uniformKernel,
} from './random/random.ts';
export { createReferenceBackend } from './reference-backend.ts';
export {
  readSafetensors,
  type SafetensorsEntry,
  type SafetensorsFile,
} from './safetensors/read-safetensors.ts';
export { type SafetensorsContent, writeSafetensors } from './safetensors/write-safetensors.ts';
export { keep, scope } from './scope.ts';
export {
  broadcastShapes,
  normalizeAxes,
  normalizeAxis,
  rowMajorStrides,
  type Shape,
  sameShape,
  shapeText,
  sizeOf,
} from './shape.ts';
export { shareState } from './share-state.ts';
export { squeezeDims } from './squeeze-dims.ts';
export type { StepResult } from './step-result.ts';
export { Storage } from './storage.ts';
export { stridedOffsets } from './strided-offsets.ts';
export { isTensor, type NestedArray, Tensor, type TensorJSON } from './tensor.ts';
export {
  contiguous,
  resolveShape,
  viewBroadcast,
  viewPermute,
  viewReshape,
  viewSlice,
  viewTranspose,
} from './view.ts';
export { watchReads } from './watch-reads.ts';
export { writeOnHost } from './write-on-host.ts';
