import { ValueError } from '@regopt/tensor';

/** @throws ValueError always: there is no value of no rows. */
export function noRows(name: string): never {
  throw new ValueError(`${name}: no rows were added, so it has no value. Call update() before read().`);
}
