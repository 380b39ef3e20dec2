import { BatchNorm1d, Dropout, type Layer, Linear } from '@regopt/layers';
import type { Generator } from '@regopt/tensor';
import { activations } from './activations.ts';

/** The options of fully connected layers. */
export interface DenseOptions {
  readonly activation: keyof typeof activations;
  readonly batchNorm: boolean;
  /** Undefined for no dropout layers. A layer of probability 0 counts in the names of the others. */
  readonly dropout: number | undefined;
}

/** `a hidden layer of 64`, for a recipe's summary. */
export function hiddenText(hidden: readonly number[]): string {
  if (hidden.length === 0) return 'no hidden layer';
  return hidden.length === 1 ? `a hidden layer of ${hidden[0]}` : `hidden layers of ${hidden.join(', ')}`;
}

/**
 * Fully connected layers of the given widths, and between them batch normalization, the activation and
 * dropout.
 */
export function denseLayers(
  widths: readonly number[],
  { activation, batchNorm, dropout }: DenseOptions,
  generator: Generator,
): Layer[] {
  return widths.slice(1).flatMap((width, i) => {
    const linear = new Linear(widths[i]!, width, { generator });
    if (i === widths.length - 2) return [linear];
    return [
      linear,
      ...(batchNorm ? [new BatchNorm1d(width)] : []),
      activations[activation](),
      ...(dropout === undefined ? [] : [new Dropout(dropout)]),
    ];
  });
}
