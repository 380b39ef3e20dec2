import { createGenerator, setBackend } from '@regopt/tensor';
import type { Runner } from '../../peers/serve.mjs';
import type { Work } from '../work.ts';
import type { OursFacts } from './ours-facts.ts';
import type { OursSettings } from './ours-settings.ts';
import { referenceKernels } from './reference-kernels.ts';
import { startBackend } from './start-backend.ts';
import { canCapture } from './works/captured.ts';
import type { DoWork, WorkContext } from './works/do-work.ts';

/**
 * True if the work can be captured as a step; the others are one op, an update of ready tensors, or a
 * process.
 */
const isStep = (work: Work) =>
  work.kind === 'op' ||
  work.kind === 'train' ||
  work.kind === 'loop' ||
  (work.kind === 'manyOps' && work.recorded);

/** Prepares a work on a fresh WASM back end, which becomes the current one. */
export async function createOurs(work: Work, settings: OursSettings): Promise<Runner> {
  const backend = await startBackend(settings);
  setBackend(backend);
  await backend.ready;
  const compiled = settings.compiled && canCapture && isStep(work);
  const doWork = await prepare(work, { generator: createGenerator(1), compiled }, settings);
  const before = backend.report();
  const { threads, build } = backend.capabilities();
  const facts: OursFacts = { threads, build, compiled };
  return {
    facts,
    run: doWork,
    report: () => referenceKernels(before, backend.report()),
    dispose: () => backend.dispose(),
  };
}

/** Imports a work's module on demand: a revision that lacks an op can still run the other works. */
async function prepare(work: Work, context: WorkContext, settings: OursSettings): Promise<DoWork> {
  switch (work.kind) {
    case 'matmul':
      return (await import('./works/matmul.ts')).prepareMatmul(work, context);
    case 'convolution':
      return (await import('./works/convolution.ts')).prepareConvolution(work, context);
    case 'op':
      return (await import('./works/op.ts')).prepareOp(work, context);
    case 'manyOps':
      return (await import('./works/many-ops.ts')).prepareManyOps(work, context);
    case 'train':
      return (await import('./works/train.ts')).prepareTrain(work, context);
    case 'loop':
      return (await import('./works/loop.ts')).prepareLoop(work, context, settings);
    case 'update':
      return (await import('./works/update.ts')).prepareUpdate(work, context);
    case 'clip':
      return (await import('./works/update.ts')).prepareClip(work, context);
    case 'startUp':
      return (await import('./works/start-up.ts')).prepareStartUp();
    case 'size':
      return (await import('./works/size.ts')).prepareSize(work);
  }
}
