export interface NewPackage {
  /** Its folder, and the last part of its published name. */
  readonly name: string;
  /** Our packages that it imports. */
  readonly imports: readonly string[];
}

/** Fields that a new package copies from the root's package.json. */
export interface RootManifest {
  readonly author: string;
  readonly homepage: string;
  readonly repository: Readonly<Record<string, string>>;
  readonly bugs: string;
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/** The files of a new package, by path in its folder. */
export function packageFiles(
  { name, imports }: NewPackage,
  license: string,
  { author, homepage, repository, bugs }: RootManifest,
): Map<string, string> {
  const directory = `packages/${name}`;
  const needed = imports.map((other) => `@regopt/${other}`).sort();
  const manifest = {
    name: `@regopt/${name}`,
    version: '0.0.0',
    description: `What @regopt/${name} is for, in one sentence.`,
    keywords: [...name.split('-'), 'machine-learning'],
    license: 'MIT',
    author,
    homepage: homepage.replace('#', `/tree/main/${directory}#`),
    repository: { ...repository, directory },
    bugs,
    type: 'module',
    sideEffects: false,
    engines: { node: '>=20.19' },
    exports: {
      '.': {
        '@regopt/source': './src/index.ts',
        types: './dist/index.d.ts',
        default: './dist/index.js',
      },
      './package.json': './package.json',
    },
    files: ['dist', 'src', '!src/**/*.test.ts', 'CHANGELOG.md'],
    scripts: { build: 'tsup && node ../../tools/packaging/open-types.ts', typecheck: 'tsc -p .' },
    ...(needed.length > 0
      ? { dependencies: Object.fromEntries(needed.map((other) => [other, 'workspace:^'])) }
      : {}),
    publishConfig: { access: 'public' },
  };
  const example = [
    '```ts',
    `import { packageName } from '@regopt/${name}';`,
    `packageName; // '@regopt/${name}'`,
    '```',
  ];
  return new Map([
    ['package.json', json(manifest)],
    ['tsconfig.json', `{\n  "extends": "../../tsconfig.base.json",\n  "include": ["src"]\n}\n`],
    [
      'tsup.config.ts',
      "import { definePackageBuild } from '../../tsup.base.ts';\n\nexport default definePackageBuild({ " +
        "index: 'src/index.ts' });\n",
    ],
    ['LICENSE', license],
    [
      'README.md',
      [
        `# @regopt/${name}`,
        '',
        manifest.description,
        '',
        '```sh',
        `npm install ${[`@regopt/${name}`, ...needed].join(' ')}`,
        '```',
        '',
        ...example,
        '',
        '| export | what it is |',
        '|---|---|',
        '| `packageName` | the name of this package; replace it by the first real export |',
        '',
        'In a page: <!-- sizes --><!-- /sizes -->.',
        '',
      ].join('\n'),
    ],
    ['src/index.ts', `export { packageName } from './package-name.ts';\n`],
    [
      'src/package-name.ts',
      [
        '/**',
        ' * The name that this package is published under.',
        ' *',
        ' * @example',
        ...example.map((line) => ` * ${line}`),
        ' */',
        `export const packageName = '@regopt/${name}';`,
        '',
      ].join('\n'),
    ],
    [
      'src/package-name.test.ts',
      [
        `import { expect, it } from 'vitest';`,
        `import { packageName } from './package-name.ts';`,
        '',
        `it('is named as it is published', () => {`,
        `  expect(packageName).toBe('@regopt/${name}');`,
        '});',
        '',
      ].join('\n'),
    ],
  ]);
}
