import { describe, expect, it } from 'vitest';
import * as all from './index.ts';
import {
  constant,
  cosine,
  exponential,
  linear,
  linearWarmup,
  multiStep,
  reduceOnPlateau,
  ScheduleError,
  step,
} from './index.ts';

declare global {
  interface ImportMeta {
    glob(pattern: string, options: object): Record<string, string>;
  }
}

const sources = import.meta.glob('./**/*.ts', { query: '?raw', import: 'default', eager: true });

type Create = (options: unknown) => unknown;

/** Each schedule by name, as a function of its options, and valid options. */
const schedules: readonly [string, Create, object][] = [
  ['constant', (options) => constant(0.1, options as never), { factor: 0.5, steps: 2 }],
  ['cosine', (options) => cosine(0.1, options as never), { steps: 2 }],
  ['exponential', (options) => exponential(0.1, options as never), { gamma: 0.9 }],
  ['linear', (options) => linear(0.1, options as never), { to: 0, steps: 2 }],
  ['linearWarmup', (options) => linearWarmup(constant(0.1), options as never), { steps: 2 }],
  ['multiStep', (options) => multiStep(0.1, options as never), { milestones: [3] }],
  ['reduceOnPlateau', (options) => reduceOnPlateau(0.1, options as never), { patience: 2 }],
  ['step', (options) => step(0.1, options as never), { every: 2 }],
];

it('every schedule with options is tested here', () => {
  const named = Object.entries(sources).flatMap(([path, text]) =>
    path.includes('test')
      ? []
      : [...text.matchAll(/^export function (\w+)[^{]*?\boptions\??: /gm)].map((match) => match[1]!),
  );
  const exported = new Set(named.filter((name) => name in all));
  expect(
    [...exported].sort(),
    'packages/schedulers/src/check.test.ts: add a row to `schedules` for each +, remove that of each -',
  ).toEqual(schedules.map(([name]) => name).sort());
});

describe.each(schedules)('the options of %s', (name, create, good) => {
  it('may be the documented ones, and nothing else', () => {
    expect(() => create(good)).not.toThrow();
    const known = Object.keys(good)[0]!;
    const misspelt = `${known}x`;
    expect(() => create({ ...good, [misspelt]: 1 })).toThrow(ScheduleError);
    expect(() => create({ ...good, [misspelt]: 1 })).toThrow(
      `${name}: unknown option "${misspelt}"; did you mean "${known}"? Known: `,
    );
  });

  it('are an object', () => {
    for (const [given, text] of [
      [10, '10'],
      [null, 'null'],
      [[10], '[10]'],
      [Promise.resolve(good), 'a promise'],
    ] as const) {
      expect(() => create(given)).toThrow(`${name}: options are an object of`);
      expect(() => create(given)).toThrow(`got ${text}.`);
    }
  });

  it('have values of their types, and no promises of them', () => {
    const known = Object.keys(good)[0]!;
    expect(() => create({ ...good, [known]: Promise.resolve(1) })).toThrow(
      `${name}: ${known} is a promise: await it first.`,
    );
    expect(() => create({ ...good, [known]: '3' })).toThrow(`${name}: ${known} is a`);
    expect(() => create({ ...good, [known]: '3' })).toThrow('got "3".');
  });
});

it('names required options if none are given', () => {
  expect(() => (cosine as Create)(0.1)).toThrow(
    new ScheduleError('cosine: options are an object of steps, minRate, got undefined.'),
  );
});
