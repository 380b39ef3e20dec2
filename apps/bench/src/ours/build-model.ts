import {
  BatchNorm1d,
  BatchNorm2d,
  Conv2d,
  Dropout,
  Flatten,
  type Layer,
  Linear,
  MaxPool2d,
  Relu,
  Sequential,
  Tanh,
} from '@regopt/layers';
import type { Generator } from '@regopt/tensor';
import type { LayerSpec } from '../work.ts';

function buildLayer(spec: LayerSpec, generator: Generator): Layer {
  switch (spec[0]) {
    case 'linear':
      return new Linear(spec[1], spec[2], { generator });
    case 'conv2d':
      return new Conv2d(spec[1], spec[2], spec[3], { padding: (spec[3] - 1) / 2, generator });
    case 'batchNorm1d':
      return new BatchNorm1d(spec[1]);
    case 'batchNorm2d':
      return new BatchNorm2d(spec[1]);
    case 'maxPool2d':
      return new MaxPool2d(spec[1]);
    case 'dropout':
      return new Dropout(spec[1]);
    case 'flatten':
      return new Flatten();
    case 'relu':
      return new Relu();
    case 'tanh':
      return new Tanh();
  }
}

/** Builds a network from a list of layers. */
export function buildModel(layers: readonly LayerSpec[], generator: Generator): Layer {
  return new Sequential(...layers.map((spec) => buildLayer(spec, generator)));
}
