import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeIdx } from '@regopt/data';
import { readSafetensors } from '@regopt/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { flowers } from './testing/own-data.ts';
import { type Ended, regopt as regoptIn } from './testing/regopt-process.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

let home = '';
beforeEach(() => {
  home = temporaryFolder();
});

const regopt = (words: readonly string[], started?: (child: ChildProcess) => void): Promise<Ended> =>
  regoptIn(home, words, { ...(started && { started }) });

/** A folder in MNIST's format: 28x28 pictures whose brightness gives their label. */
function writeDigits(
  folder: string,
  options: { train?: number; labels?: number; label?: number } = {},
): string {
  const { train = 200, labels = train, label = 9 } = options;
  mkdirSync(folder);
  const write = (part: string, images: number, count: number): void => {
    const pixels = Uint8Array.from({ length: images * 784 }, (_, i) => (Math.floor(i / 784) % 10) * 28);
    const classes = Uint8Array.from({ length: count }, (_, i) => (i === count - 1 ? label : i % 10));
    writeFileSync(
      join(folder, `${part}-images-idx3-ubyte`),
      encodeIdx({ type: 'u8', shape: [images, 28, 28], data: pixels }),
    );
    writeFileSync(
      join(folder, `${part}-labels-idx1-ubyte`),
      encodeIdx({ type: 'u8', shape: [count], data: classes }),
    );
  };
  write('train', train, labels);
  write('t10k', 50, 50);
  return folder;
}

const files = ['config.json', 'metrics.jsonl', 'model.safetensors', 'report.html', 'run.json'];
const metrics = (run: string) =>
  readFileSync(join(home, run, 'metrics.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('regopt train', () => {
  it.each(['moons', 'curve-regression'])(
    'leaves a whole run folder for %s, which evaluate reads',
    async (recipe) => {
      const trained = await regopt(['train', recipe, '--epochs', '20', '--seed', '3']);
      expect(trained).toMatchObject({ code: 0, stderr: '' });
      expect(trained.stdout).toMatch(
        /\non wasm \((relaxed|portable), (one thread|\d+ threads)\), compiled\n/,
      );
      expect(trained.stdout).toMatch(/\ntrained in: \d+\.\d s\nreport: runs\/[a-z-]+-1\/report\.html\n$/);
      const run = `runs/${recipe}-1`;
      expect(readdirSync(join(home, run)).sort()).toEqual(files);
      expect(JSON.parse(readFileSync(join(home, run, 'config.json'), 'utf8'))).toMatchObject({
        recipe,
        epochs: 20,
        seed: 3,
      });
      expect(metrics(run).map(({ model }) => model)).toEqual(
        ['small', 'right', 'large', 'regularized'].flatMap((name) => new Array(20).fill(name)),
      );
      const names = [...readSafetensors(readFileSync(join(home, run, 'model.safetensors'))).tensors.keys()];
      expect(names).toEqual(
        expect.arrayContaining(['small.0.weight', 'right.0.bias', 'large.4.weight', 'regularized.0.weight']),
      );

      const evaluated = await regopt(['evaluate', run]);
      expect(evaluated).toMatchObject({ code: 0, stderr: '' });
      const tests = (text: string) => text.split('\n').filter((line) => line.startsWith('test '));
      expect(tests(evaluated.stdout)).toEqual(tests(trained.stdout));
      expect(tests(evaluated.stdout).length).toBeGreaterThanOrEqual(4);
    },
  );

  it('learns from a folder of digits, and prints its accuracy', async () => {
    writeDigits(join(home, 'digits'));
    const trained = await regopt([
      ...[
        'train',
        '--data-dir',
        'digits',
        '--epochs',
        '40',
        '--batch-size',
        '50',
        '--validation-size',
        '50',
        '--warmup-steps',
        '0',
        '--out',
        'a/run',
      ],
    ]);
    expect(trained).toMatchObject({ code: 0, stderr: '' });
    const [, accuracy] = /test accuracy: (\d\.\d{4})\n/.exec(trained.stdout)!;
    expect(Number(accuracy)).toBeGreaterThan(0.9);
    expect(trained.stdout).toContain('\nreport: a/run/report.html\n');
    expect((await regopt(['evaluate', 'a/run'])).stdout).toContain(`test accuracy: ${accuracy}\n`);
  });

  it('gives the same numbers for the same seed, and different ones for another', async () => {
    const run = async (name: string, seed: string) => {
      await regopt(['train', 'moons', '--epochs', '5', '--seed', seed, '--out', name]);
      return metrics(name).map(({ seconds: _, ...rest }) => rest);
    };
    const [a, again, other] = await Promise.all([run('a', '1'), run('b', '1'), run('c', '2')]);
    expect(again).toEqual(a);
    expect(other).not.toEqual(a);
  });

  it('prints and records its thread count, and whether it is compiled', async () => {
    const words = ['--epochs', '3', '--threads', '1', '--no-compile', '--out', 'run'];
    const trained = await regopt(['train', 'moons', ...words]);
    expect(trained.stdout).toMatch(/\non wasm \((relaxed|portable), one thread\)\n/);
    const config = JSON.parse(readFileSync(join(home, 'run/config.json'), 'utf8'));
    expect(config).toMatchObject({ threads: 1, compile: false });
    expect(readFileSync(join(home, 'run/report.html'), 'utf8')).toMatch(/Back end: wasm \(\w+, one thread\)/);

    const { threads: _, compile: __, ...older } = config;
    const evaluated = await regopt(['evaluate', 'run']);
    writeFileSync(join(home, 'run/config.json'), JSON.stringify(older));
    expect(await regopt(['evaluate', 'run'])).toEqual(evaluated);
    expect(evaluated.code).toBe(0);
  });

  it('keeps its progress when it is interrupted', async () => {
    const trained = await regopt(['train', 'moons', '--epochs', '1000000'], (child) => {
      child.stdout!.once('data', () => setTimeout(() => child.kill('SIGINT'), 1500));
    });
    expect(trained.code).toBe(130);
    expect(trained.stderr).toContain('stopping after this step; the run will be saved');
    expect(readdirSync(join(home, 'runs/moons-1')).sort()).toEqual([...files, 'last.safetensors'].sort());
    expect(readFileSync(join(home, 'runs/moons-1/report.html'), 'utf8')).toMatch(/interrupted/i);
    // Only the first model was in training; the output does not mention the others.
    expect(trained.stdout).not.toContain('about right');
    const evaluated = await regopt(['evaluate', 'runs/moons-1']);
    expect(evaluated).toMatchObject({ code: 0, stderr: '' });
    expect(evaluated.stdout).not.toContain('about right');
  });
});

describe("regopt on one's own data", () => {
  it('trains on a table, predicts its rows, and measures the model on others', async () => {
    writeFileSync(join(home, 'kinds.csv'), flowers());
    const words = ['--data', 'kinds.csv', '--target', 'kind', '--ignore', 'id,price', '--epochs', '20'];
    const trained = await regopt(['train', ...words]);
    expect(trained).toMatchObject({ code: 0, stderr: '' });
    expect(trained.stdout).toContain(
      'table: a multilayer perceptron, 4-128-3, on kinds.csv: kind from 3 columns\n',
    );
    writeFileSync(join(home, 'new.csv'), 'colour;width;length\nred;1;5.2\n');
    const said = await regopt(['predict', 'runs/table-1', 'new.csv']);
    expect(said).toMatchObject({ code: 0, stderr: '' });
    expect(said.stdout).toMatch(/^file,line,class,probability\nnew\.csv,2,rose,[01]\.\d{4}\n$/);
    const evaluated = await regopt(['evaluate', 'runs/table-1', '--data', 'kinds.csv']);
    expect(evaluated.stdout).toMatch(/^test loss: 0\.\d{4}\ntest accuracy: [01]\.\d{4}\n$/);
  });

  it('refuses a table and rows that it cannot use by one sentence with exit code 2', async () => {
    writeFileSync(join(home, 'kinds.csv'), `${flowers()}1,2\n`);
    expect(await regopt(['train', '--data', 'kinds.csv', '--target', 'kind'])).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'regopt: train: kinds.csv: line 122 has 2 columns, expected 6: ' +
        'length,width,colour,id,price,kind.\n',
    });
    expect(readdirSync(home)).toEqual(['kinds.csv']);
    const { code, stdout } = await regopt(['predict', 'nowhere', 'kinds.csv']);
    expect([code, stdout]).toEqual([2, '']);
  });
});

describe('bad input', () => {
  const refused = async (words: readonly string[], sentence: string): Promise<void> => {
    const { code, stderr } = await regopt(words);
    expect(stderr).toBe(`regopt: ${sentence}\n`);
    expect(code).toBe(2);
  };

  it('is refused with one sentence and exit code 2, and nothing is written', async () => {
    await refused(
      ['train', 'mnist'],
      'train: unknown recipe "mnist"; did you mean "mnist-mlp"? ' +
        'Known: mnist-mlp, mnist-cnn, curve-regression, ' +
        'moons, table, pictures.',
    );
    await refused(['train', 'moons', '--dropout', '1.5'], '--dropout must be below 1, got 1.5.');
    expect((await regopt(['train', '--speed'])).code).toBe(2);
    expect(readdirSync(home)).toEqual([]);
  });

  it('names a folder without digits, and the files that it lacks', async () => {
    const { code, stderr } = await regopt(['train', '--data-dir', 'nowhere']);
    expect(code).toBe(2);
    expect(stderr).toBe('regopt: --data-dir nowhere: there is no such file or folder.\n');
    expect(readdirSync(home)).toEqual([]);
  });

  it('names images and labels of different counts', async () => {
    writeDigits(join(home, 'digits'), { labels: 199 });
    const { code, stderr } = await regopt(['train', '--data-dir', 'digits', '--validation-size', '50']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/200.*199/);
    expect(existsSync(join(home, 'runs'))).toBe(false);
  });

  it('names a label out of range', async () => {
    writeDigits(join(home, 'digits'), { label: 12 });
    const { code, stderr } = await regopt(['train', '--data-dir', 'digits', '--validation-size', '50']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^regopt: .*the largest label is 12, but none is 10, 11\. .*\n$/);
    expect(existsSync(join(home, 'runs'))).toBe(false);
  });

  it.each([
    ['cut short', (bytes: Uint8Array) => bytes.subarray(0, bytes.length - 1)],
    ['too long', (bytes: Uint8Array) => Buffer.concat([bytes, Buffer.from([0])])],
  ])('names an IDX file that is %s, with both sizes', async (_, change) => {
    const file = join(writeDigits(join(home, 'digits')), 'train-images-idx3-ubyte');
    writeFileSync(file, change(readFileSync(file)));
    const { code, stderr } = await regopt(['train', '--data-dir', 'digits', '--validation-size', '50']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/train-images-idx3-ubyte.*156816.*15681[57]/);
  });

  it('names an output folder that cannot be written', async () => {
    writeFileSync(join(home, 'file'), '');
    await refused(
      ['train', 'moons', '--out', 'file/run'],
      'train: cannot write file/run: it is not a folder.',
    );
  });

  it('names an empty output folder name, and an output folder that is not empty', async () => {
    await refused(['train', 'moons', '--out', ''], 'train: --out is empty; name a folder.');
    writeFileSync(join(home, 'file'), '');
    await refused(['train', 'moons', '--out', '.'], 'train: --out . is not empty; name a new folder.');
  });

  it('names a validation set that leaves nothing to learn from', async () => {
    writeDigits(join(home, 'digits'));
    await refused(
      ['train', '--data-dir', 'digits', '--validation-size', '200'],
      '--validation-size 200 leaves none of the 200 examples to learn from.',
    );
    await refused(
      ['train', '--data-dir', 'digits', '--validation-size', '100', '--train-size', '101'],
      '--train-size 101 and a validation set of 100 are more than the 200 examples.',
    );
  });

  it('names what is wrong in the config.json of a run, before it takes memory', async () => {
    mkdirSync(join(home, 'run'));
    const says = async (config: object, sentence: string) => {
      writeFileSync(join(home, 'run/config.json'), JSON.stringify(config));
      await refused(['evaluate', 'run'], sentence);
    };
    await says(
      { version: 2, recipe: 'moons' },
      'evaluate: run/config.json is of version 2, of a newer regopt; this one reads version 1.',
    );
    await says({ version: 1 }, 'evaluate: run/config.json names no recipe.');
    await says(
      { recipe: 'moons', optimizer: 'sdg' },
      'run/config.json: optimizer must be one of sgd, adam, adamw, lion, got "sdg"; did you mean "sgd"?',
    );
    await says(
      { recipe: 'moons', trainSize: 2 ** 31 - 1 },
      'run/config.json: trainSize must be at most 100000 for moons, ' +
        'which makes its examples, got 2147483647.',
    );
  });

  it('names a folder that is not a run, and a model that is torn or of another network', async () => {
    await refused(
      ['evaluate', 'runs/none'],
      'evaluate: runs/none is no run: there is no runs/none/config.json.',
    );
    await regopt(['train', 'moons', '--epochs', '1', '--out', 'run']);
    const model = join(home, 'run/model.safetensors');
    const bytes = readFileSync(model);
    writeFileSync(model, bytes.subarray(0, bytes.length - 4));
    const torn = await regopt(['evaluate', 'run']);
    expect(torn.code).toBe(2);
    expect(torn.stderr).toMatch(/^regopt: .*safetensors.*\n$/);
    await regopt(['train', 'curve-regression', '--epochs', '1', '--out', 'curve']);
    writeFileSync(model, readFileSync(join(home, 'curve/model.safetensors')));
    const foreign = await regopt(['evaluate', 'run']);
    expect(foreign.code).toBe(2);
    expect(foreign.stderr).toMatch(/small\.0\.weight/);
  });
});
