// node run-worker.mjs WORKER [WORD]...: serves the works of a worker of this folder, which reads its words behind its name.
import { serve } from './serve.mjs';

const { create } = await import(`./${process.argv[2]}`);
await serve(create);
