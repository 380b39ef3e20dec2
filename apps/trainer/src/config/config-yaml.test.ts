import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activationNames } from '../recipes/activations.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { optimizerNames } from '../training/optimizers.ts';
import { scheduleNames } from '../training/schedules.ts';
import { configYaml } from './config-yaml.ts';
import { readConfigFile } from './read-config-file.ts';
import { recipeConfig, resolveConfig } from './resolve-config.ts';

const positive = fc.double({ min: 0, max: 1e9, noNaN: true });
const options = fc.record({
  epochs: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  optimizer: fc.record({ name: fc.constantFrom(...optimizerNames), learningRate: positive }),
  schedule: fc.record({ name: fc.constantFrom(...scheduleNames), warmupSteps: fc.nat() }),
  network: fc.record({
    hidden: fc.option(fc.array(fc.integer({ min: 1, max: 100 }), { maxLength: 5 })),
    activation: fc.constantFrom(...activationNames),
    batchNorm: fc.boolean(),
    dropout: fc.double({ min: 0, max: 0.99, noNaN: true }),
  }),
  maxGradNorm: fc.option(fc.double({ min: 1e-300, max: 1e300, noNaN: true })),
  seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  // As the command line has it: absolute. A file in UTF-8 holds no lone surrogates.
  data: fc.record({
    path: fc.option(fc.string({ unit: 'grapheme' }).map((name) => resolve('/data', name))),
  }),
});

describe('a printed config', () => {
  it('is read again as the same one, whatever its options', () => {
    const file = join(temporaryFolder(), 'run.yaml');
    fc.assert(
      fc.property(options, (changes) => {
        const config = recipeConfig('mnist-mlp', changes);
        for (const text of [configYaml(config), JSON.stringify(config), JSON.stringify(config, null, '\t')]) {
          writeFileSync(file, text);
          expect(resolveConfig([readConfigFile(file)]).config).toEqual(config);
        }
      }),
    );
  });
});
