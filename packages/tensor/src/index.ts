export type {
  Backend,
  KernelReport,
  MemoryUse,
  Program,
  StorageLike,
  TensorLike,
} from './backend/backend.ts';
export { getBackend, kernelReport, memory, run, setBackend, withBackend } from './backend/current-backend.ts';
export {
  defineKernel,
  type Kernel,
  type KernelName,
  type KernelOptions,
  type ReferenceLoop,
} from './backend/kernel.ts';
export { KernelNames } from './backend/kernel-names.ts';
export { createReferenceBackend } from './backend/reference-backend.ts';
export { shareState } from './backend/share-state.ts';
export { checkOptions, type Filled } from './check/check-options.ts';
export { checkTensor } from './check/check-tensor.ts';
export { isAsynchronous } from './check/is-asynchronous.ts';
export { checkNumber, type NumberArray, narrow } from './check/narrow.ts';
export { nearestName, type OptionKinds, valueText } from './check/option-fault.ts';
export { type CompiledStep, type CompileOptions, compile } from './compile/compile.ts';
export type { StepResult } from './compile/step-result.ts';
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
export { fillOnHost } from './memory/fill-on-host.ts';
export { hostView } from './memory/host-view.ts';
export { endLoan, lend } from './memory/lend.ts';
export { markWritten, tick } from './memory/mark-written.ts';
export { keep, scope } from './memory/scope.ts';
export { Storage } from './memory/storage.ts';
export { watchReads } from './memory/watch-reads.ts';
export { writeOnHost } from './memory/write-on-host.ts';
export { cosTurns, logOfInteger, sinTurns } from './random/elementary.ts';
export { createGenerator, type Generator, type GeneratorState } from './random/generator.ts';
export { permutation } from './random/permutation.ts';
export { philox } from './random/philox.ts';
export {
  type BernoulliOptions,
  bernoulli,
  type NormalOptions,
  normal,
  type UniformOptions,
  uniform,
} from './random/random.ts';
export { bernoulliKernel, normalKernel, uniform24, uniformKernel } from './random/random-kernels.ts';
export {
  readSafetensors,
  type SafetensorsEntry,
  type SafetensorsFile,
} from './safetensors/read-safetensors.ts';
export { valuesFor } from './safetensors/values-for.ts';
export { type SafetensorsContent, writeSafetensors } from './safetensors/write-safetensors.ts';
export {
  broadcastShapes,
  normalizeAxes,
  normalizeAxis,
  rowMajorStrides,
  type Shape,
  sameShape,
  shapeText,
  sizeOf,
} from './shape/shape.ts';
export { squeezeDims } from './shape/squeeze-dims.ts';
export { stridedOffsets } from './shape/strided-offsets.ts';
export {
  contiguous,
  resolveShape,
  viewBroadcast,
  viewPermute,
  viewReshape,
  viewSlice,
  viewTranspose,
} from './shape/view.ts';
export { readWalk, walkNumbers } from './shape/walk-numbers.ts';
export { addInPlaceKernel } from './tensor/add-in-place-kernel.ts';
export { assign } from './tensor/assign.ts';
export { type CastOptions, cast, copyInto } from './tensor/copy.ts';
export { copyKernel, fillKernel } from './tensor/copy-kernel.ts';
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
} from './tensor/create.ts';
export {
  bytesPerElement,
  type DType,
  dtypeOf,
  isDType,
  isFloat,
  type TypedArray,
  typedArray,
  typedView,
} from './tensor/dtype.ts';
export { emptyLike, fullLike } from './tensor/empty-like.ts';
export { checkIndices, gatherRows, gatherRowsKernel } from './tensor/gather-rows.ts';
export type { NestedArray } from './tensor/nested-values.ts';
export { isTensor, Tensor, type TensorJSON } from './tensor/tensor.ts';
