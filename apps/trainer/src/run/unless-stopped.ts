import { StoppedError } from '../stopped-error.ts';

/**
 * Waits for work that saves nothing, such as reading data, but no longer than until a signal.
 *
 * @throws StoppedError as soon as the signal is aborted; the work goes on, and its result is lost.
 */
export async function unlessStopped<Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> {
  let stop = (): void => {};
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(new StoppedError());
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, stopped]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
