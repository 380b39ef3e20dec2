import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { memory } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import type { Options } from '../config/merge-options.ts';
import { pathText } from '../config/option-layer.ts';
import { idxFolder } from '../testing/idx-folder.ts';
import { csvFile, flowers, folderOf, greyPng } from '../testing/own-data.ts';
import { UsageError } from '../usage-error.ts';
import { resolveRun } from './resolve-run.ts';

const resolve = (data: Options, options: Options = {}) =>
  resolveRun([
    { options: { data, ...options }, nameOf: (path) => `--${pathText(path).replace('data.', '')}` },
  ]);

const animals = () =>
  folderOf(
    Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [`${i % 2 ? 'cat' : 'wolf'}/${i}.png`, greyPng(8 * i)] as const),
    ),
  );

/** The head of a PNG of 100,000 by 100,000 pixels, which would be 10 GB. */
function hugePng(): Uint8Array {
  const bytes = Uint8Array.from(greyPng(1));
  new DataView(bytes.buffer).setUint32(16, 100_000);
  new DataView(bytes.buffer).setUint32(20, 100_000);
  return bytes;
}

describe('the data of a run', () => {
  it('are a table, whose target says the task and the network', async () => {
    const path = csvFile(flowers());
    const kinds = await resolve({ path, target: 'kind', ignore: ['id', 'price'] });
    expect(kinds.recipe).toMatchObject({ name: 'table', task: 'classification' });
    expect(kinds.recipe.variants(kinds.config)[0]!.title).toBe('4-128-3');
    expect(kinds.config).toMatchObject({ patience: 20, loss: { name: 'crossEntropy' } });
    const prices = await resolve({ path, target: 'price', ignore: ['id', 'colour'] });
    expect(prices.recipe).toMatchObject({ name: 'table', task: 'regression' });
    expect(prices.recipe.variants(prices.config)[0]!.title).toBe('5-128-1');
    expect(prices.config.loss.name).toBe('mse');
  });

  it('are pictures by class, in their own size if they have one, for a convolutional network', async () => {
    const { recipe, config } = await resolve({ path: animals() });
    expect(recipe.name).toBe('pictures');
    expect(recipe.variants(config)[0]!.title).toBe('conv 32 - 2');
    const { train, validation, test, classNames } = await recipe.load(config);
    expect(classNames).toEqual(['cat', 'wolf']);
    expect([train, validation, test].map(({ inputs }) => inputs.shape)).toEqual([
      [18, 1, 8, 8],
      [6, 1, 8, 8],
      [6, 1, 8, 8],
    ]);
  });

  it('are pictures of one size, 32 by 32 if they have several, for hidden layers by option', async () => {
    const path = folderOf({
      ...{ 'train/a/1.png': greyPng(1), 'train/b/1.png': greyPng(2, 9, 7) },
      ...{ 'val/a/1.png': greyPng(3), 'test/b/1.png': greyPng(4), 'test/b/2.png': greyPng(5) },
    });
    const { recipe, config } = await resolve({ path }, { network: { hidden: [5] } });
    expect(recipe.variants(config)[0]!.title).toBe('1024-5-2');
    const { train, validation, test } = await recipe.load(config);
    expect([train, validation, test].map(({ inputs }) => inputs.shape[0])).toEqual([2, 1, 2]);
    const resized = await resolve({ path, imageSize: [4, 6] }, { recipe: 'mnist-mlp' });
    expect(resized.recipe.variants(resized.config)[0]!.title).toBe('24-256-128-2');
  });

  it('are IDX files of any size and number of classes, with or without a test set', async () => {
    const folder = idxFolder({ height: 12, width: 10, classes: 4 });
    const mlp = await resolve({ path: folder });
    expect([mlp.recipe.name, mlp.recipe.variants(mlp.config)[0]!.title]).toEqual([
      'mnist-mlp',
      '120-256-128-4',
    ]);
    const cnn = await resolve({ path: idxFolder({ classes: 3, test: 0 }) }, { recipe: 'mnist-cnn' });
    expect(cnn.recipe.variants(cnn.config)[0]!.title).toBe('conv 16 - conv 32 - conv 64 - conv 64 - 3');
    const counts = async ({ recipe, config }: typeof mlp) => {
      const { train, validation, test } = await recipe.load(config);
      return [train, validation, test].map(({ inputs }) => inputs.shape[0]);
    };
    expect(await counts(mlp)).toEqual([90, 10, 20]);
    expect(await counts(cnn)).toEqual([70, 10, 20]);
  });

  it('are normalised by the moments of their own training part', async () => {
    const { recipe, config } = await resolve({ path: animals(), validationShare: 0.5 });
    const { train, normalize, description } = await recipe.load(config);
    const bytes = await train.inputs.read();
    const mean = Array.from(bytes).reduce((a, b) => a + b, 0) / bytes.length / 255;
    expect((normalize!.mean as number[])[0]).toBeCloseTo(mean, 9);
    expect(description).toMatchObject({ kind: 'pictures', size: [8, 8], channels: 1, normalize });
  });

  it('of a table are standardised by their training rows alone, and divided by the seed', async () => {
    const path = csvFile(flowers());
    const load = async (seed: number, trainSize: number | null = null) => {
      const { recipe, config } = await resolve({ path, target: 'kind', ignore: ['id'] }, { seed, trainSize });
      return recipe.load(config);
    };
    const [first, again, other, few] = [await load(0), await load(0), await load(1), await load(0, 10)];
    const columns = first.train.inputs.shape[1]!;
    const lengths = Array.from(await first.train.inputs.read()).filter((_, i) => i % columns === 0);
    expect(lengths).toHaveLength(72);
    expect(lengths.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 4);
    expect(again.description).toEqual(first.description);
    expect(other.description).not.toEqual(first.description);
    expect([few.train, few.validation, few.test].map(({ inputs }) => inputs.shape[0])).toEqual([10, 24, 24]);
  });

  it('fill missing fields on request', async () => {
    const path = csvFile('a,b,y\n1,,x\n2,3,z\n,3,x\n1,4,z\n2,5,x\n3,6,z\n');
    const { recipe, config } = await resolve({ path, target: 'y', missing: 'median' });
    const { description } = await recipe.load(config);
    expect(description).toMatchObject({ table: { inputs: [{ fill: 2 }, { name: 'b', kind: 'number' }] } });
  });
});

describe('bad data', () => {
  const refusal = async (data: Options, options: Options = {}): Promise<string> => {
    const error: unknown = await resolve(data, options)
      .then(({ recipe, config }) => recipe.load(config))
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(UsageError);
    return (error as Error).message;
  };

  it.each<[string, string, Options, string]>([
    ['a ragged row', 'a,y\n1,x\n2\n', {}, 'train: FILE: line 3 has 1 columns, expected 2: a,y.'],
    ['one class', 'a,y\n1,x\n2,x\n', {}, 'column 2 (y), the target, has one class alone, "x"'],
    ['one row', 'a,y\n1,x\n', {}, 'column 2 (y), the target, has one class alone, "x"'],
    ['two rows', 'a,y\n1,x\n2,z\n', {}, 'has 2 examples: with 1 for validation and 1 for the test, none'],
    ['no rows', 'a,y\n', {}, 'FILE: the text has no rows.'],
    ['no text', '', {}, 'FILE: the text is empty: no header line.'],
    ['a name twice', 'a,a,y\n1,2,x\n', {}, 'FILE: columns 1 and 2 are both named "a".'],
    [
      'a target that is missing',
      'age,size\n1,2\n',
      {},
      '--target "y" is no column of FILE; there are: age, size.',
    ],
    ['a target that is nearly there', 'a,Y\n1,2\n', {}, 'did you mean "Y"? There are: a, Y.'],
    ['no target', 'a,y\n1,2\n', { target: null }, 'name the column to predict, such as --target price.'],
    [
      'missing fields',
      'a,y\n,x\n2,z\n',
      {},
      'column 1 (a): 1 of 2 values is missing, the first on line 2. Fill them by --missing mean, median or ' +
        'most-frequent, or leave the columns out by --ignore.',
    ],
    ['a missing target', 'a,y\n1,\n2,z\n', { missing: 'mean' }, 'It is the target: leave these rows out.'],
    [
      'an identifier',
      `id,a,y\n${Array.from({ length: 12 }, (_, i) => `n${i},${i},${i % 2 ? 'x' : 'z'}\n`).join('')}`,
      {},
      'has 12 different texts, all in one row each, as an identifier has. Leave it out by --ignore id.',
    ],
    ['a column that is not there', 'a,y\n1,x\n2,z\n', { ignore: ['b'] }, 'ignore: no column "b"'],
    [
      'texts as values',
      'a,y\n1,x\n2,z\n',
      { task: 'regression' },
      'holds texts, such as "x" on line 2, and regression needs numbers',
    ],
    [
      'a size of pictures',
      'a,y\n1,x\n2,z\n',
      { imageSize: [2, 3] },
      '--imageSize 2x3 does nothing for FILE.',
    ],
  ])('such as a table with %s are refused', async (_, text, options, sentence) => {
    const path = csvFile(text);
    const message = await refusal({ path, target: 'y', ...options });
    expect(message.replaceAll(path, 'FILE')).toContain(sentence);
    expect(message).not.toMatch(/\{|fitTable|parseTable|\n/);
  });

  it.each<[string, Record<string, string | Uint8Array>, string]>([
    ['nothing in it', {}, 'nor IDX files such as train-images-idx3-ubyte: it is empty.'],
    ['other files', { 'a.txt': '', 'b.pdf': '' }, 'train-images-idx3-ubyte: it has a.txt, b.pdf.'],
    [
      'tables',
      { 'a.csv': 'a' },
      '--path FOLDER is a folder with tables; name one of them, such as FOLDER/a.csv.',
    ],
    ['one class', { 'a/1.png': greyPng(1) }, 'FOLDER has one class alone, a.'],
    ['no pictures', { 'a/b.txt': '', 'c/d.txt': '' }, 'FOLDER/a/b.txt is neither .png nor .jpg: convert it,'],
    [
      'a picture that is none',
      { 'a/1.png': 'hello', 'b/1.png': greyPng(1) },
      'FOLDER/a/1.png is no PNG or JPEG that can be read',
    ],
    [
      'a picture of 10 billion pixels',
      { 'a/1.png': hugePng(), 'b/1.png': greyPng(1) },
      'FOLDER/a/1.png has 100000 x 100000 pixels, more than 67108864: make it smaller.',
    ],
    [
      'IDX labels of a gap',
      { 'train-images-idx3-ubyte': '', 'train-labels-idx1-ubyte': '' },
      'train-images-idx3-ubyte',
    ],
  ])('such as a folder with %s are refused', async (_, files, sentence) => {
    const path = folderOf(files);
    const before = memory();
    const message = await refusal({ path });
    expect(memory()).toEqual(before);
    expect(message.replaceAll(path, 'FOLDER')).toContain(sentence);
    expect(message).not.toMatch(/\{|\n/);
  });

  it('such as what is no file, one picture, or nothing are refused', async () => {
    const folder = folderOf({ 'a.png': greyPng(1) });
    execFileSync('mkfifo', [join(folder, 'fifo')]);
    const refused = async (path: string, sentence: string) =>
      expect(await refusal({ path, target: 'y' })).toBe(`--path ${path}${sentence}`);
    for (const path of [join(folder, 'fifo'), '/dev/zero'])
      await refused(path, ' is no regular file, and no folder.');
    await refused(
      join(folder, 'a.png'),
      ' is one picture; name a folder that has a folder of pictures for each class.',
    );
    await refused(join(folder, 'none.csv'), ': there is no such file or folder.');
  });

  it('such as those of another recipe are refused, and recipes without the data that they need', async () => {
    const path = csvFile(flowers());
    expect(await refusal({ path, target: 'kind' }, { recipe: 'moons' })).toBe(
      `--path ${path} does nothing: moons makes its own data.`,
    );
    expect(await refusal({ path, target: 'kind' }, { recipe: 'mnist-cnn' })).toBe(
      `--path ${path} is a table, and mnist-cnn learns from a folder of IDX files or ` +
        'a folder of pictures by class.',
    );
    for (const recipe of ['table', 'pictures'])
      expect(await refusal({}, { recipe })).toBe(`train: ${recipe} needs data: name them by --data.`);
    expect(await refusal({ target: 'kind' })).toBe('--target kind does nothing without --data.');
  });

  it('such as pictures that a network halves to nothing are refused by name', async () => {
    const path = idxFolder({ height: 3, width: 9 });
    expect(await refusal({ path }, { recipe: 'mnist-cnn' })).toContain(
      'have 3 x 9 pixels; train mnist-mlp on',
    );
    expect((await resolve({ path }, { recipe: 'pictures' })).recipe.name).toBe('pictures');
  });

  it('such as a share where the data have the part already are refused', async () => {
    const path = folderOf({
      ...{ 'train/a/1.png': greyPng(1), 'train/b/1.png': greyPng(2) },
      ...{ 'val/a/1.png': greyPng(3), 'test/b/1.png': greyPng(4) },
    });
    expect(await refusal({ path, testShare: 0.5 })).toBe(`--testShare 0.5 does nothing for ${path}.`);
    expect(await refusal({ path }, { validationSize: 1 })).toBe(
      `--validationSize 1 does nothing: ${path} has a validation set.`,
    );
  });
});
