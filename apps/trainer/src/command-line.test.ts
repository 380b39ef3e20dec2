import { describe, expect, it } from 'vitest';
import { commandLine, isUsageError } from './command-line.ts';
import type { Config } from './config.ts';
import { optimizerNames } from './training/optimizers.ts';

interface Called {
  config?: Config;
  out?: string | undefined;
  folder?: string;
}

async function call(...words: string[]): Promise<Called> {
  const called: Called = {};
  const program = commandLine({
    async train(_recipe, config, out) {
      Object.assign(called, { config, out });
    },
    async evaluate(folder) {
      called.folder = folder;
    },
  });
  const quiet = { writeOut: () => {}, writeErr: () => {} };
  for (const command of [program, ...program.commands]) command.exitOverride().configureOutput(quiet);
  await program.parseAsync(words, { from: 'user' });
  return called;
}

describe('regopt', () => {
  it('trains the digits by default', async () => {
    const { config, out } = await call('train');
    expect(config).toMatchObject({ recipe: 'mnist-mlp', seed: 0, optimizer: 'adamw', dataDir: null });
    expect(config).toMatchObject({ compile: true, threads: null });
    expect(out).toBeUndefined();
  });

  it('has a help in plain ASCII, which says what the weight decay is in each optimizer', () => {
    const nothing = async (): Promise<void> => {};
    const [train] = commandLine({ train: nothing, evaluate: nothing }).commands;
    const help = train!.configureHelp({ helpWidth: 200 }).helpInformation();
    expect(help).toContain('L2 in sgd and adam, decoupled in adamw and lion\n');
    expect(help).toContain('adamw, lion; lion wants a learning rate 3 to 10 times smaller\n');
    expect(help).toMatch(/^[ -~\n]+$/);
  });

  it('takes every option from the command line', async () => {
    const { config, out } = await call(
      ...[
        'train',
        'moons',
        '--epochs',
        '3',
        '--batch-size',
        '7',
        '--optimizer',
        'sgd',
        '--learning-rate',
        '0.5',
      ],
      ...[
        '--momentum',
        '0.8',
        '--weight-decay',
        '0',
        '--schedule',
        'step',
        '--warmup-steps',
        '2',
        '--max-grad-norm',
        '1',
      ],
      ...[
        '--dropout',
        '0.25',
        '--label-smoothing',
        '0.1',
        '--l1',
        '1e-4',
        '--input-noise',
        '0.1',
        '--label-noise',
        '0.2',
      ],
      ...[
        '--train-size',
        '50',
        '--validation-size',
        '60',
        '--seed',
        '9',
        '--portable',
        '--no-compile',
        '--threads',
        '3',
      ],
      ...['--out', 'o'],
    );
    expect(out).toBe('o');
    expect(config).toEqual({
      recipe: 'moons',
      epochs: 3,
      batchSize: 7,
      optimizer: 'sgd',
      learningRate: 0.5,
      momentum: 0.8,
      weightDecay: 0,
      schedule: 'step',
      warmupSteps: 2,
      maxGradNorm: 1,
      dropout: 0.25,
      labelSmoothing: 0.1,
      l1: 1e-4,
      inputNoise: 0.1,
      labelNoise: 0.2,
      trainSize: 50,
      validationSize: 60,
      seed: 9,
      dataDir: null,
      portable: true,
      compile: false,
      threads: 3,
    });
  });

  it('evaluates a run', async () => {
    expect((await call('evaluate', 'runs/a')).folder).toBe('runs/a');
  });

  it.each([
    [
      ['train', 'mnist'],
      'train: unknown recipe "mnist"; did you mean "mnist-mlp"? ' +
        'Known: mnist-mlp, mnist-cnn, curve-regression, moons.',
    ],
    [
      ['train', '--optimizer', 'adagrad'],
      `train: unknown optimizer "adagrad"; known: ${optimizerNames.join(', ')}.`,
    ],
    [
      ['train', '--optimizer', 'Lion'],
      `train: unknown optimizer "Lion"; did you mean "lion"? Known: ${optimizerNames.join(', ')}.`,
    ],
    [
      ['train', '--schedule', 'random'],
      'train: unknown schedule "random"; known: constant, step, exponential, cosine, plateau.',
    ],
    [['train', '--learning-rate', '-1'], 'train: learning-rate is at least 0, got -1.'],
    [['train', '--learning-rate', 'fast'], 'train: learning-rate is a number, got NaN.'],
    [['train', '--dropout', '1.5'], 'train: dropout is below 1, got 1.5.'],
    [['train', '--epochs', '1.5'], 'train: epochs is a whole number, got 1.5.'],
    [['train', '--batch-size', '0'], 'train: batch-size is at least 1, got 0.'],
    [['train', '--threads', '0'], 'train: threads is at least 1, got 0.'],
    [['train', '--seed', '-3'], 'train: seed is at least 0, got -3.'],
    [['train', '--label-noise', '2'], 'train: label-noise is a probability for classes, at most 1, got 2.'],
    [['train', 'moons', '--data-dir', 'd'], 'train: --data-dir d does nothing: moons makes its own data.'],
    [
      ['train', '--momentum', '0.5'],
      'train: --momentum 0.5 does nothing: it is an option of sgd, not of adamw.',
    ],
    [
      ['train', 'curve-regression', '--label-smoothing', '0.1'],
      'train: --label-smoothing 0.1 does nothing: curve-regression has no classes.',
    ],
  ])('%j is refused with a sentence that names option and value', async (words, message) => {
    const error = await call(...words).catch((caught: unknown) => caught);
    expect((error as Error).message).toBe(message);
    expect(isUsageError(error)).toBe(true);
  });

  it.each([
    [['train', '--speed', '3'], "error: unknown option '--speed'"],
    [['fly'], "error: unknown command 'fly'"],
    [['evaluate'], "error: missing required argument 'run'"],
    [['train', 'moons', 'rings'], "error: too many arguments for 'train'. Expected 1 argument but got 2."],
  ])('%j is refused', async (words, message) => {
    await expect(call(...words)).rejects.toThrow(message);
  });

  it('does not take an internal error for a usage error', () => {
    expect(isUsageError(new Error('x'))).toBe(false);
    expect(isUsageError(Object.assign(new Error('internal: x'), { name: 'ShapeError' }))).toBe(false);
  });
});
