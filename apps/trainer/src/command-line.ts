import { Command, Option } from 'commander';
import type { Config } from './config/config.ts';
import { configYaml } from './config/config-yaml.ts';
import { configJsonSchema } from './config/json-schema.ts';
import type { Options } from './config/merge-options.ts';
import { addNamedOptions, namedLayer } from './config/named-layer.ts';
import { named } from './config/option-error.ts';
import { stack } from './config/option-layer.ts';
import { readConfigFile } from './config/read-config-file.ts';
import type { ResolvedConfig } from './config/resolve-config.ts';
import { setOption } from './config/set-option.ts';
import { recipeOf, trainHelp } from './config/train-help.ts';
import { resolveRun } from './data/resolve-run.ts';
import type { Recipe } from './recipes/recipe.ts';
import { recipes } from './recipes/recipes.ts';
import { versions } from './run/provenance.ts';
import { UsageError } from './usage-error.ts';

/** The commands' actions, without the parsing of their arguments. */
export interface Commands {
  train(recipe: Recipe, config: Config, out: string | undefined): Promise<void>;
  /** Goes on with a run. */
  resume(folder: string): Promise<void>;
  /** @param data the path of other data to measure on than those of the run */
  evaluate(folder: string, data: string | undefined): Promise<void>;
  predict(folder: string, files: readonly string[], options: PredictFlags): Promise<void>;
  /** Writes to the standard output. */
  print(text: string): void;
}

/** The options of `predict`. */
export interface PredictFlags {
  readonly json?: true;
  readonly out?: string;
  readonly stream?: true;
}

const columns = 100;

/** The command line: `regopt train [recipe] [options]`, `resume`, `evaluate`, `predict` and `schema`. */
export function commandLine(commands: Commands): Command {
  const program = new Command('regopt')
    .description('Trains neural networks on real data and shows overfitting and its remedies.')
    .version(versionText(), '--version', 'print the versions of the trainer, its packages and Node')
    .configureOutput({
      getOutHelpWidth: () => Math.min(process.stdout.columns ?? columns, columns),
      writeOut: commands.print,
      outputError: (text, write) => write(errorSentence(text)),
    })
    .exitOverride()
    .showHelpAfterError('(add --help for the commands and options)');
  addTrain(program, commands);
  program
    .command('resume')
    .description('go on with a run that was stopped or killed, as if it had not been')
    .argument('<run>', 'the folder of a run, such as runs/mnist-mlp-1')
    .action((folder: string) => commands.resume(folder));
  program
    .command('evaluate')
    .description('measure the models of a run on the test set')
    .argument('<run>', 'the folder of a run, such as runs/mnist-mlp-1')
    .option(
      '--data <path>',
      'measure on these data instead: a CSV file, or a folder of pictures or IDX files',
    )
    .addOption(new Option('--data-dir <path>').hideHelp().conflicts('data'))
    .action((folder: string, { data, dataDir }: { data?: string; dataDir?: string }) =>
      commands.evaluate(folder, data ?? dataDir),
    );
  program
    .command('predict')
    .description('print what the model of a run says of the rows of tables, or of pictures')
    .argument('<run>', 'the folder of a run, such as runs/table-1')
    .argument('<files...>', 'CSV files without or with the target; or PNG, JPEG or IDX files')
    .option('--json', 'a line of JSON for each prediction, with the probability of each class')
    .option('--out <file>', 'write to this file instead of the standard output')
    .option('--stream', 'print each file as soon as it is done, not all of them at the end')
    .action((folder: string, files: readonly string[], options: PredictFlags) =>
      commands.predict(folder, files, options),
    );
  program
    .command('schema')
    .description('print the JSON Schema of the files that train --config reads')
    .action(() => commands.print(`${JSON.stringify(configJsonSchema(), null, 2)}\n`));
  return program;
}

/** The options of `train` that are not those of a config. */
interface TrainFlags {
  readonly config?: string;
  readonly set: readonly string[];
  readonly printConfig?: true;
  readonly out?: string;
}

function addTrain(program: Command, { train, print }: Commands): void {
  const command = program
    .command('train')
    .description('train a recipe and write its report')
    .argument('[recipe]', `what to train: ${recipes.map(({ name }) => name).join(', ')}`)
    .optionsGroup('Configuration:')
    .option('--config <file>', "options from a YAML or JSON file, or from a run's config.json")
    .option(
      '--set <path=value>',
      'set any option, such as optimizer.betas=[0.9,0.95]; may be repeated',
      (text: string, before: readonly string[]) => [...before, text],
      [],
    )
    .option('--print-config', 'print all options, resolved, as YAML, and do not train')
    .option('--out <folder>', 'where to write the run (default: runs/<recipe>-<number>)')
    .addHelpOption(new Option('-h, --help', 'print this help').helpGroup('Configuration:'))
    .action(async (recipe: string | undefined, values: TrainFlags & Options) => {
      const run = await resolveTrain(recipe, values);
      if (values.printConfig) print(configYaml(run.config));
      else {
        await train(run.recipe, run.config, values.out).catch((error: unknown) => {
          throw named(error, run.nameOf);
        });
      }
    });
  addNamedOptions(command);
  command.configureHelp(trainHelp(command)).addHelpText('after', () => `\n${helpNote(recipeOf(command))}`);
}

/** A file's options, then those of --set, then the named ones: the later ones win. */
function resolveTrain(recipe: string | undefined, values: TrainFlags & Options): Promise<ResolvedConfig> {
  const given = namedLayer(values, recipe);
  if (values.config === '') throw new UsageError('--config is empty; name a file.');
  const files = values.config === undefined ? [] : [readConfigFile(values.config)];
  // The command line is one layer: what it sets of an optimizer is for the one that it names.
  return resolveRun([...files, stack([...values.set.map(setOption), given])]);
}

function helpNote(recipe: string): string {
  const other = recipes.find(({ name }) => name !== recipe)!.name;
  return [
    `The defaults are those of ${recipe}; "regopt train ${other} --help" shows those of ${other}.`,
    'Every option, also those for --config and --set alone, is shown by --print-config.',
  ].join('\n');
}

function versionText(): string {
  return Object.entries(versions())
    .map(([name, version]) => `${name} ${version}`)
    .join('\n');
}

/** commander's `error: unknown option '--epoch'\n(Did you mean --epochs?)` as one sentence. */
function errorSentence(text: string): string {
  const [, fault, meant] = /^error: (.*?)\.?(?:\n\(Did you mean (?:one of )?(.*)\?\))?\n*$/s.exec(text) ?? [];
  if (fault === undefined) return text;
  const hint = meant === undefined ? '.' : `; did you mean ${meant.replace(/[^, ]+/g, '"$&"')}?`;
  return `regopt: ${fault.replaceAll("'", '"')}${hint}\n`;
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
