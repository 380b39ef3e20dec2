export { describeMetric, type MetricUnderTest } from './testing/describe-metric.ts';
export { describeStore, type StoreUnderTest } from './testing/describe-store.ts';
export { type Draw, drawClasses, drawValues, type MetricBatch } from './testing/metric-batches.ts';
