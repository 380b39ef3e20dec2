import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { predictRows, trainOnTable } from './csv.ts';

const folder = mkdtempSync(join(tmpdir(), 'regopt-'));
afterAll(() => rmSync(folder, { recursive: true }));

// iris.csv: R. A. Fisher, "The use of multiple measurements in taxonomic problems", 1936, from scikit-learn.
it('a table is split, standardised, learned with early stopping, saved, loaded and predicted', async () => {
  const out = join(folder, 'iris.safetensors');
  await trainOnTable(fileURLToPath(new URL('iris.csv', import.meta.url)), 'species', out);
  const rows =
    'petalLength,petalWidth,sepalLength,sepalWidth\n1.4,0.2,5.1,3.5\n4.5,1.4,6.2,2.8\n6.1,2.3,7.2,3.2\n';
  expect(await predictRows(out, rows)).toEqual(['setosa', 'versicolor', 'virginica']);
});

it.each([
  ['csv.ts', 25],
  ['gan.ts', 40],
])('%s is a program of at most %s lines', (file, lines) => {
  const text = readFileSync(new URL(file, import.meta.url), 'utf8').replace(/\/\*\*[\s\S]*?\*\//g, '');
  const code = text.split('\n').filter((line) => !/^(import .*|\s*[\])};]*)$/.test(line));
  expect(code.length).toBeLessThanOrEqual(lines);
});
