import { findViolations } from './find-violations.ts';

export const table = {
  low: { imports: [], nodeEntries: ['./node'] },
  high: { imports: ['low'], inTests: ['other'] },
  other: { imports: [] },
};

const entry = (name: string) => ({ '@regopt/source': `./src/${name}.ts` });
export const manifest = (name: string, rest: object = {}) =>
  JSON.stringify({ name: `@regopt/${name}`, exports: { '.': entry('index') }, ...rest });

/** A small repository that obeys the table, with some files added or replaced. */
export function check(
  files: Record<string, string> = {},
  rules: Parameters<typeof findViolations>[1] = table,
  casts: Parameters<typeof findViolations>[2] = {},
): string[] {
  const exports = { '.': entry('index'), './node': entry('node'), './testing': entry('testing') };
  const tree = {
    'packages/low/package.json': manifest('low', { exports }),
    'packages/low/src/index.ts': `export { one } from './one.ts';\n`,
    'packages/low/src/one.ts': 'export const one = 1;\n',
    'packages/low/src/node.ts': `import { readFileSync } from 'node:fs';\nexport { readFileSync };\n`,
    'packages/low/src/testing.ts': `import { expect } from 'vitest';\nexport { expect };\n`,
    'packages/high/package.json': manifest('high', {
      dependencies: { '@regopt/low': 'workspace:^' },
      devDependencies: { '@regopt/other': '*' },
    }),
    'packages/high/src/index.ts': `import { one } from '@regopt/low';\nexport { one };\n`,
    'packages/high/src/index.test.ts':
      "import { it } from 'vitest';\nimport '@regopt/other';\n" + "import '@regopt/low/testing';\nit;\n",
    'packages/other/package.json': manifest('other'),
    'packages/other/src/index.ts': 'export {};\n',
    'apps/tool/package.json': JSON.stringify({
      name: '@regopt/tool',
      dependencies: { '@regopt/high': '*', commander: '1' },
    }),
    'apps/tool/src/main.ts': `import 'node:fs';\nimport 'commander';\nimport '@regopt/high';\nDate.now();\n`,
    ...files,
  };
  return findViolations(new Map(Object.entries(tree)), rules, casts);
}
