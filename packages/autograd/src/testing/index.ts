export { describeOp, type OpBattery } from './describe-op.ts';
export type { InputMaker, OpCase } from './make-inputs.ts';
export {
  anyShape,
  awayFromZero,
  binaryCases,
  broadcastPair,
  distinct,
  edgePairs,
  edgeShapes,
  reduceCases,
  unaryCases,
} from './shapes.ts';
