// A training for killed-run.test.ts: it goes on from the folder that it is given, saves each step there, and
// prints the number of each step once its save has begun.
import { writeSync } from 'node:fs';
import { training } from '../../session/training.ts';
import { folder } from '../../store/folder.ts';
import { checkpoints } from '../checkpoints.ts';
import { loadLatest } from '../generations.ts';
import { setUp } from './set-up.ts';

const fail = (error: Error): never => {
  throw error;
};
const store = folder(process.argv[2]!, { lock: true });
const session = training(setUp([checkpoints(store, { everySteps: 1, onProblem: fail })], { epochs: 1e6 }));
const latest = await loadLatest(store, { onProblem: fail });
if (latest !== undefined) await session.load(latest.file);
for await (const event of session) if (event.type === 'step') writeSync(1, `${event.step}\n`);
