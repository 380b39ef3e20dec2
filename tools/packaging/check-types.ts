import { symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from './run-command.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface CheckTypesOptions {
  /** The compiler's name in tools/packaging: `typescript` or `typescript-5.5`. */
  readonly compiler: string;
  readonly lib: readonly string[];
  readonly types: readonly string[];
  readonly module: 'nodenext' | 'esnext';
}

/**
 * Gives a project the packages that its types may reference: Node's types and those of the `./testing`
 * entries.
 */
export function linkTypes(cwd: string): void {
  for (const name of ['@types', 'fast-check', 'vitest'])
    symlinkSync(join(root, 'node_modules', name), join(cwd, 'node_modules', name), 'dir');
}

/**
 * Compiles a module that imports these entries, with a full check of every declaration file that it reaches;
 * throws the compiler's output if it refuses.
 */
export async function checkTypes(
  cwd: string,
  entries: readonly string[],
  options: CheckTypesOptions,
): Promise<void> {
  const { compiler, lib, types, module } = options;
  const name = `${compiler}-${lib.join('-')}-${types.join('-')}`;
  const lines = entries.map((entry, index) => `export * as entry${index} from '${entry}';`);
  writeFileSync(join(cwd, `${name}.ts`), lines.join('\n'));
  const compilerOptions = {
    noEmit: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    target: 'es2022',
    module,
    moduleResolution: module === 'esnext' ? 'bundler' : module,
    // A condition of the user's own: it must not select our sources.
    customConditions: ['source'],
    lib,
    types,
  };
  const project = join(cwd, `${name}.json`);
  writeFileSync(project, JSON.stringify({ compilerOptions, files: [`${name}.ts`] }));
  const manifest = fileURLToPath(import.meta.resolve(`${compiler}/package.json`));
  await runCommand(process.execPath, [join(dirname(manifest), 'bin/tsc'), '-p', project], { cwd });
}
