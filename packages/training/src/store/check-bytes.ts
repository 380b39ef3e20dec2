import { ValueError, valueText } from '@regopt/tensor';

/** Refuses what is not a Uint8Array (a Buffer is one), which would be written as other bytes or as none. */
export function checkBytes(operation: string, bytes: unknown): void {
  // By its name, which is the same for an array of another realm.
  if (ArrayBuffer.isView(bytes) && Object.prototype.toString.call(bytes) === '[object Uint8Array]') return;
  throw new ValueError(`${operation}: a file's content is a Uint8Array, got ${valueText(bytes)}.`);
}
