// After tsup, in a package's folder: takes `#private` out of its types. TypeScript holds two classes that have it for two
// types, even those of two installed copies of one package; without it, classes of the same members are one.
import { globSync, readFileSync, writeFileSync } from 'node:fs';

for (const path of globSync('dist/*.d.ts')) {
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.replace(/^ *#private;\n/gm, ''));
}
