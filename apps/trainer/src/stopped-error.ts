/** A signal came before there was anything to save. */
export class StoppedError extends Error {
  override name = 'StoppedError';
}
