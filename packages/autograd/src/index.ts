export { type BackwardOptions, backward, type Gradients } from './backward.ts';
export { type GradcheckOptions, gradcheck } from './gradcheck.ts';
export { defineBinaryKernel, runBroadcast } from './kernels/broadcast.ts';
export { defineGradientKernel, defineUnaryKernel, runElementwise } from './kernels/elementwise.ts';
export { checkFloat, type Operand, operandPair } from './kernels/operands.ts';
export type { ReduceOptions } from './kernels/reduce.ts';
export { noGrad } from './no-grad.ts';
export { add } from './ops/add.ts';
export { broadcastTo } from './ops/broadcast-to.ts';
export { mul } from './ops/mul.ts';
export { reshape } from './ops/reshape.ts';
export { sum } from './ops/sum.ts';
export { sumTo } from './ops/sum-to.ts';
export { tanh } from './ops/tanh.ts';
export { parameter } from './parameter.ts';
export {
  type BackwardClosure,
  isRecording,
  record,
  recordFusedGradient,
  type TapeNode,
  withRecording,
} from './tape.ts';
export { type ValueAndGradients, valueAndGrad } from './value-and-grad.ts';
export { zerosLike } from './zeros-like.ts';
