import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const here = fileURLToPath(new URL('.', import.meta.url));
const sources = join(here, '../../packages/autograd/src/ops');
const families = readdirSync(join(here, 'ops')).sort();
const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

describe("the ops' goldens", () => {
  it.each(families)('of the family %s belong to its ops, and their cases are in its file', (family) => {
    const files = readdirSync(join(sources, family));
    const cases = readFileSync(join(here, 'cases', `${family}.py`), 'utf8');
    for (const file of readdirSync(join(here, 'ops', family))) {
      const { op } = JSON.parse(readFileSync(join(here, 'ops', family, file), 'utf8'));
      expect(file).toBe(`${op}.json`);
      expect(files, `${file} is in tools/goldens/ops/${family}: move it to where its op is`).toContain(
        `${kebab(op)}.ts`,
      );
      expect(cases, `tools/goldens/cases/${family}.py has no cases of ${op}`).toContain(`'${op}'`);
    }
  });

  it('are of every family of ops, each of which ops.py imports', () => {
    const ops = readFileSync(join(here, 'ops.py'), 'utf8');
    const imported = /FAMILIES = \((.*?)\)/s.exec(ops)?.[1]?.match(/\w+/g)?.sort();
    expect(imported, 'FAMILIES in tools/goldens/ops.py').toEqual(families);
    expect(readdirSync(sources), 'folders of packages/autograd/src/ops').toEqual(families);
  });

  it('have a seed of their own each', () => {
    const seeds = new Map<number, string>();
    for (const file of families.flatMap((family) => globSync(`ops/${family}/*.json`, { cwd: here }))) {
      const { op, seed } = JSON.parse(readFileSync(join(here, file), 'utf8'));
      expect(
        seeds.get(seed),
        `${op} in tools/goldens/cases has the seed ${seed} of another op`,
      ).toBeUndefined();
      seeds.set(seed, op);
    }
  });

  it('are all from PyTorch 2.15, or where it has no such thing, from scikit-learn 1.9 or Keras 3.15', () => {
    const files = readdirSync(here, { recursive: true, encoding: 'utf8' });
    for (const file of files.filter((path) => path.endsWith('.json'))) {
      const { source } = JSON.parse(readFileSync(join(here, file), 'utf8'));
      expect(source, `tools/goldens/${file}: write it again with PyTorch 2.15`).toMatch(
        /PyTorch 2\.15\.|scikit-learn 1\.9\.|^Keras 3\.15\./,
      );
    }
  });
});
