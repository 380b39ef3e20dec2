import { describeOp, edgeShapes, unaryCases } from '../../testing/index.ts';
import { square } from './square.ts';

describeOp('square', {
  op: ([x]) => square(x!),
  cases: unaryCases(),
  always: edgeShapes,
});
