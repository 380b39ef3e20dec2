import { describeOp, edgeShapes, unaryCases } from '../../testing/index.ts';
import { neg } from './neg.ts';

describeOp('neg', {
  op: ([x]) => neg(x!),
  cases: unaryCases(),
  always: edgeShapes,
});
