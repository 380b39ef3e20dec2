// Without layers and optimizers of its own, what it ships is the library: the model's own lines weigh nothing beside it.
export { init, jit, lax, nn, numpy, random, tree, valueAndGrad } from '@jax-js/jax';
