import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { getBackend, setBackend } from '../../packages/tensor/src/index.ts';
import { checkValue } from './check-value.ts';
import { type Example, findExamples } from './find-examples.ts';
import { prepareExample } from './prepare-example.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Resolves `@regopt/tensor/testing` to the file of its `@regopt/source` condition. */
function readSources(): Map<string, string> {
  const sources = new Map<string, string>();
  for (const path of globSync('packages/*/package.json', { cwd: root })) {
    const { name, exports } = JSON.parse(readFileSync(join(root, path), 'utf8'));
    for (const [subpath, target] of Object.entries<{ '@regopt/source'?: string }>(exports)) {
      const source = target['@regopt/source'];
      if (source) sources.set(name + subpath.slice(1), join(root, path, '..', source));
    }
  }
  return sources;
}

const sources = readSources();
const pages = ['*.md', 'docs/**/*.md', 'packages/*/README.md', 'packages/*/docs/*.md', 'apps/*/README.md'];
const files = ['packages/*/src/**/*.ts', 'apps/*/src/**/*.ts'];
const examples = globSync([...pages, ...files], { cwd: root })
  .filter((path) => !path.endsWith('.test.ts') && !path.includes('generated'))
  .sort()
  .flatMap((path) => findExamples(path, readFileSync(join(root, path), 'utf8')));

// Inside the repository, so that imports of `vitest` and of the packages resolve.
const folder = mkdtempSync(fileURLToPath(new URL('./.run-', import.meta.url)));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(example: Example, name: string): string {
  const path = join(folder, `${name}.ts`);
  writeFileSync(path, prepareExample(example, sources));
  return path;
}

const running = examples
  .filter(({ skipped }) => skipped === undefined)
  .map((example, i) => ({ ...example, path: write(example, `example-${i}`) }));

describe('every example', () => {
  // A test kit's example defines tests, so it must load before any test runs.
  const ofTestKits = (code: string) => /\bdescribe\w*\(/.test(code);

  for (const { place, path } of running.filter(({ code }) => ofTestKits(code))) {
    describe(`${place} runs`, () => import(path));
  }

  describe('on a page or in a docstring', () => {
    const backend = getBackend();
    afterEach(() => setBackend(backend));

    for (const { place, path } of running.filter(({ code }) => !ofTestKits(code))) {
      it(`${place} runs and has the stated values`, () => import(path));
    }
  });

  it('that does not run gives the reason', () => {
    expect(examples.filter(({ skipped }) => skipped === '').map(({ place }) => place)).toEqual([]);
  });

  it('has correct types', () => {
    const { config } = ts.readConfigFile(join(root, 'tsconfig.base.json'), ts.sys.readFile);
    const { options } = ts.convertCompilerOptionsFromJson(
      {
        ...config.compilerOptions,
        lib: ['ES2022', 'DOM'],
        types: ['node'],
        noUnusedLocals: false,
        isolatedModules: false,
      },
      root,
    );
    const program = ts.createProgram(
      running.map(({ path }) => path),
      options,
    );
    const wrong = running.flatMap(({ path, place }) =>
      ts
        .getPreEmitDiagnostics(program, program.getSourceFile(path))
        .map(({ messageText }) => `${place}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe('the check of examples', () => {
  const check = (value: unknown, comment: string) => () => checkValue(value, comment, 'page.md:1');

  it('compares a number to the written decimals', () => {
    expect(check(0.36788, '0.3679')).not.toThrow();
    expect(check(0.36788, '0.3678')).toThrow('page.md:1: the example says 0.3678, but it gives 0.36788.');
    expect(check(Math.fround(0.1), '0.1')).not.toThrow();
    expect(check(3, '4')).toThrow('the example says 4, but it gives 3.');
  });

  it('compares arrays, strings, objects and lists', () => {
    expect(check(new Float32Array([2, 4]), '2, 4')).not.toThrow();
    expect(check(new Float32Array([2, 4]), '[2, 5]')).toThrow('the example says [2, 5], but it gives [2,4].');
    expect(check('f64', "'f64'")).not.toThrow();
    expect(check({ a: 1 }, '{ a: 1 }')).not.toThrow();
    expect(check({ a: 1, b: 2 }, '{ a: 1 }')).toThrow('{"a":1,"b":2}');
    expect(check(true, 'false')).toThrow('the example says false, but it gives true.');
  });

  it('finds blocks in pages and docstrings, and checks the values behind their lines', () => {
    const text = '/**\n * @example\n * ```ts\n * 1 + 1; // 3\n * ```\n */\n';
    const [example] = findExamples('x.ts', text);
    expect(example).toEqual({ place: 'x.ts:3', code: '1 + 1; // 3\n' });
    expect(prepareExample(example!, sources)).toContain('__check(1 + 1, "3", "x.ts:3"); // 3');
    const page = findExamples(
      'x.md',
      'a\n```ts no-run: needs a disk\nx\n```\n```ts no-run\ny\n```\n```js\nz\n```\n',
    );
    expect(page.map(({ skipped }) => skipped)).toEqual(['needs a disk', '']);
  });

  it('does not check a comment of words', () => {
    const code = 'f(1); // about three\nconsole.log(2); // 2\n';
    const text = prepareExample({ place: 'p', code }, sources);
    expect(text).toContain('f(1); // about three\nconsole.log(__check(2, "2", "p")); // 2');
  });
});
