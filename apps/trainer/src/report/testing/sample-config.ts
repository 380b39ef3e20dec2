import { flatConfig } from '../../config/flat-config.ts';
import { recipeConfig } from '../../config/resolve-config.ts';
import type { ReportData } from '../report-data.ts';

/** Sample options of a run on digits, in the order of `config.json`. */
export const sampleConfig: ReportData['config'] = flatConfig(recipeConfig('mnist-mlp'));
