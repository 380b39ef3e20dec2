/**
 * Every error that the packages throw on bad input, by cause. The message says the operation, what is
 * wrong, the values, and what to do: `matmul: inner dimensions differ: [4,3] x [2,8].`
 */
export class RegoptError extends Error {
  /** Names the class for `instanceof`. */
  static readonly kind: string = '@regopt/RegoptError';
  override name = 'RegoptError';

  // biome-ignore-start lint/complexity/noThisInStatic: `this` is the class on the right of `instanceof`.
  /** Also true for an error of the same kind from another installed copy of the package. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    if (Function.prototype[Symbol.hasInstance].call(this, value)) return true;
    // A user's subclass has no `kind` of its own, and no other copy can define that subclass.
    if (!(value instanceof Error) || !Object.hasOwn(this, 'kind')) return false;
    let maker = value.constructor as Partial<typeof RegoptError> | null;
    while (maker && !(Object.hasOwn(maker, 'kind') && maker.kind === this.kind))
      maker = Object.getPrototypeOf(maker);
    return maker !== null;
  }
  // biome-ignore-end lint/complexity/noThisInStatic: as above.
}

/** Shapes, axes or sizes that do not fit each other. */
export class ShapeError extends RegoptError {
  static override readonly kind: string = '@regopt/ShapeError';
  override name = 'ShapeError';
}

/** A dtype that the operation does not accept, or two dtypes that differ. */
export class DTypeError extends RegoptError {
  static override readonly kind: string = '@regopt/DTypeError';
  override name = 'DTypeError';
}

/** A number or option outside its range. */
export class ValueError extends RegoptError {
  static override readonly kind: string = '@regopt/ValueError';
  override name = 'ValueError';
}

/** A tensor used after its memory was freed. */
export class DisposedError extends RegoptError {
  static override readonly kind: string = '@regopt/DisposedError';
  override name = 'DisposedError';
}

/** A back end that cannot allocate more memory. */
export class OutOfMemoryError extends RegoptError {
  static override readonly kind: string = '@regopt/OutOfMemoryError';
  override name = 'OutOfMemoryError';
}

/** A file or byte string that is not what its format says. */
export class FormatError extends RegoptError {
  static override readonly kind: string = '@regopt/FormatError';
  override name = 'FormatError';
}

/** A gradient that does not exist. */
export class GradientError extends RegoptError {
  static override readonly kind: string = '@regopt/GradientError';
  override name = 'GradientError';
}
