/**
 * The ten classes of Fashion-MNIST, in the order of its labels (H. Xiao, K. Rasul, R. Vollgraf,
 * "Fashion-MNIST", arXiv:1708.07747).
 *
 * @example
 * ```ts
 * import { fashionMnistNames } from '@regopt/data';
 * fashionMnistNames[9]; // 'ankle boot'
 * ```
 */
export const fashionMnistNames: readonly string[] = [
  'T-shirt/top',
  'trouser',
  'pullover',
  'dress',
  'coat',
  'sandal',
  'shirt',
  'sneaker',
  'bag',
  'ankle boot',
];
