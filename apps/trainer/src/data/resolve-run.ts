import { resolve } from 'node:path';
import type { Config } from '../config/config.ts';
import { named as namedError } from '../config/option-error.ts';
import type { OptionLayer, OptionPath } from '../config/option-layer.ts';
import { dataOptions, namedRecipe, type ResolvedConfig, resolveConfig } from '../config/resolve-config.ts';
import type { Recipe } from '../recipes/recipe.ts';
import { findRecipe } from '../recipes/recipes.ts';
import { UsageError } from '../usage-error.ts';
import type { DataKind } from './data-form.ts';
import type { DataSource } from './data-source.ts';
import { findData } from './find-data.ts';
import { idxSource, pictureSource } from './picture-source.ts';
import { tableSource } from './table-source.ts';

/** The recipe that is trained on data of a kind if none is named. */
const usualRecipe: Readonly<Record<DataKind, string>> = {
  table: 'table',
  pictures: 'pictures',
  idx: 'mnist-mlp',
};

const kindText: Readonly<Record<DataKind, string>> = {
  table: 'a table',
  pictures: 'a folder of pictures by class',
  idx: 'a folder of IDX files',
};

/**
 * The options of a run, and its recipe for the data that they name. These are looked through first: the task,
 * the network and some defaults depend on them.
 *
 * @throws UsageError for options and data that cannot be used.
 */
export async function resolveRun(layers: readonly OptionLayer[]): Promise<ResolvedConfig> {
  const { data, nameOf } = dataOptions(layers);
  const named = namedRecipe(layers);
  if (data.path === null) {
    if (named?.needsData) throw new UsageError(`train: ${named.name} needs data: name them by --data.`);
    return resolveConfig(layers, named);
  }
  if (named?.reads.length === 0) return resolveConfig(layers, named);
  const spelled = spelledPath(nameOf, data.path);
  const kind = findData(data.path, spelled);
  const recipe = named ?? findRecipe(usualRecipe[kind], spelled);
  if (!recipe.reads.includes(kind)) {
    const fitting = recipe.reads.map((each) => kindText[each]).join(' or ');
    throw new UsageError(`${spelled} is ${kindText[kind]}, and ${recipe.name} learns from ${fitting}.`);
  }
  const source = await sources[kind](data).catch((error: unknown) => {
    throw namedError(error, nameOf);
  });
  const { config, ...rest } = resolveConfig(layers, onSource(recipe, source));
  // An absolute path: the run can then be evaluated from any folder.
  return { ...rest, config: { ...config, data: { ...config.data, path: resolve(data.path) } } };
}

const sources: Readonly<Record<DataKind, (data: Config['data']) => Promise<DataSource>>> = {
  table: tableSource,
  pictures: pictureSource,
  idx: idxSource,
};

/** The recipe for a source, whose data it loads. */
function onSource(recipe: Recipe, { form, about, options, load }: DataSource): Recipe {
  const bound = recipe.on!(form, about);
  const shares = Object.entries(bound.defaults.data ?? {});
  return {
    ...bound,
    dataOptions: options,
    // A set that the data have apart needs no share of the others.
    defaults: {
      ...bound.defaults,
      data: Object.fromEntries(shares.filter(([name]) => options.some((option) => option === name))),
    },
    load: async (config) => ({ ...(await load(config)), flatten: bound.flattens?.(config) ?? false }),
  };
}

function spelledPath(nameOf: (path: OptionPath) => string, path: string): string {
  return `${nameOf(['data', 'path'])} ${path}`;
}
