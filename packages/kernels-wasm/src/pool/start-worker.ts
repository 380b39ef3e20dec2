import { builtin } from '../runtime/platform.ts';
import { type WorkerTask, workerFunction } from './worker-text.ts';

/** A started worker, of Node or of a browser. */
export interface StartedWorker {
  terminate(): void;
}

interface NodeWorker {
  on(event: 'error' | 'exit', listener: (value: unknown) => void): void;
  unref(): void;
  terminate(): Promise<number>;
}

interface WorkerThreads {
  readonly isMainThread: boolean;
  readonly Worker: new (text: string, options: object) => NodeWorker;
}

/**
 * Starts a worker and passes it its task. `ended` is called with the reason if it dies without being told to.
 * In Node it does not keep the process alive.
 */
export function startWorker(task: WorkerTask, ended: (reason: string) => void): StartedWorker {
  const threads = builtin<WorkerThreads>('worker_threads');
  return threads === undefined ? startWebWorker(task, ended) : startNodeWorker(threads, task, ended);
}

function startNodeWorker(
  { Worker }: WorkerThreads,
  task: WorkerTask,
  ended: (reason: string) => void,
): StartedWorker {
  const text = `(${workerFunction})(require('worker_threads').workerData);`;
  // execArgv is empty: some flags of this process are invalid in a worker or meant for the main script.
  const worker = new Worker(text, { eval: true, workerData: task, execArgv: [], name: 'regopt' });
  let failure: unknown;
  worker.on('error', (error) => {
    failure = error;
  });
  worker.on('exit', () => ended(failure === undefined ? 'it ended' : String(failure)));
  worker.unref();
  return { terminate: () => void worker.terminate() };
}

const blocked =
  "their script was not loaded, which a Content-Security-Policy must allow by 'worker-src blob:'";

function startWebWorker(task: WorkerTask, ended: (reason: string) => void): StartedWorker {
  const text = `onmessage = ({ data }) => { (${workerFunction})(data); close(); };`;
  const address = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  let worker: Worker | undefined;
  const terminate = () => {
    worker?.terminate();
    URL.revokeObjectURL(address);
  };
  try {
    worker = new Worker(address, { name: 'regopt' });
    // An error thrown by the script has a message; a failure to load the script has none.
    worker.onerror = ({ message }) => ended(message || blocked);
    worker.postMessage(task);
  } catch (error) {
    terminate();
    throw error;
  }
  return { terminate };
}
