export { describeOp, type InputMaker, type OpBattery, type OpCase } from './describe-op.ts';
export {
  anyShape,
  binaryCases,
  broadcastPair,
  edgePairs,
  edgeShapes,
  reduceCases,
  unaryCases,
} from './shapes.ts';
