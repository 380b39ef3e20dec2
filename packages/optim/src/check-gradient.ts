import { DTypeError, RegoptError, ShapeError, sameShape, shapeText, type Tensor } from '@regopt/tensor';
import { nameOfOther } from './name-of-other.ts';

/** Throws unless a gradient can be used for the parameter of that name: its shape, dtype and back end, memory not freed. */
export function checkGradient(rule: string, name: string, parameter: Tensor, gradient: Tensor): void {
  const ours = parameter.storage;
  const theirs = gradient.storage;
  if (!sameShape(gradient.shape, parameter.shape)) {
    throw new ShapeError(
      `${rule}: the gradient of parameter "${name}" has shape ${shapeText(gradient.shape)}, ` +
        `the parameter has ${shapeText(parameter.shape)}.`,
    );
  }
  if (gradient.dtype !== parameter.dtype) {
    throw new DTypeError(
      `${rule}: the gradient of parameter "${name}" is ${gradient.dtype}, the parameter is ${parameter.dtype}.`,
    );
  }
  if (ours.disposed) ours.failDisposed(`${rule}: parameter "${name}"`);
  if (theirs.disposed) theirs.failDisposed(`${rule}: the gradient of parameter "${name}"`);
  if (theirs.backend !== ours.backend) {
    throw new RegoptError(
      `${rule}: the gradient of parameter "${name}" lives on the back end ${theirs.backend.name}, ` +
        `the parameter on ${nameOfOther(ours.backend, theirs.backend)}.`,
    );
  }
}
