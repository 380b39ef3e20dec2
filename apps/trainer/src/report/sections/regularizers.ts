import { formatNumber } from '../format/format-number.ts';
import type { ReportData } from '../report-data.ts';

const names: Readonly<Record<string, string>> = {
  'network.dropout': 'dropout',
  'optimizer.weightDecay': 'weight decay',
  mixup: 'mixup',
  l1: 'an L1 penalty of',
  inputNoise: 'noise on the inputs of',
  labelNoise: 'noise on the labels of',
  'loss.labelSmoothing': 'label smoothing',
};

/** The regularizers that the options turn on, each with its strength. */
export function regularizers(config: ReportData['config']): string[] {
  return Object.entries(names).flatMap(([option, name]) => {
    const strength = config[option];
    return typeof strength === 'number' && strength > 0 ? `${name} ${formatNumber(strength)}` : [];
  });
}
