import { activationNames } from '../recipes/activations.ts';
import { lossNames } from '../training/losses.ts';
import { decayHelp, optimizerNames, optimizers } from '../training/optimizers.ts';
import { scheduleNames } from '../training/schedules.ts';
import { optionsOfRow } from './config.ts';
import { andText } from './option-kinds.ts';
import { type OptionPath, pathText } from './option-layer.ts';

/** An option that has a name of its own on the command line. */
export interface NamedOption {
  readonly flags: string;
  /** Its place in the config. */
  readonly path: readonly string[];
  readonly help: string;
  /** The value of a text; a text that cannot be read stays, for the check of the config to show it. */
  read?(text: string): unknown;
}

const number = (text: string): unknown => {
  if (text === 'none') return null;
  return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
};

const numbers = (text: string): unknown => {
  if (text === 'none') return [];
  const values = text.split(',').map(number);
  return values.every((value) => typeof value === 'number') ? values : text;
};

const orNone = (text: string): unknown => (text === 'none' ? null : text);

const names = (text: string): unknown => (text === 'none' ? [] : text.split(',').map((name) => name.trim()));

/** `32` is 32 by 32, `32x48` a height of 32 and a width of 48. */
const imageSize = (text: string): unknown => {
  const [, height, width = height] = /^(\d+)(?:x(\d+))?$/.exec(text) ?? [];
  return height === undefined ? orNone(text) : [Number(height), Number(width)];
};

/** The optimizers, schedules and losses that have an option. */
const rowsWith = (option: string): string =>
  andText([...optionsOfRow].flatMap(([row, options]) => (options.includes(option) ? row : [])));

/** The named options by the headings of the help. `none` stands for null, and for no hidden layer. */
export const namedOptions: Readonly<Record<string, readonly NamedOption[]>> = {
  'Training:': [
    { flags: '--epochs <n>', path: ['epochs'], help: 'passes over the training examples', read: number },
    { flags: '--batch-size <n>', path: ['batchSize'], help: 'examples in a step', read: number },
    { flags: '--loss <name>', path: ['loss', 'name'], help: lossNames.join(', ') },
    {
      flags: '--max-grad-norm <n>',
      path: ['maxGradNorm'],
      help: 'clip gradients to this global norm',
      read: number,
    },
    {
      flags: '--ema <decay>',
      path: ['ema'],
      help: 'average the weights by this decay, such as 0.999; none for no average',
      read: number,
    },
    {
      flags: '--patience <n>',
      path: ['patience'],
      help: 'end after so many epochs without a lower validation loss, with the best model',
      read: number,
    },
    {
      flags: '--seed <n>',
      path: ['seed'],
      help: 'of initialisation, shuffling, dropout and noise',
      read: number,
    },
  ],
  'Optimizer and schedule:': [
    {
      flags: '--optimizer <name>',
      path: ['optimizer', 'name'],
      help: `${optimizerNames.join(', ')}; lion wants a learning rate 3 to 10 times smaller`,
    },
    {
      flags: '--learning-rate <rate>',
      path: ['optimizer', 'learningRate'],
      help: 'the highest one of the schedule; also --lr',
      read: number,
    },
    { flags: '--lr <rate>', path: ['optimizer', 'learningRate'], help: '', read: number },
    {
      flags: '--momentum <m>',
      path: ['optimizer', 'momentum'],
      help: `of ${rowsWith('momentum')} (default: ${optimizers.sgd.defaults.momentum})`,
      read: number,
    },
    { flags: '--weight-decay <d>', path: ['optimizer', 'weightDecay'], help: decayHelp, read: number },
    { flags: '--schedule <name>', path: ['schedule', 'name'], help: scheduleNames.join(', ') },
    {
      flags: '--warmup-steps <n>',
      path: ['schedule', 'warmupSteps'],
      help: 'steps of linear warmup before the schedule',
      read: number,
    },
  ],
  'Network:': [
    {
      flags: '--hidden <widths>',
      path: ['network', 'hidden'],
      help: 'units of each hidden layer, such as 64,64; none for no hidden layer',
      read: numbers,
    },
    { flags: '--activation <name>', path: ['network', 'activation'], help: activationNames.join(', ') },
    { flags: '--batch-norm', path: ['network', 'batchNorm'], help: '' },
    { flags: '--no-batch-norm', path: ['network', 'batchNorm'], help: 'leave out batch normalization' },
    { flags: '--dropout <p>', path: ['network', 'dropout'], help: 'probability of dropping', read: number },
  ],
  'Regularization and noise:': [
    {
      flags: '--label-smoothing <e>',
      path: ['loss', 'labelSmoothing'],
      help: `share of a label spread over all classes, of ${rowsWith('labelSmoothing')}`,
      read: number,
    },
    {
      flags: '--mixup <alpha>',
      path: ['mixup'],
      help: 'mix examples in pairs, by shares of Beta(alpha, alpha)',
      read: number,
    },
    { flags: '--l1 <strength>', path: ['l1'], help: 'penalty on the sum of absolute weights', read: number },
    {
      flags: '--input-noise <s>',
      path: ['inputNoise'],
      help: 'standard deviation of noise on the inputs',
      read: number,
    },
    {
      flags: '--label-noise <p>',
      path: ['labelNoise'],
      help: 'probability of drawing a label anew; for values, standard deviation of noise',
      read: number,
    },
  ],
  'Data:': [
    {
      flags: '--data <path>',
      path: ['data', 'path'],
      help: 'a CSV file, a folder of pictures by class, or one of IDX files; also --data-dir',
    },
    { flags: '--data-dir <folder>', path: ['data', 'path'], help: '' },
    { flags: '--target <column>', path: ['data', 'target'], help: 'the column of a table to predict' },
    {
      flags: '--task <name>',
      path: ['data', 'task'],
      help: 'classification or regression (default: what the target holds)',
    },
    { flags: '--ignore <columns>', path: ['data', 'ignore'], help: 'columns to leave out, a,b', read: names },
    {
      flags: '--categories <columns>',
      path: ['data', 'categories'],
      help: 'columns whose numbers are names, such as codes',
      read: names,
    },
    {
      flags: '--missing <how>',
      path: ['data', 'missing'],
      help: 'fill missing fields by the mean, median or most-frequent (default: refuse them)',
      read: orNone,
    },
    {
      flags: '--delimiter <character>',
      path: ['data', 'delimiter'],
      help: 'between the fields of a table; tab for a tab (default: found)',
      read: (text) => (text === 'tab' ? '\t' : text),
    },
    {
      flags: '--image-size <pixels>',
      path: ['data', 'imageSize'],
      help: 'resize pictures to it: 32, or height x width as 32x48',
      read: imageSize,
    },
    {
      flags: '--test-share <share>',
      path: ['data', 'testShare'],
      help: 'share of the examples that are tested on',
      read: number,
    },
    {
      flags: '--validation-share <share>',
      path: ['data', 'validationShare'],
      help: 'share of the examples that are held out for validation',
      read: number,
    },
    {
      flags: '--train-size <n>',
      path: ['trainSize'],
      help: 'learn from so many examples only; none for all',
      read: number,
    },
    {
      flags: '--validation-size <n>',
      path: ['validationSize'],
      help: 'hold so many examples out',
      read: number,
    },
  ],
  'Machine:': [
    {
      flags: '--parts <n>',
      path: ['parts'],
      help: 'cut each batch into so many parts, which takes less memory',
      read: number,
    },
    {
      flags: '--checkpoint-seconds <s>',
      path: ['checkpointSeconds'],
      help: 'seconds between checkpoints within an epoch',
      read: number,
    },
    {
      flags: '--max-seconds <s>',
      path: ['maxSeconds'],
      help: 'stop after so long; regopt resume goes on',
      read: number,
    },
    { flags: '--portable', path: ['portable'], help: 'the same bits on every machine, a little slower' },
    { flags: '--no-portable', path: ['portable'], help: '' },
    { flags: '--compile', path: ['compile'], help: '' },
    {
      flags: '--no-compile',
      path: ['compile'],
      help: 'run every step from JavaScript, to compare: the same numbers, slower',
    },
    {
      flags: '--threads <n>',
      path: ['threads'],
      help: 'threads that share the work; none for what the machine runs at once',
      read: number,
    },
  ],
};

/** The name of the option on the command line, such as `--epochs`, if it has one. */
export function flagOf(path: OptionPath): string | undefined {
  const option = Object.values(namedOptions)
    .flat()
    .find((each) => pathText(each.path) === pathText(path));
  return option?.flags.split(' ')[0];
}
