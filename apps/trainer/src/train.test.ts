import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { full, getBackend, type Tensor } from '@regopt/tensor';
import { loadLatest } from '@regopt/training';
import { folder } from '@regopt/training/node';
import { describe, expect, it } from 'vitest';
import type { Options } from './config/merge-options.ts';
import { pathText } from './config/option-layer.ts';
import { type ResolvedConfig, recipeConfig } from './config/resolve-config.ts';
import { resolveRun } from './data/resolve-run.ts';
import { evaluate } from './evaluate.ts';
import type { Progress } from './progress/progress.ts';
import { activationNames } from './recipes/activations.ts';
import type { Recipe } from './recipes/recipe.ts';
import { recipes as allRecipes, findRecipe } from './recipes/recipes.ts';
import type { ModelReport } from './report/report-data.ts';
import { resume } from './resume.ts';
import type { RunEnvironment } from './run/run-environment.ts';
import { idxFolder } from './testing/idx-folder.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';
import { train } from './train.ts';
import { losses, lossNames } from './training/losses.ts';

const writeNoise = (side: number): string => idxFolder({ height: side, width: side });

/** Those that need no data of the user's own: these are tried in src/data. */
const recipes = allRecipes.filter(({ needsData }) => !needsData);

function counting(): Progress & { open: number } {
  const progress = {
    open: 0,
    start: (_title: string, _totalSteps: number, _step: number) => void progress.open++,
    update: () => {},
    line: () => {},
    stop: () => void progress.open--,
  };
  return progress;
}

const environmentOf = (progress: Progress, warnings: string[] = []): RunEnvironment => ({
  progress,
  signal: new AbortController().signal,
  say: () => {},
  warn: (sentence) => void warnings.push(sentence),
});

const resolved = (recipe: Recipe, options: Options = {}): Promise<ResolvedConfig> => {
  const few = { epochs: 2, batchSize: 16, trainSize: 40, validationSize: 20 };
  const data = recipe.reads.length > 0 ? { data: { path: writeNoise(28) } } : {};
  return resolveRun([{ options: { recipe: recipe.name, ...few, ...data, ...options }, nameOf: pathText }]);
};

const run = (recipe: Recipe, options: Options, progress = counting()) => {
  const out = join(temporaryFolder(), 'run');
  return {
    out,
    progress,
    done: resolved(recipe, options).then((run) =>
      train(run.recipe, run.config, out, environmentOf(progress)),
    ),
  };
};

const [mlp] = recipes as [Recipe];

const remedies: Options = {
  inputNoise: 0.1,
  labelNoise: 0.1,
  l1: 1e-4,
  maxGradNorm: 1,
  network: { dropout: 0.1 },
  ema: 0.9,
  mixup: 0.2,
  parts: 2,
  patience: 5,
};

describe.each(recipes.map((recipe) => [recipe.name, recipe] as const))('training %s', (_, recipe) => {
  it('runs on WASM kernels only, with every regularizer on', async () => {
    await run(recipe, remedies).done;
    expect(getBackend().report().reference).toEqual({});
  });

  it('gives the same models for the same options, on the portable build too', async () => {
    const losses = async () =>
      (await run(recipe, { portable: true }).done).report.models.map(({ test }) => test);
    expect(await losses()).toEqual(await losses());
  });

  it('gives the same bits compiled or not, on one thread and on two', async () => {
    const end = async (compile: boolean, threads: number) => {
      const { out, done } = run(recipe, { ...remedies, ...data, compile, threads });
      const { report } = await done;
      return {
        models: readFileSync(join(out, 'model.safetensors')).toString('base64'),
        losses: report.models.map(({ steps, epochs, test }) => [
          steps,
          epochs.map(({ train, validation }) => [train, validation]),
          test,
        ]),
      };
    };
    const data = recipe.reads.length > 0 ? { data: { path: writeNoise(28) } } : {};
    const eager = await end(false, 1);
    expect(await end(true, 1)).toEqual(eager);
    expect(await end(false, 2)).toEqual(eager);
    expect(await end(true, 2)).toEqual(eager);
  });
});

const networkOf = (widths: readonly number[], parts: number) =>
  widths
    .slice(1)
    .reduce((sum, width, i) => sum + width * (widths[i]! + 1 + (i < widths.length - 2 ? parts : 0)), 0);

describe('a network by option', () => {
  it.each(activationNames)('trains with %s, on WASM kernels only', async (activation) => {
    const { report } = await run(mlp, { network: { hidden: [8], activation } }).done;
    expect(getBackend().report().reference).toEqual({});
    expect(report.models[0]!.test!.loss).toBeLessThan(10);
  });

  it.each([
    ['mnist-mlp', { hidden: [8, 4], batchNorm: true }, networkOf([784, 8, 4, 10], 2)],
    ['mnist-mlp', { hidden: [8], batchNorm: false }, networkOf([784, 8, 10], 0)],
    ['mnist-mlp', { hidden: [] }, networkOf([784, 10], 0)],
    ['mnist-cnn', { hidden: [8], batchNorm: false }, 60_224 + networkOf([3136, 8, 10], 0)],
    ['mnist-cnn', { hidden: [], batchNorm: true }, 60_224 + 16 + 32 + 2 * 64 + networkOf([3136, 10], 0)],
    ['curve-regression', { hidden: [8, 4], batchNorm: true }, networkOf([1, 8, 4, 1], 2)],
    ['moons', { hidden: [8] }, networkOf([2, 8, 2], 0)],
  ])('of %s with %j has the parameters of its widths', async (name, network, parameters) => {
    const { report } = await run(findRecipe(name, ''), { network }).done;
    expect(report.models.map(({ parameterCount }) => parameterCount)).toEqual([parameters]);
  });

  it('is evaluated as it was trained', async () => {
    for (const recipe of recipes) {
      const { out, done } = run(recipe, { network: { hidden: [6], activation: 'silu' } });
      const { report } = await done;
      const [model] = await evaluate(out);
      expect(model).toEqual({ title: undefined, test: report.models[0]!.test });
    }
  });
});

describe('a loss by option', () => {
  it.each(recipes)('of $name is the one that is trained and measured', async (recipe) => {
    const fitting = lossNames.filter((name) => losses[name].task === recipe.task);
    const tests = await Promise.all(
      fitting.map(async (name) => (await run(recipe, { loss: { name } }).done).report.models[0]!.test!.loss),
    );
    expect(getBackend().report().reference).toEqual({});
    expect(new Set(tests).size).toBe(fitting.length);
  });
});

describe('a network that has diverged', () => {
  it('ends its run, which reports where, and writes no model', async () => {
    const options = {
      optimizer: { name: 'sgd', learningRate: 1e38 },
      schedule: { name: 'constant', warmupSteps: 0 },
    };
    const { out, done } = run(mlp, options);
    const { report, unsaved } = await done;
    expect(report).toMatchObject({
      ended: 'diverged',
      divergence: expect.stringMatching(/^The loss is NaN at step 2; the first weights .* of 0 \(Linear\)/),
    });
    const [{ test, epochs, steps }] = report.models as [ModelReport];
    expect([test, epochs, steps.at(-1)!.loss, unsaved.size]).toEqual([undefined, [], Number.NaN, 0]);
    expect(readdirSync(out).sort()).toEqual(['config.json', 'metrics.jsonl', 'report.html', 'run.json']);
  });

  it('leaves a run the checkpoint of before', async () => {
    const { out, done } = run(findRecipe('curve-regression', ''), {
      ...{ epochs: 2000, checkpointSeconds: 1e-3, network: { hidden: [16], activation: 'relu' } },
      optimizer: { name: 'sgd', learningRate: 5 },
      schedule: { name: 'constant', warmupSteps: 4000 },
    });
    const { report } = await done;
    expect(report.ended).toBe('diverged');
    const { file } = (await loadLatest(folder(out)))!;
    expect(file.tensors.get('0.weight')!.data.every((value) => Math.abs(value) < 100)).toBe(true);
  });

  it.each(recipes.filter(({ picture }) => picture))('$name has no picture of it', async (recipe) => {
    const data = await recipe.load(recipeConfig(recipe.name));
    const outputs = recipe.task === 'regression' ? 1 : 2;
    const diverged = { forward: (x: Tensor) => full([x.shape[0]!, outputs], Number.NaN) };
    expect(recipe.picture!(diverged, data)).toBeUndefined();
  });
});

describe('a run that fails', () => {
  it('leaves no folder if the data do not fit the network', async () => {
    const { out, done, progress } = run(findRecipe('mnist-cnn', ''), { data: { path: writeNoise(3) } });
    await expect(done).rejects.toThrow('mnist-cnn halves its pictures twice, and those of');
    expect(() => readdirSync(out)).toThrow('ENOENT');
    expect(progress.open).toBe(0);
  });

  it('leaves no folder if the options do not fit the network', async () => {
    const out = join(temporaryFolder(), 'run');
    const { recipe, config } = await resolved(mlp);
    const done = train(recipe, { ...config, batchSize: 1 }, out, environmentOf(counting()));
    await expect(done).rejects.toThrow('training: a batch has 1 row');
    expect(() => readdirSync(out)).toThrow('ENOENT');
  });

  it('removes its bar when it fails in the middle', async () => {
    const progress = counting();
    const out = join(temporaryFolder(), 'run');
    progress.line = () => {
      throw new Error('in the middle');
    };
    const { recipe, config } = await resolved(mlp);
    await expect(train(recipe, config, out, environmentOf(progress))).rejects.toThrow('in the middle');
    expect(progress.open).toBe(0);
  });

  it('to write its metrics goes on, and says so once', async () => {
    const progress = counting();
    const out = join(temporaryFolder(), 'run');
    const warnings: string[] = [];
    const { start } = progress;
    progress.start = (title, totalSteps, step) => {
      start(title, totalSteps, step);
      rmSync(join(out, 'metrics.jsonl'));
      mkdirSync(join(out, 'metrics.jsonl'));
    };
    const { recipe, config } = await resolved(mlp);
    const { report, unsaved } = await train(recipe, config, out, environmentOf(progress, warnings));
    expect(report.ended).toBe('finished');
    expect(report.models[0]!.test).toBeDefined();
    expect(warnings).toEqual([expect.stringMatching(/metrics\.jsonl: EISDIR.*\. It is tried again\.$/)]);
    expect([...unsaved.keys()]).toEqual(['metrics.jsonl']);
    // It can be finished once it is possible to write.
    rmSync(join(out, 'metrics.jsonl'), { recursive: true });
    const resumed = await resume(out, environmentOf(counting()));
    expect(resumed!.report.models).toEqual(report.models);
    expect(await resume(out, environmentOf(counting()))).toBe(undefined);
  });
});
