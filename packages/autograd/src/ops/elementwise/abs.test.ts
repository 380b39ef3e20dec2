import { awayFromZero, describeOp, edgeShapes, unaryCases } from '../../testing/index.ts';
import { abs } from './abs.ts';

describeOp('abs', {
  op: ([x]) => abs(x!),
  cases: unaryCases(),
  always: edgeShapes,
  domain: [awayFromZero],
});
