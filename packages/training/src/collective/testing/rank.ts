import { parentPort, workerData } from 'node:worker_threads';
import { createReferenceBackend, setBackend } from '@regopt/tensor';
import { connectThreads } from './shared-memory.ts';
import { smallTraining } from './small-training.ts';

const { memory, rank, size, parts } = workerData;
setBackend(createReferenceBackend());
parentPort!.postMessage(await smallTraining(parts, connectThreads(memory, rank, size)));
