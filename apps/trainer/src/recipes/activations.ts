import { Elu, Gelu, type Layer, LeakyRelu, Relu, Sigmoid, Silu, Softplus, Tanh } from '@regopt/layers';

/** The activations that `network.activation` accepts, one row each. */
export const activations = {
  relu: () => new Relu(),
  leakyRelu: () => new LeakyRelu(),
  elu: () => new Elu(),
  gelu: () => new Gelu(),
  silu: () => new Silu(),
  tanh: () => new Tanh(),
  sigmoid: () => new Sigmoid(),
  softplus: () => new Softplus(),
} as const satisfies Readonly<Record<string, () => Layer>>;

export const activationNames = Object.keys(activations) as (keyof typeof activations)[];
