import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { commandLine, isUsageError } from './command-line.ts';
import type { Config } from './config/config.ts';
import { recipeConfig } from './config/resolve-config.ts';
import { idxFolder } from './testing/idx-folder.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

interface Called {
  config?: Config;
  out?: string | undefined;
  folder?: string;
  data?: string | undefined;
  files?: readonly string[];
  options?: object;
  resumed?: string;
  printed?: string;
  /** What commander writes to the standard error. */
  complained?: string;
}

async function call(...words: string[]): Promise<Called> {
  const called: Called = {};
  await run(words, called);
  return called;
}

async function run(words: readonly string[], called: Called): Promise<void> {
  const program = commandLine({
    async train(_recipe, config, out) {
      Object.assign(called, { config, out });
    },
    async resume(folder) {
      called.resumed = folder;
    },
    async evaluate(folder, data) {
      Object.assign(called, { folder, data });
    },
    async predict(folder, files, options) {
      Object.assign(called, { folder, files, options });
    },
    print(text) {
      called.printed = text;
    },
  });
  const output = {
    writeOut: (text: string) => void (called.printed = (called.printed ?? '') + text),
    writeErr: (text: string) => void (called.complained = (called.complained ?? '') + text),
  };
  for (const command of [program, ...program.commands]) command.exitOverride().configureOutput(output);
  await program.parseAsync(words, { from: 'user' });
}

/** The options of data that are not one's own. */
const noData = {
  path: null,
  target: null,
  task: null,
  missing: null,
  ignore: [],
  categories: [],
  delimiter: null,
  testShare: null,
  validationShare: null,
  imageSize: null,
};

/** The message of the usage error that a command line ends with. */
async function refusal(...words: string[]): Promise<string> {
  const error = await call(...words).catch((caught: unknown) => caught);
  expect(isUsageError(error), `${words}: ${error}`).toBe(true);
  return (error as Error).message;
}

let folder = '';
beforeEach(() => {
  folder = temporaryFolder();
});

/** A file in a folder of its own. */
function write(name: string, text: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe('regopt train', () => {
  it('trains the digits by default', async () => {
    const { config, out } = await call('train');
    expect(config).toEqual(recipeConfig('mnist-mlp'));
    expect(config).toMatchObject({ version: 1, seed: 0, optimizer: { name: 'adamw' }, data: { path: null } });
    expect(out).toBeUndefined();
  });

  it('takes every named option', async () => {
    const { config, out } = await call(
      ...'train moons --epochs 3 --batch-size 7 --optimizer sgd --learning-rate 0.5 --momentum 0.8'.split(
        ' ',
      ),
      ...'--weight-decay 0 --schedule step --warmup-steps 2 --max-grad-norm 1 --loss crossEntropy'.split(' '),
      ...'--hidden 8,4 --activation gelu --batch-norm --dropout 0.25 --label-smoothing 0.1'.split(' '),
      ...'--l1 1e-4 --input-noise 0.1 --label-noise 0.2 --train-size 50 --validation-size 60'.split(' '),
      ...'--ema 0.99 --mixup 0.2 --patience 4 --parts 2 --checkpoint-seconds 5 --max-seconds 60'.split(' '),
      ...'--seed 9 --portable --no-compile --threads 3 --out o'.split(' '),
    );
    expect(out).toBe('o');
    expect(config).toEqual({
      version: 1,
      recipe: 'moons',
      epochs: 3,
      batchSize: 7,
      optimizer: {
        name: 'sgd',
        learningRate: 0.5,
        momentum: 0.8,
        dampening: 0,
        nesterov: false,
        weightDecay: 0,
      },
      schedule: { name: 'step', warmupSteps: 2, every: null, gamma: 0.1 },
      loss: { name: 'crossEntropy', labelSmoothing: 0.1 },
      network: { hidden: [8, 4], activation: 'gelu', batchNorm: true, dropout: 0.25 },
      maxGradNorm: 1,
      ema: 0.99,
      mixup: 0.2,
      l1: 1e-4,
      inputNoise: 0.1,
      labelNoise: 0.2,
      patience: 4,
      trainSize: 50,
      validationSize: 60,
      seed: 9,
      parts: 2,
      checkpointSeconds: 5,
      maxSeconds: 60,
      data: noData,
      portable: true,
      compile: false,
      threads: 3,
    });
  });

  it('takes --lr for --learning-rate, and none for no limit and for no hidden layer', async () => {
    const file = write('run.yaml', 'maxGradNorm: 1');
    const { config } = await call(
      'train',
      ...['--config', file, '--lr', '0.5', '--max-grad-norm', 'none', '--hidden', 'none'],
    );
    expect(config).toMatchObject({
      optimizer: { learningRate: 0.5 },
      maxGradNorm: null,
      network: { hidden: [] },
    });
  });

  it('takes the file over the defaults, --set over the file, and named options over all', async () => {
    const file = write(
      'run.yaml',
      'recipe: moons\nepochs: 2\nbatchSize: 2\nseed: 2\noptimizer: { betas: [0.5, 0.5], epsilon: 2 }',
    );
    const { config } = await call(
      'train',
      ...['--config', file, '--batch-size', '4', '--set', 'batchSize=3', '--set', 'seed=3'],
      ...['--set', 'seed=4', '--set', 'optimizer.betas=[0.9, 0.95]'],
    );
    expect(config).toMatchObject({ recipe: 'moons', epochs: 2, batchSize: 4, seed: 4, validationSize: 500 });
    expect(config!.optimizer).toMatchObject({ name: 'adamw', betas: [0.9, 0.95], epsilon: 2 });
  });

  it('keeps the rate and the weight decay for another optimizer, and drops the former options', async () => {
    const file = write('run.yaml', 'optimizer: { name: sgd, momentum: 0.5, learningRate: 0.2 }');
    const { config } = await call('train', '--config', file, '--optimizer', 'lion');
    expect(config!.optimizer).toEqual({
      name: 'lion',
      learningRate: 0.2,
      betas: [0.9, 0.99],
      weightDecay: 0.01,
    });
  });

  it('prints the options of a run as a file that gives the same ones, and does not train', async () => {
    const words = ['train', 'moons', '--lr', '0.5', '--set', 'optimizer.betas=[0.9,0.95]', '--hidden', '3'];
    const { printed, config } = await call(...words, '--print-config');
    expect(config).toBeUndefined();
    expect(printed).toContain('\n  betas: [ 0.9, 0.95 ]\n');
    const again = await call('train', '--config', write('printed.yaml', printed!));
    expect(again.config).toEqual((await call(...words)).config);
  });

  it("repeats a run from its config.json, and a file's folder is relative to the file", async () => {
    const digits = idxFolder();
    const { config } = await call('train', '--seed', '5', '--data-dir', digits);
    const again = await call('train', '--config', write('config.json', JSON.stringify(config, null, '\t')));
    expect(again.config).toEqual(config);
    cpSync(digits, join(folder, 'digits'), { recursive: true });
    for (const text of ['dataDir: digits', 'data: { path: digits }', 'version: 1\ndata: { path: digits }']) {
      const beside = await call('train', '--config', write('run.yaml', text));
      expect(beside.config!.data.path).toBe(join(folder, 'digits'));
    }
  });

  it('takes a file without a version in the flat form of older runs', async () => {
    const file = write(
      'old.json',
      '{ "optimizer": "sgd", "learningRate": 0.5, "momentum": 0.5, "dropout": 0 }',
    );
    const { config } = await call('train', '--config', file);
    expect(config!.optimizer).toMatchObject({ name: 'sgd', learningRate: 0.5, momentum: 0.5 });
    expect(config!.network.dropout).toBe(0);
  });
});

describe('regopt', () => {
  it('evaluates a run, or goes on with it', async () => {
    expect(await call('evaluate', 'runs/a')).toEqual({ folder: 'runs/a' });
    expect(await call('resume', 'runs/a')).toEqual({ resumed: 'runs/a' });
  });

  it('has a help of at most 100 columns in plain ASCII, with the defaults of a recipe', async () => {
    const helpOf = async (...words: string[]): Promise<string> => {
      const called: Called = {};
      await run([...words, '--help'], called).catch(() => undefined);
      return called.printed!;
    };
    const help = await helpOf('train');
    expect(help).toMatch(/^[ -~\n]+$/);
    expect(help.split('\n').filter((line) => line.length > 100)).toEqual([]);
    expect(help).toContain('L2 in sgd and adam, decoupled in adamw and lion (default: 0.01)\n');
    expect(help).toContain('passes over the training examples (default: 12)\n');
    expect(await helpOf('train', 'moons')).toContain('passes over the training examples (default: 1000)\n');
    const headings = help.match(/^\S.*:$/gm);
    expect(headings).toEqual([
      'Arguments:',
      'Configuration:',
      'Training:',
      'Optimizer and schedule:',
      'Network:',
      'Regularization and noise:',
      'Data:',
      'Machine:',
    ]);
  });

  it('prints the versions of the trainer, its packages and Node', async () => {
    const called: Called = {};
    await run(['--version'], called).catch(() => undefined);
    expect(called.printed).toMatch(
      /^@regopt\/trainer \d+\.\d+\.\d+\n(@regopt\/[a-z-]+ \S+\n)+node v\d+\S+\n$/,
    );
  });

  it('prints the JSON Schema of its files', async () => {
    expect(JSON.parse((await call('schema')).printed!)).toMatchObject({ type: 'object' });
  });

  it.each([
    ['train --speed 3', 'unknown option "--speed"; did you mean "--seed"?'],
    ['train --epoch 3', 'unknown option "--epoch"; did you mean "--epochs"?'],
    ['fly', 'unknown command "fly".'],
    ['evaluate', 'missing required argument "run".'],
    ['train moons rings', 'too many arguments for "train". Expected 1 argument but got 2.'],
    ['train --epochs', 'option "--epochs <n>" argument missing.'],
    [
      'train --lr 1 --learning-rate 2',
      'option "--learning-rate <rate>" cannot be used with option "--lr <rate>".',
    ],
  ])('%s is refused', async (words, message) => {
    const called: Called = {};
    await expect(run(words.split(' '), called)).rejects.toThrow();
    expect(called.complained!.split('\n')[0]).toBe(`regopt: ${message}`);
  });

  it('does not take an internal error for a usage error', () => {
    expect(isUsageError(new Error('x'))).toBe(false);
    expect(isUsageError(Object.assign(new Error('internal: x'), { name: 'ShapeError' }))).toBe(false);
  });
});

describe('bad input', () => {
  const recipes = 'Known: mnist-mlp, mnist-cnn, curve-regression, moons, table, pictures.';
  const rules = 'sgd, adam, adamw, lion';

  it.each([
    ['mnist', `train: unknown recipe "mnist"; did you mean "mnist-mlp"? ${recipes}`],
    ['--epochs abc', '--epochs must be a whole number, got "abc".'],
    ['--epochs 1.5', '--epochs must be a whole number, got 1.5.'],
    ['--epochs none', '--epochs must be a whole number, got null.'],
    ['--epochs Infinity', '--epochs must be a whole number, got Infinity.'],
    ['--batch-size 0', '--batch-size must be at least 1, got 0.'],
    ['--batch-size 1e30', '--batch-size must be at most 2147483647, got 1e+30.'],
    ['--optimizer adagrad', `--optimizer must be one of ${rules}, got "adagrad".`],
    ['--optimizer Lion', `--optimizer must be one of ${rules}, got "Lion"; did you mean "lion"?`],
    [
      '--schedule random',
      '--schedule must be one of constant, step, multiStep, exponential, cosine, linear, plateau, ' +
        'got "random".',
    ],
    ['--learning-rate -1', '--learning-rate must be at least 0, got -1.'],
    ['--lr fast', '--lr must be a number, got "fast".'],
    ['--dropout 1', '--dropout must be below 1, got 1.'],
    ['--ema 1', '--ema must be below 1, got 1.'],
    ['--threads 65', '--threads must be at most 64, got 65.'],
    ['--batch-size 1', '--batch-size must be at least 2 with batch normalization, got 1.'],
    ['moons --train-size 1 --batch-norm', '--train-size must be at least 2 with batch normalization, got 1.'],
    ['--set optimizer.lr=1', '--set optimizer.lr is no option of adamw; did you mean "learningRate"?'],
    ['--data-dir=', '--data-dir must name a file or folder, got "".'],
    ['--seed -3', '--seed must be at least 0, got -3.'],
    ['--max-grad-norm 0', '--max-grad-norm must be above 0, got 0.'],
    ['--momentum 0.5', '--momentum is an option of sgd, not of adamw.'],
    ['--label-noise 2', '--label-noise must be a probability where there are classes, at most 1, got 2.'],
    ['--loss mse', '--loss must be crossEntropy or bce for mnist-mlp, which has classes, got "mse".'],
    [
      'curve-regression --loss bce',
      '--loss must be mse or huber for curve-regression, which has values, got "bce".',
    ],
    ['curve-regression --label-smoothing 0.1', '--label-smoothing is an option of crossEntropy, not of mse.'],
    ['moons --data-dir d', '--data-dir d does nothing: moons makes its own data.'],
    [
      'moons --train-size 2147483647',
      '--train-size must be at most 100000 for moons, which makes its examples, got 2147483647.',
    ],
    [
      'moons --validation-size 100001',
      '--validation-size must be at most 100000 for moons, which makes its examples, got 100001.',
    ],
    ['--hidden 64,x', '--hidden must be a list of whole numbers such as [64, 64], got "64,x".'],
    ['--hidden 64,0', '--hidden[1] must be at least 1, got 0.'],
    [
      '--hidden 16384,16384',
      '--hidden must have at most 67108864 weights between its layers, got [16384, 16384].',
    ],
    [
      '--activation leaky',
      '--activation must be one of relu, leakyRelu, elu, gelu, silu, tanh, sigmoid, softplus, got "leaky"; ' +
        'did you mean "leakyRelu"?',
    ],
    ['--set optimizer.betas=[0.9,2]', '--set optimizer.betas[1] must be below 1, got 2.'],
    ['--set optimizer.betas=0.9', '--set optimizer.betas must be a list of two numbers, got 0.9.'],
    [
      '--set optimizer.beta=1',
      '--set optimizer.beta is no option of adamw; did you mean "betas"? ' +
        'Known: learningRate, betas, epsilon, amsgrad, weightDecay.',
    ],
    [
      '--optimizer sgd --set optimizer.betas=[0,0]',
      '--set optimizer.betas is an option of adam, adamw and lion, not of sgd.',
    ],
    ['--set betas=1', '--set betas is an option of optimizer: write optimizer.betas.'],
    [
      '--set network.hiden=1',
      '--set network.hiden is no option; did you mean "hidden"? ' +
        'Known: hidden, activation, batchNorm, dropout.',
    ],
    ['--set version=2', '--set version must be 1, got 2.'],
    ['--set network=1', '--set network must be an object, got 1.'],
    ['--set epochs', '--set takes a path and a value, such as optimizer.betas=[0.9,0.95], got "epochs".'],
    ['--set seed=[', '--set seed=[ has a value that is not YAML: '],
    [
      '--optimizer sgd --momentum 0 --set optimizer.nesterov=true',
      'sgd: nesterov needs momentum > 0 and dampening 0, got momentum 0 and dampening 0.',
    ],
    ['--set schedule.minRate=1', 'cosine: minRate must be at most the rate, 0.003, got 1.'],
  ])('train %s is refused', async (words, message) => {
    expect(await refusal('train', ...words.split(' '))).toContain(message);
  });

  it.each([
    ['epochs: 0', 'run.yaml: epochs must be at least 1, got 0.'],
    ['epoch: 3', 'run.yaml: epoch is no option; did you mean "epochs"? Known: version, recipe, epochs, '],
    ['recipe: moon', 'run.yaml: recipe: unknown recipe "moon"; did you mean "moons"?'],
    ['recipe: [1]', 'run.yaml: recipe: unknown recipe [1]; known: mnist-mlp'],
    ['version: 1\noptimizer: sgd', 'run.yaml: optimizer must be an object such as { name: sgd }, got "sgd".'],
    ['optimizer: { betas: [0.9, 2] }', 'run.yaml: optimizer.betas[1] must be below 1, got 2.'],
    ['learningRate: -1', 'run.yaml: learningRate must be at least 0, got -1.'],
    ['momentum: 0.5', 'run.yaml: momentum is an option of sgd, not of adamw.'],
    [
      'recipe: moons\ntrainSize: 2147483648',
      'run.yaml: trainSize must be at most 2147483647, got 2147483648.',
    ],
    ['recipe: moons\ntrainSize: 2147483647', 'run.yaml: trainSize must be at most 100000 for moons'],
    ['seed: .nan', 'run.yaml: seed must be a whole number, got NaN.'],
    ['seed: "1"', 'run.yaml: seed must be a whole number, got "1".'],
    ['dataDir: ""', 'run.yaml: dataDir must name a file or folder, got "".'],
    ['"\\e[31m": 1', 'run.yaml: "\\u001b[31m" is no option; known: '],
    [`seed: ${'x'.repeat(1000)}`, `run.yaml: seed must be a whole number, got "${'x'.repeat(99)}....`],
    ['portable: yes', 'run.yaml: portable must be true or false, got "yes".'],
  ])('a file with %j is refused', async (text, message) => {
    expect(await refusal('train', '--config', write('run.yaml', text))).toContain(`${folder}/${message}`);
  });

  it.each([
    ['version: 2', ' is of version 2, of a newer regopt; this one reads version 1.'],
    ['version: one', ': version must be 1, got "one".'],
    ['', ' must have options such as "epochs: 10", got null.'],
    ['- epochs', ' must have options such as "epochs: 10", got ["epochs"].'],
    ['epochs: 1\nepochs: 2', ' is neither YAML nor JSON: Map keys must be unique at line 2, column 1.'],
    [
      '{"epochs": 1, "epochs": 2}',
      ' is neither YAML nor JSON: Map keys must be unique at line 1, column 15.',
    ],
    [
      'epochs: !!js/function "() => 1"',
      ' is neither YAML nor JSON: Unresolved tag: tag:yaml.org,2002:js/function',
    ],
    [
      ['a: &a [1]', 'b: &b [*a, *a, *a]', 'c: &c [*b, *b, *b]', 'd: &d [*c, *c, *c]', 'e: [*d, *d]'].join(
        '\n',
      ),
      ' is neither YAML nor JSON: Excessive alias',
    ],
    ['a: [', ' is neither YAML nor JSON: '],
    ['a: 1\n---\nb: 1', ' is neither YAML nor JSON: '],
    ['['.repeat(60_000), ' is neither YAML nor JSON: It is nested too deeply at '],
    [`a: ${'x'.repeat(2 ** 16)}`, ' has 65539 bytes; options have at most 65536.'],
    [Uint8Array.of(0xff, 0xfe, 0), ' is not text in UTF-8.'],
  ])('a file of %.40s is refused in one line', async (text, message) => {
    const path = write('run.yaml', text);
    const said = await refusal('train', '--config', path);
    expect(said.startsWith(`--config ${path}${message}`), said).toBe(true);
    expect(said).not.toContain('\n');
  });

  it('what is no file of options is refused, and never waited for', async () => {
    const about = async (path: string) => (await refusal('train', '--config', path)).replaceAll(folder, '');
    expect(await about(join(folder, 'none'))).toBe('--config /none: there is no such file.');
    mkdirSync(join(folder, 'run'));
    expect(await about(join(folder, 'run'))).toBe(
      '--config /run is a folder; name a file in it, such as /run/config.json.',
    );
    expect(await about('/dev/zero')).toBe('--config /dev/zero is not a regular file.');
    execFileSync('mkfifo', [join(folder, 'fifo')]);
    expect(await about(join(folder, 'fifo'))).toBe('--config /fifo is not a regular file.');
    expect(await about('')).toBe('--config is empty; name a file.');
  });
});
