import { describe, expect, it } from 'vitest';
import { sampleConfig } from '../testing/sample-config.ts';
import { regularizers } from './regularizers.ts';

describe('regularizers', () => {
  it('names the regularizers that the options turn on', () => {
    expect(regularizers(sampleConfig)).toEqual(['dropout 0.3', 'weight decay 0.01']);
    expect(regularizers({ 'network.dropout': 0, l1: 1e-5, 'loss.labelSmoothing': 0.1 })).toEqual([
      'an L1 penalty of 1e\u22125',
      'label smoothing 0.1',
    ]);
    expect(regularizers({})).toEqual([]);
  });
});
