/**
 * Every error that the packages throw on bad input, by cause. The message says the operation, what is
 * wrong, the values, and what to do: `matmul: inner dimensions differ: [4,3] x [2,8].`
 */
export class RegoptError extends Error {
  override name = 'RegoptError';
}

/** Shapes, axes or sizes that do not fit each other. */
export class ShapeError extends RegoptError {
  override name = 'ShapeError';
}

/** A dtype that the operation does not take, or two that differ. */
export class DTypeError extends RegoptError {
  override name = 'DTypeError';
}

/** A number or option outside its range. */
export class ValueError extends RegoptError {
  override name = 'ValueError';
}

/** A tensor used after its memory was freed. */
export class DisposedError extends RegoptError {
  override name = 'DisposedError';
}

/** A back end that has no more memory to give. */
export class OutOfMemoryError extends RegoptError {
  override name = 'OutOfMemoryError';
}

/** A file or byte string that is not what its format says. */
export class FormatError extends RegoptError {
  override name = 'FormatError';
}

/** A gradient that does not exist. */
export class GradientError extends RegoptError {
  override name = 'GradientError';
}
