import { ValueError } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import * as data from './index.ts';

declare global {
  interface ImportMeta {
    glob(pattern: string, options: object): Record<string, string>;
  }
}

const sources = import.meta.glob('./**/*.ts', { query: '?raw', import: 'default', eager: true });

const seed = 1;
const moons = data.twoMoons({ count: 4, seed });
const table = data.parseCsv('x,y\n1,2\n');
const idx = data.encodeIdx({ type: 'u8', shape: [1], data: Uint8Array.of(1) });
const images = data.encodeIdx({ type: 'u8', shape: [1, 1, 1], data: Uint8Array.of(1) });
const mnist = { trainImages: images, trainLabels: idx, testImages: images, testLabels: idx };

/** Every function with options: a call with given options, and valid options. */
const takers: Readonly<Record<string, readonly [(options: never) => unknown, object]>> = {
  createLoader: [(o) => data.createLoader(moons, o), { batchSize: 2 }],
  datasetFromTable: [(o) => data.datasetFromTable(table, o), { target: 'x' }],
  noisyCurve: [(o) => data.noisyCurve(o), { count: 4, seed }],
  parseCsv: [(o) => data.parseCsv('x\n1\n', o), { delimiter: ';' }],
  parseIdx: [(o) => data.parseIdx(idx, o), { name: 'labels' }],
  parseLabeledImages: [(o) => data.parseLabeledImages({ images, labels: idx }, o), { classes: 2 }],
  parseMnist: [(o) => data.parseMnist(mnist, o), { classes: 2 }],
  rings: [(o) => data.rings(o), { count: 4, seed }],
  split: [(o) => data.split(moons, o), { counts: [1, 3], seed }],
  twoMoons: [(o) => data.twoMoons(o), { count: 4, seed }],
  withLabelNoise: [(o) => data.withLabelNoise(moons, o), { fraction: 0.5, seed }],
};

it('every function with options is tested here', () => {
  const named = Object.entries(sources).flatMap(([path, text]) =>
    path.includes('test')
      ? []
      : [...text.matchAll(/^export (?:async )?function (\w+)[^{]*?\boptions\??: /gm)].map(
          (match) => match[1]!,
        ),
  );
  expect(
    named.filter((name) => name in data).sort(),
    'packages/data/src/options.test.ts: add a row to `takers` for each +, remove that of each -',
  ).toEqual(Object.keys(takers).sort());
});

describe.each(Object.entries(takers))('the options of %s', (name, [call, good]) => {
  const given = async (options: unknown) => call(options as never);

  it('may be the documented ones, and nothing else', async () => {
    await expect(given(good)).resolves.toBeDefined();
    for (const options of [null, 0.1, [good], new Map()]) {
      await expect(given(options)).rejects.toThrow(ValueError);
      await expect(given(options)).rejects.toThrow(`${name}: options are an object of `);
    }
    await expect(given({ ...good, surprise: 1 })).rejects.toThrow(`${name}: unknown option "surprise"`);
    for (const key of Object.keys(good))
      await expect(given({ ...good, [key]: true })).rejects.toThrow(
        new RegExp(`^${name}: ${key} (is|are) .*, got true`),
      );
  });
});
