export { describeOptimizer } from './testing/describe-optimizer.ts';
export type { OptimizerUnderTest, OptimizerVariant, Reach } from './testing/optimizer-under-test.ts';
