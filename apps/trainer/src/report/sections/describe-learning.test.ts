import { describe, expect, it } from 'vitest';
import type { ModelReport } from '../report-data.ts';
import { sampleDigits } from '../testing/sample-digits.ts';
import { describeLearning } from './describe-learning.ts';

function withLosses(train: number[], validation: number[]): ModelReport {
  const epochs = train.map((loss, i) => ({
    epoch: i + 1,
    step: i + 1,
    train: { loss },
    validation: { loss: validation[i]! },
    seconds: i,
    learningRate: 0.1,
  }));
  return { ...sampleDigits(1).models[0]!, epochs };
}

describe('describeLearning', () => {
  it('gives the lowest validation loss with its epoch, and the final losses', () => {
    expect(describeLearning(withLosses([0.5, 0.2, 0.1], [0.6, 0.4, 0.45]))).toBe(
      'The validation loss was at its lowest, 0.4000, after epoch 2. After epoch 3, the last one, the ' +
        'training loss is 0.1000 and the validation loss 0.4500.',
    );
    expect(describeLearning(withLosses([0.5, 0.2], [0.6, 0.4]))).toBe(
      'After epoch 2, the last one, the training loss is 0.2000 and the validation loss 0.4000, its lowest.',
    );
  });

  it('gives the epoch from which the loss is not finite', () => {
    expect(describeLearning(withLosses([0.5, Number.NaN], [0.6, 0.4]))).toMatch(
      /^The training diverged: after epoch 2 the loss is no longer a finite number\./,
    );
  });
});
