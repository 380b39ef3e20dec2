import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

interface Battery {
  readonly package: string;
  readonly describe: string;
  /** Whether an export that index.ts has from this file must be tried by the battery. */
  readonly covers: (name: string, file: string) => boolean;
  /** The file under src that tries it. Default: the test beside its source. */
  readonly test?: (file: string) => string | undefined;
}

/** Ops without a gradient, and `cast`, whose dtypes differ: they have tests of their own. */
const withoutBattery = new Set([
  ...['argMax', 'cast', 'correctCount', 'updateRunningStatistics'],
  ...['equal', 'greater', 'greaterEqual', 'less', 'lessEqual', 'notEqual'],
]);

const batteries: readonly Battery[] = [
  {
    package: 'autograd',
    describe: 'describeOp',
    covers: (name, file) => file.startsWith('ops/') && !name.startsWith('check') && !withoutBattery.has(name),
  },
  {
    package: 'layers',
    describe: 'describeLayer',
    covers: (name) => /^[A-Z]/.test(name),
    test: (file) =>
      ({ elementwise: 'elementwise/activations.test.ts', pool: 'pool/pooling.test.ts' })[
        file.slice(0, file.indexOf('/'))
      ],
  },
  {
    package: 'optim',
    describe: 'describeOptimizer',
    covers: (name, file) => file.startsWith('rules/') && !name.endsWith('Kernel'),
    test: () => 'optimizers.test.ts',
  },
  {
    package: 'schedulers',
    describe: 'describeSchedule',
    // One that learns from a metric has a test of its own.
    covers: (name) => /^[a-z]/.test(name) && !['isAdaptive', 'reduceOnPlateau'].includes(name),
  },
  {
    package: 'training',
    describe: 'describeMetric',
    covers: (name, file) => file.startsWith('metrics/') && /^[a-z]/.test(name),
    test: () => 'metrics/metrics.test.ts',
  },
];

/** Each export of a package that its battery must try, and the test that should do so. */
function coveredBy({ covers, test }: Battery, index: string): (readonly [name: string, test: string])[] {
  return [...index.matchAll(/^export \{([^}]*)\} from '\.\/([^']*)\.ts'/gm)].flatMap(([, names, file]) =>
    names!
      .split(',')
      .map((name) => name.trim())
      .filter((name) => /^\w+$/.test(name) && covers(name, `${file}.ts`))
      .map((name) => [name, test?.(file!) ?? `${file}.test.ts`] as const),
  );
}

/** Sentences about exports that no battery tries: as its argument, or by a row of a table. */
function untried(battery: Battery, index: string, read: (test: string) => string): string[] {
  return coveredBy(battery, index).flatMap(([name, test]) => {
    const named = new RegExp(`(?:${battery.describe}(?:<[^(]*>)?\\(|name = |name: |\\[)\\s*'${name}'`);
    const tried = read(test).includes(battery.describe) && named.test(read(test));
    return tried ? [] : [`packages/${battery.package}/src/${test}: try ${name} by ${battery.describe}.`];
  });
}

const folder = fileURLToPath(new URL('../../packages', import.meta.url));

it.each(batteries)('every export of $package that $describe can try is tried by it', (battery) => {
  const read = (file: string): string => {
    const path = `${folder}/${battery.package}/src/${file}`;
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  };
  expect(coveredBy(battery, read('index.ts')).length).toBeGreaterThan(3);
  expect(untried(battery, read('index.ts'), read)).toEqual([]);
});

it('an export that no battery tries is named with the file to edit', () => {
  const index = `export { type CubeOptions, cube } from './ops/elementwise/cube.ts';`;
  const file = 'packages/autograd/src/ops/elementwise/cube.test.ts';
  const sentence = [`${file}: try cube by describeOp.`];
  expect(untried(batteries[0]!, index, () => '')).toEqual(sentence);
  expect(untried(batteries[0]!, index, () => "describeOp('square', {});")).toEqual(sentence);
  expect(untried(batteries[0]!, index, () => "describeOp<CubeOptions>('cube', {});")).toEqual([]);
});
