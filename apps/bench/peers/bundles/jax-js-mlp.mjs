// jax-js has no layers and optimizers, so a page loads the whole library; the model's own lines add almost
// nothing.
export { init, jit, lax, nn, numpy, random, tree, valueAndGrad } from '@jax-js/jax';
