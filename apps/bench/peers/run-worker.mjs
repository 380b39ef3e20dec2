// node run-worker.mjs WORKER [WORD]...: serves the works of a worker in this folder. The worker reads the
// words.
import { serve } from './serve.mjs';

const { create } = await import(`./${process.argv[2]}`);
await serve(create);
