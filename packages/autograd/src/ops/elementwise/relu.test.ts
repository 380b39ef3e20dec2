import { awayFromZero, describeOp, edgeShapes, unaryCases } from '../../testing/index.ts';
import { relu } from './relu.ts';

describeOp('relu', {
  op: ([x]) => relu(x!),
  cases: unaryCases(),
  always: edgeShapes,
  domain: [awayFromZero],
});
