// Measured with the tensors that it updates: the user has them anyway, but the page loads them.
export { adam, adamw, clipGradNorm, sgd } from '@regopt/optim';
