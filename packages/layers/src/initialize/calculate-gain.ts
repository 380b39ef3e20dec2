import { checkFinite } from '@regopt/autograd';
import { ValueError } from '@regopt/tensor';

/** The nonlinearity after a layer. The gain compensates for how much it reduces the variance. */
export type Nonlinearity = 'linear' | 'sigmoid' | 'tanh' | 'relu' | 'leakyRelu' | 'selu';

/**
 * PyTorch's recommended gain of a nonlinearity: linear and sigmoid 1, tanh 5/3, relu sqrt 2, leakyRelu
 * sqrt(2 / (1 + slope^2)), selu 3/4.
 *
 * Source: torch/nn/init.py; for the rectifiers He, Zhang, Ren, Sun, "Delving deep into rectifiers", ICCV
 * 2015.
 *
 * @param slope of leakyRelu below 0; 0.01 as in PyTorch when left out
 * @throws ValueError for another name, or a slope that is not finite.
 * @example
 * ```ts
 * import { calculateGain } from '@regopt/layers';
 * calculateGain('relu'); // 1.4142
 * calculateGain('leakyRelu', 1); // 1
 * ```
 */
export function calculateGain(nonlinearity: Nonlinearity, slope = 0.01): number {
  checkFinite('calculateGain', 'the slope', slope);
  switch (nonlinearity) {
    case 'linear':
    case 'sigmoid':
      return 1;
    case 'tanh':
      return 5 / 3;
    case 'relu':
      return Math.SQRT2;
    case 'leakyRelu':
      return Math.sqrt(2 / (1 + slope * slope));
    case 'selu':
      return 0.75;
    default:
      throw new ValueError(
        `calculateGain: unknown nonlinearity ${String(nonlinearity)}; known: linear, sigmoid, tanh, ` +
          'relu, leakyRelu, selu.',
      );
  }
}
