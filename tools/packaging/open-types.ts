// Runs after tsup in a package's folder: removes `#private` from its types. TypeScript treats two classes
// with `#private` as different types, even those of two installed copies of one package; without it, classes
// with the same members are compatible.
import { globSync, readFileSync, writeFileSync } from 'node:fs';

for (const path of globSync('dist/*.d.ts')) {
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.replace(/^ *#private;\n/gm, ''));
}
