// pnpm new-package <name> [--imports tensor,autograd]
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { orExit } from '../or-exit.ts';
import { createPackage } from './create-package.ts';

const { name, folder } = orExit(() => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { imports: { type: 'string' } },
  });
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0)
    throw new Error('new-package: give one name: pnpm new-package <name> [--imports tensor,autograd]');
  const imports = values.imports?.split(',') ?? [];
  return { name, folder: createPackage(fileURLToPath(new URL('../..', import.meta.url)), { name, imports }) };
});
console.log(`${folder} is made, with its row in tools/imports/import-table.ts.`);
console.log(`Test it:  pnpm exec vitest run --project ${name}`);
console.log(`Build it: pnpm --filter @regopt/${name} run build`);
