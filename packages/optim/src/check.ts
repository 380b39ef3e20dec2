import {
  type Backend,
  DTypeError,
  isFloat,
  RegoptError,
  ShapeError,
  sameShape,
  shapeText,
  type Tensor,
  ValueError,
  valueText,
} from '@regopt/tensor';

/** Throws ValueError unless each of the named options is a finite number >= 0. */
export function checkNotNegative<Options extends object>(
  rule: string,
  options: Options,
  names: readonly (keyof Options & string)[],
): void {
  for (const name of names) {
    const value: unknown = options[name];
    if (!(typeof value === 'number' && value >= 0 && Number.isFinite(value))) {
      throw new ValueError(`${rule}: ${name} is a finite number >= 0, got ${valueText(value)}.`);
    }
  }
}

/** Throws ValueError unless `betas` are an array of two numbers in [0, 1). */
export function checkBetas(rule: string, betas: readonly number[]): void {
  const valid =
    Array.isArray(betas) &&
    betas.length === 2 &&
    betas.every((beta) => typeof beta === 'number' && beta >= 0 && beta < 1);
  if (valid) return;
  throw new ValueError(`${rule}: betas are an array of two numbers in [0, 1), got ${valueText(betas)}.`);
}

/** Throws DTypeError or ShapeError for a parameter that cannot be updated in place. */
export function checkParameter(rule: string, name: string, { dtype, contiguous }: Tensor): void {
  if (!isFloat(dtype))
    throw new DTypeError(`${rule}: parameter "${name}" is ${dtype}; parameters are f32 or f64.`);
  if (!contiguous)
    throw new ShapeError(`${rule}: parameter "${name}" is a view with holes; give a contiguous tensor.`);
}

/** Throws unless a gradient fits the parameter of that name: shape, dtype, back end, and memory not freed. */
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
      `${rule}: the gradient of parameter "${name}" is ${gradient.dtype}, ` +
        `the parameter is ${parameter.dtype}.`,
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

interface Named {
  readonly name: string;
  readonly parameter: Tensor;
}

/** Throws RegoptError for a parameter that is on another back end than the first one. */
export function checkBackend(rule: string, { name, parameter }: Named, first: Named): void {
  const { backend } = parameter.storage;
  const other = first.parameter.storage.backend;
  if (backend === other) return;
  throw new RegoptError(
    `${rule}: parameter "${name}" lives on the back end ${backend.name}, ` +
      `"${first.name}" on ${nameOfOther(other, backend)}. Make them on one.`,
  );
}

/** The name of a back end in an error that has named another one: two of the same kind have the same name. */
function nameOfOther(other: Backend, named: Backend): string {
  return other.name === named.name ? 'another of that name' : other.name;
}
