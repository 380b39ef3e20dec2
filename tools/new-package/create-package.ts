import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type NewPackage, packageFiles } from './package-files.ts';

/** Appends the package's row to the import table. */
function addRow(table: string, { name, imports }: NewPackage): string {
  const start = table.indexOf('export const importTable');
  const end = table.indexOf('\n};', start);
  if (start < 0 || end < 0) throw new Error('new-package: no importTable in tools/imports/import-table.ts.');
  const key = name.includes('-') ? `'${name}'` : name;
  const row = `  ${key}: { imports: [${imports.map((other) => `'${other}'`).join(', ')}] },`;
  return `${table.slice(0, end)}\n${row}${table.slice(end)}`;
}

/**
 * Writes a package that builds, passes its test and has its row in the import table; returns its folder.
 *
 * @throws if the name is not kebab-case, the folder exists, or an import names no package.
 */
export function createPackage(root: string, { name, imports }: NewPackage): string {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    throw new Error(`new-package: "${name}" is not a name in kebab-case, like "image-noise".`);
  }
  const folder = join('packages', name);
  if (existsSync(join(root, folder))) throw new Error(`new-package: ${folder} exists already.`);
  const missing = imports.find((other) => !existsSync(join(root, 'packages', other, 'package.json')));
  if (missing !== undefined) throw new Error(`new-package: there is no package "${missing}" to import.`);

  const tablePath = join(root, 'tools/imports/import-table.ts');
  const table = addRow(readFileSync(tablePath, 'utf8'), { name, imports });
  const license = readFileSync(join(root, 'LICENSE'), 'utf8');
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  for (const [path, text] of packageFiles({ name, imports }, license, manifest)) {
    const target = join(root, folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
  writeFileSync(tablePath, table);
  return folder;
}
