export { type DatasetFromTableOptions, datasetFromTable } from './csv/dataset-from-table.ts';
export { type CsvTable, type ParseCsvOptions, parseCsv } from './csv/parse-csv.ts';
export type { Dataset } from './dataset.ts';
export { encodeIdx } from './idx/encode-idx.ts';
export type { IdxArray, IdxDataByType, IdxType } from './idx/idx-type.ts';
export { type ParseIdxOptions, parseIdx } from './idx/parse-idx.ts';
export { type ChannelMoments, channelStatistics } from './loader/channel-statistics.ts';
export { createLoader } from './loader/create-loader.ts';
export { createPace } from './loader/create-pace.ts';
export type { Batch, BatchOptions, EpochOptions, Loader } from './loader/loader.ts';
export type { LoaderOptions } from './loader/loader-options.ts';
export type { Normalization } from './loader/normalization.ts';
export type { Part } from './loader/part-rows.ts';
export { fashionMnistNames } from './mnist/fashion-mnist-names.ts';
export {
  type LabeledImages,
  type LabeledNames,
  type ParseLabeledImagesOptions,
  parseLabeledImages,
} from './mnist/parse-labeled-images.ts';
export {
  type MnistFiles,
  type ParseMnistOptions,
  parseMnist,
  type TrainAndTest,
} from './mnist/parse-mnist.ts';
export { type LabelNoiseOptions, withLabelNoise } from './noise/with-label-noise.ts';
export { fitScaler, type Scaler } from './scaler/fit-scaler.ts';
export { scale, unscale } from './scaler/scale.ts';
export { type SplitOptions, split } from './split.ts';
export { encodeInputs, encodeTable } from './table/encode-table.ts';
export type { MissingStrategy } from './table/fill-of.ts';
export { type FitTableOptions, fitTable } from './table/fit-table.ts';
export type { Task } from './table/fit-target.ts';
export type { FittedInput, FittedTable, FittedTarget } from './table/fitted-table.ts';
export { type ParseTableOptions, parseTable } from './table/parse-table.ts';
export { splitTable } from './table/split-table.ts';
export type { CategoryTableColumn, NumberTableColumn, Table, TableColumn } from './table/table.ts';
export { take } from './take.ts';
export { noisyCurve, trueCurve } from './toys/noisy-curve.ts';
export { type RingsOptions, rings } from './toys/rings.ts';
export type { ToyOptions } from './toys/toy-options.ts';
export { twoMoons } from './toys/two-moons.ts';
export { withWeights } from './with-weights.ts';
export { yieldToHost } from './yield-to-host.ts';
