export { describeLayer } from './testing/describe-layer.ts';
export type { LayerSetting, LayerUnderTest, LayerVariant } from './testing/layer-under-test.ts';
