import type { Edit } from '../edit.ts';
import { autogradEdits } from './autograd.ts';
import { benchEdits } from './bench.ts';
import { dataEdits } from './data.ts';
import { kernelsWasmEdits } from './kernels-wasm.ts';
import { layersEdits } from './layers.ts';
import { optimEdits } from './optim.ts';
import { schedulersEdits } from './schedulers.ts';
import { tensorEdits } from './tensor.ts';
import { trainerEdits } from './trainer.ts';
import { trainingEdits } from './training.ts';

/** Wrong edits; each package has its own file. */
export const edits: readonly Edit[] = [
  ...tensorEdits,
  ...autogradEdits,
  ...layersEdits,
  ...optimEdits,
  ...schedulersEdits,
  ...dataEdits,
  ...kernelsWasmEdits,
  ...trainingEdits,
  ...trainerEdits,
  ...benchEdits,
];
