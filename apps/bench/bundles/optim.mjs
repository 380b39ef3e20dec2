// With the tensors that it updates: a user has them anyway, but ships them.
export { adam, adamw, clipGradNorm, sgd } from '@regopt/optim';
