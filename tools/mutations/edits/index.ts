import type { Edit } from '../edit.ts';
import { autogradEdits } from './autograd.ts';
import { dataEdits } from './data.ts';
import { kernelsWasmEdits } from './kernels-wasm.ts';
import { optimEdits } from './optim.ts';
import { trainerEdits } from './trainer.ts';

export const edits: readonly Edit[] = [
  ...autogradEdits,
  ...dataEdits,
  ...kernelsWasmEdits,
  ...optimEdits,
  ...trainerEdits,
];
