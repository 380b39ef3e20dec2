import { createGenerator, setBackend } from '@regopt/tensor';
import type { Runner } from '../../peers/serve.mjs';
import type { Work } from '../work.ts';
import type { OursFacts } from './ours-facts.ts';
import type { OursSettings } from './ours-settings.ts';
import { referenceKernels } from './reference-kernels.ts';
import { startBackend } from './start-backend.ts';
import type { DoWork, WorkContext } from './works/do-work.ts';
import { canRecord } from './works/recorded.ts';

/** Whether the work is a step: the others are a single op, an update of what lies ready, or a process of their own. */
const isStep = (work: Work) =>
  work.kind === 'op' || work.kind === 'train' || (work.kind === 'manyOps' && work.recorded);

/** Makes a work ready on a fresh WASM back end, which becomes the current one. */
export async function createOurs(work: Work, settings: OursSettings): Promise<Runner> {
  const backend = await startBackend(settings);
  setBackend(backend);
  await backend.ready;
  const compiled = settings.compiled && canRecord && isStep(work);
  const doWork = await prepare(work, { generator: createGenerator(1), compiled });
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

/** Loaded when it is asked for: a revision that lacks an op can still do the works that need it not. */
async function prepare(work: Work, context: WorkContext): Promise<DoWork> {
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
