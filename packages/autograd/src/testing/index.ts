export { describeOp, type InputMaker, type OpBattery, type OpCase } from './describe-op.ts';
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
