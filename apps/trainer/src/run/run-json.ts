import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { regoptCommand } from '../regopt-command.ts';
import { UsageError } from '../usage-error.ts';
import { provenance } from './provenance.ts';
import type { RunFolder } from './run-folder.ts';

const name = 'run.json';
const json = (value: object): Uint8Array => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);

/** Notes in `run.json` what a run is made by, unless the folder has that already. */
export async function writeRunJson({ store }: RunFolder, backend: string): Promise<void> {
  if ((await store.read(name)) === undefined) await store.write(name, json(provenance(backend)));
}

/** Adds to `run.json` that the training has diverged, and where. */
export async function noteDivergence({ store }: RunFolder, divergence: string): Promise<void> {
  const bytes = await store.read(name);
  const noted: object = bytes === undefined ? {} : JSON.parse(new TextDecoder().decode(bytes));
  await store.write(name, json({ ...noted, divergence }));
}

/**
 * Refuses a run that has diverged: its options lead to the same end each time.
 *
 * @param command the name of the command, for errors
 */
export function refuseDiverged(folder: string, command: string): void {
  const divergence = divergenceOf(join(folder, name));
  if (divergence === undefined) return;
  throw new UsageError(
    `${command}: the training of ${folder} has diverged. ${divergence} Train anew with other options, such ` +
      `as a lower rate: ${regoptCommand} train --config ${folder}/config.json --learning-rate RATE`,
  );
}

function divergenceOf(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, 'utf8'))?.divergence;
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${(error as Error).message}.`);
  }
}
