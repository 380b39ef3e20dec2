import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { configJsonSchema } from './json-schema.ts';

const schema = JSON.parse(JSON.stringify(configJsonSchema()));

describe('the JSON Schema of a config', () => {
  it('is published: renew it by `regopt schema > apps/trainer/config.schema.json`', () => {
    const file = new URL('../../config.schema.json', import.meta.url);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(schema);
  });

  it('has a description of every option', () => {
    const missing: string[] = [];
    const walk = (part: typeof schema, path: string): void => {
      for (const [key, option] of Object.entries<typeof schema>(part.properties ?? {})) {
        if (option.description === undefined && key !== 'name' && key !== '$schema') missing.push(path + key);
        walk(option, `${path}${key}.`);
      }
      for (const row of part.anyOf ?? []) walk(row, `${path}${row.properties?.name?.const}.`);
    };
    walk(schema, '');
    expect(missing).toEqual([]);
  });

  it('requires no option, and has the default of each, or that of each recipe', () => {
    expect(JSON.stringify(schema)).not.toContain('"required"');
    const { seed, epochs, optimizer } = schema.properties;
    expect(seed.default).toBe(0);
    expect(epochs.description).toBe(
      'passes over the training examples. Default: mnist-mlp 12, mnist-cnn 8, curve-regression 3000, ' +
        'moons 1000, table 100, pictures 30.',
    );
    const lion = optimizer.anyOf.find((row: typeof schema) => row.properties.name.const === 'lion');
    expect(lion.properties.betas).toMatchObject({ default: [0.9, 0.99], minItems: 2 });
    expect(Object.keys(lion.properties)).toEqual(['name', 'learningRate', 'betas', 'weightDecay']);
  });
});
