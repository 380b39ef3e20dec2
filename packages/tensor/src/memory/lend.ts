import { checkTensor } from '../check/check-tensor.ts';
import { Tensor } from '../tensor/tensor.ts';
import { Storage } from './storage.ts';

/**
 * A second tensor over the memory of `x`, for a buffer that is handed out repeatedly with new values, such as
 * a batch or a result. After {@link endLoan}, every use of it, and of recorded ops that read it, is an
 * error. No scope ends it, and its `dispose()` frees nothing.
 *
 * @throws DisposedError when the memory of `x` was freed.
 * @example
 * ```ts
 * import { assign, endLoan, lend, tensor } from '@regopt/tensor';
 * const buffer = tensor([1, 2]);
 * const first = lend(buffer);
 * first.toArray(); // 1, 2
 * endLoan(first, 'the buffer holds the next values. Copy what is to be kept.');
 * assign(buffer, [3, 4]); // from here on, first.toArray() throws DisposedError
 * ```
 */
export function lend(x: Tensor): Tensor {
  checkTensor('lend', x);
  const { storage } = x;
  if (storage.disposed) storage.failDisposed('lend');
  const loan = new Storage(storage.backend, storage.byteLength, storage);
  return new Tensor(loan, x.shape, x.contiguous ? undefined : x.strides, x.offset, x.dtype, x.size);
}

/**
 * Ends a loan: its memory will be overwritten.
 *
 * @param loan a tensor made by {@link lend}; has no effect if it has ended already
 * @param reason the sentence of later errors, after the name of the operation and a colon
 * @throws RegoptError for a tensor that is not a loan.
 * @example
 * ```ts
 * import { endLoan, lend, tensor } from '@regopt/tensor';
 * const loan = lend(tensor([1, 2]));
 * endLoan(loan, 'it was read once, and once only.');
 * ```
 */
export function endLoan(loan: Tensor, reason: string): void {
  checkTensor('endLoan', loan, 'loan');
  loan.storage.end(reason);
}
