import { resolve } from 'node:path';
import { Command } from 'commander';
import { type Config, parseConfig } from './config.ts';
import { checkApplies } from './recipes/check-applies.ts';
import type { Recipe } from './recipes/recipe.ts';
import { findRecipe, recipes } from './recipes/recipes.ts';
import { decayHelp, momentumRules, optimizerHelp } from './training/optimizers.ts';
import { scheduleNames } from './training/schedules.ts';
import { UsageError } from './usage-error.ts';

/** The commands' actions, without the parsing of their arguments. */
export interface Commands {
  train(recipe: Recipe, config: Config, out: string | undefined): Promise<void>;
  evaluate(folder: string, options: Partial<Pick<Config, 'dataDir'>>): Promise<void>;
}

const number = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text));

/** The command line: `regopt train [recipe] [options]` and `regopt evaluate RUN`. */
export function commandLine(commands: Commands): Command {
  const program = new Command('regopt')
    .description('Trains neural networks on real data and shows overfitting and its remedies.')
    .exitOverride()
    .showHelpAfterError('(add --help for the commands and options)');
  program
    .command('train')
    .description('train a recipe and write its report')
    .argument('[recipe]', `what to train: ${recipes.map(({ name }) => name).join(', ')}`, recipes[0]!.name)
    .option('--epochs <n>', 'passes over the training examples', number)
    .option('--batch-size <n>', 'examples in a step', number)
    .option('--optimizer <name>', optimizerHelp)
    .option('--learning-rate <rate>', 'the highest one of the schedule', number)
    .option('--momentum <m>', `of ${momentumRules}`, number)
    .option('--weight-decay <d>', decayHelp, number)
    .option('--schedule <name>', scheduleNames.join(', '))
    .option('--warmup-steps <n>', 'steps of linear warmup before the schedule', number)
    .option('--max-grad-norm <n>', 'clip gradients to this global norm', number)
    .option('--dropout <p>', 'probability of dropping, 0 for none', number)
    .option('--label-smoothing <e>', 'of the cross-entropy', number)
    .option('--l1 <strength>', 'penalty on the sum of absolute weights', number)
    .option('--input-noise <s>', 'standard deviation of noise on the inputs', number)
    .option(
      '--label-noise <p>',
      'probability of drawing a label anew; for values, standard deviation of noise',
      number,
    )
    .option('--train-size <n>', 'learn from so many examples only', number)
    .option('--validation-size <n>', 'hold so many examples out', number)
    .option('--seed <n>', 'of initialisation, shuffling, dropout and noise', number, 0)
    .option('--data-dir <folder>', 'MNIST-like IDX files instead of the digits, such as Fashion-MNIST')
    .option('--portable', 'the same bits on every machine, a little slower')
    .option('--no-compile', 'run every step from JavaScript, to compare: the same numbers, slower')
    .option(
      '--threads <n>',
      'how many threads share the work (default: what the machine runs at once)',
      number,
    )
    .option('--out <folder>', 'where to write the run (default: runs/<recipe>-<number>)')
    .action(async (name: string, { out, ...options }: Record<string, unknown>) => {
      const recipe = findRecipe('train', name);
      const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
      const own = { recipe: recipe.name, ...recipe.defaults, dataDir: null, portable: false, threads: null };
      const config = parseConfig({ ...own, ...given }, 'train');
      checkApplies(recipe, config, Object.keys(given));
      // An absolute path: the run can then be evaluated from any folder.
      const dataDir = config.dataDir === null ? null : resolve(config.dataDir);
      await commands.train(recipe, { ...config, dataDir }, out as string | undefined);
    });
  program
    .command('evaluate')
    .description('measure the models of a run on the test set')
    .argument('<run>', 'the folder of a run, such as runs/mnist-mlp-1')
    .option('--data-dir <folder>', 'IDX files to measure on instead of those of the run')
    .action(async (folder: string, options: { dataDir?: string }) => commands.evaluate(folder, options));
  return program;
}

/** True if the user caused the error: its message then says everything, and a stack trace would not help. */
export function isUsageError(error: unknown): error is Error {
  if (error instanceof UsageError) return true;
  return error instanceof Error && inputErrors.includes(error.name) && !error.message.startsWith('internal:');
}

/** Names of the errors that the packages throw for input that they cannot use. */
const inputErrors = [
  'RegoptError',
  'ShapeError',
  'DTypeError',
  'ValueError',
  'FormatError',
  'FileError',
  'OutOfMemoryError',
  'ScheduleError',
];
