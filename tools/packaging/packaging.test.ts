import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importTable, testTools } from '../imports/import-table.ts';
import { checkTypes, linkTypes } from './check-types.ts';
import { findUnresolvedImports } from './find-unresolved-imports.ts';
import { findNodeVersions } from './node-versions.ts';
import { type Packed, packAll, packageNames } from './pack-all.ts';
import { readSources } from './read-sources.ts';
import { runCommand } from './run-command.ts';
import { type Registry, serveRegistry } from './serve-registry.ts';

const nodeVersions = await findNodeVersions();
const folder = mkdtempSync(join(tmpdir(), 'regopt-packaging-'));
let packed: Map<string, Packed>;
let registry: Registry;

beforeAll(async () => {
  packed = await packAll(folder);
  registry = await serveRegistry([...packed.values()]);
}, 240_000);

afterAll(async () => {
  await registry?.close();
  rmSync(folder, { recursive: true, force: true });
});

const packageOf = (name: string): Packed => {
  const found = packed.get(name);
  if (found === undefined) throw new Error(`packages/${name} was not packed.`);
  return found;
};

// pnpm passes its settings to scripts by the environment. npm would read them, and Node would find this
// repository's packages.
const foreign = /^(npm_|pnpm_|node_path$)/i;
const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !foreign.test(key)));

/** An empty project with these packages, installed by npm from a registry that has only ours. */
async function install(project: string, names: readonly string[]): Promise<string> {
  const cwd = join(folder, project);
  mkdirSync(cwd);
  writeFileSync(join(cwd, 'package.json'), '{ "private": true, "type": "module" }');
  const settings = [
    `--registry=${registry.url}`,
    `--cache=${join(folder, 'cache')}`,
    '--no-audit',
    '--no-fund',
  ];
  await runCommand('npm', ['install', ...settings, ...names.map((name) => `@regopt/${name}`)], { cwd, env });
  return cwd;
}

/** Every package in a project's node_modules, at any depth. */
function installed(cwd: string): string[] {
  const { packages } = JSON.parse(readFileSync(join(cwd, 'node_modules/.package-lock.json'), 'utf8'));
  return Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, ''));
}

describe.each(packageNames)('the packed @regopt/%s', (name) => {
  it('passes publint', async () => {
    const { buffer: tarball } = Uint8Array.from(readFileSync(packageOf(name).tarball));
    const { messages, pkg } = await publint({ pack: { tarball }, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg ?? {}))).toEqual([]);
  });

  it('has types that resolve as its code does', async () => {
    const attw = fileURLToPath(new URL('../../node_modules/.bin/attw', import.meta.url));
    const args = [packageOf(name).tarball, '--profile', 'esm-only', '--format', 'ascii'];
    expect(await runCommand(attw, args, { cwd: folder })).toContain(`@regopt/${name} v`);
  });

  it('ships no source with imports that its users cannot resolve', async () => {
    const { tarball, name: own, manifest } = packageOf(name);
    const there = new Set([
      own,
      ...Object.keys(manifest.dependencies ?? {}),
      ...('./testing' in manifest.exports ? testTools : []),
      ...(importTable[name]?.onDemand ?? []),
    ]);
    const sources = await readSources(tarball);
    expect(sources.size).toBeGreaterThan(0);
    expect(findUnresolvedImports(sources, there)).toEqual([]);
  });

  it('names its author, its repository and its purpose', () => {
    const { manifest } = packageOf(name);
    const { author, homepage, repository, bugs } = JSON.parse(
      readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
    );
    const directory = `packages/${name}`;
    expect(manifest).toMatchObject({ author, repository: { ...repository, directory }, bugs });
    expect(manifest['homepage']).toBe(homepage.replace('#', `/tree/main/${directory}#`));
    expect(manifest['keywords']).not.toHaveLength(0);
    expect(readFileSync(new URL('../../LICENSE', import.meta.url), 'utf8')).toContain(author);
  });

  it('contains no copy of the test tools, which its users install', async () => {
    const files = await runCommand('tar', ['-tvzf', packageOf(name).tarball], { cwd: folder });
    const heavy = files
      .split('\n')
      .filter((line) => /dist\/.*\.js$/.test(line) && Number(line.split(/\s+/)[2]) > 150_000);
    expect(heavy).toEqual([]);
    if (!('./testing' in packageOf(name).manifest.exports)) return;
    const testing = await runCommand('tar', ['-xOzf', packageOf(name).tarball, 'package/dist/testing.js'], {
      cwd: folder,
    });
    expect(testing).toMatch(/from ["'](vitest|fast-check)["']/);
  });

  it('has no install scripts', () => {
    const scripts = Object.keys(packageOf(name).manifest.scripts ?? {});
    expect(scripts.filter((script) => /^(pre|post)?(install|prepare)$/.test(script))).toEqual([]);
  });
});

describe('npm install in an empty project', () => {
  it('of @regopt/schedulers brings one package', async () => {
    expect(installed(await install('schedulers', ['schedulers']))).toEqual(['@regopt/schedulers']);
  });

  it('of @regopt/optim installs only itself and @regopt/tensor, not even vitest', async () => {
    expect(installed(await install('optim', ['optim'])).sort()).toEqual(['@regopt/optim', '@regopt/tensor']);
    expect(registry.missing).toEqual([]);
  });
});

describe('all packages, installed', () => {
  let cwd: string;
  let entries: string[];
  beforeAll(async () => {
    cwd = await install('all', packageNames);
    entries = [...packed.values()].flatMap(({ name, manifest }) =>
      Object.keys(manifest.exports)
        .filter((subpath) => subpath !== './package.json' && subpath !== './testing')
        .map((subpath) => name + subpath.slice(1)),
    );
  });

  it('come only from our own tarballs', () => {
    expect(installed(cwd).sort()).toEqual(packageNames.map((name) => `@regopt/${name}`));
    expect(registry.missing).toEqual([]);
  });

  it.each(nodeVersions)('can be imported and required under Node $version', async ({ path }) => {
    const code = [
      `import { createRequire } from 'node:module';`,
      `const require = createRequire(import.meta.url);`,
      `for (const entry of ${JSON.stringify(entries)}) {`,
      `  const names = Object.keys(await import(entry));`,
      `  if (names.length === 0) throw new Error(entry + ' exports nothing');`,
      `  const required = Object.keys(require(entry)).filter((name) => name !== '__esModule');`,
      `  if (required.join() !== names.join()) throw new Error(entry + ': require gives ' + required);`,
      `  console.log(entry);`,
      `}`,
    ];
    writeFileSync(join(cwd, 'load.js'), code.join('\n'));
    const printed = await runCommand(path, ['--no-warnings', 'load.js'], { cwd, env });
    expect(printed.trim().split('\n')).toEqual(entries);
  });

  it('resolve to the built files even if a user has a condition "source" of their own', async () => {
    const code = entries.map(
      (entry) => `import ${JSON.stringify(entry)};\nconsole.log(import.meta.resolve('${entry}'));`,
    );
    writeFileSync(join(cwd, 'source.js'), code.join('\n'));
    const printed = await runCommand(process.execPath, ['--conditions=source', 'source.js'], { cwd, env });
    const paths = printed.trim().split('\n');
    expect(paths).toHaveLength(entries.length);
    const { metafile } = await build({
      stdin: { contents: entries.map((entry) => `import '${entry}';`).join('\n'), resolveDir: cwd },
      bundle: true,
      write: false,
      platform: 'node',
      format: 'esm',
      metafile: true,
      conditions: ['source'],
      logLevel: 'silent',
    });
    paths.push(...Object.keys(metafile.inputs).filter((path) => path.includes('@regopt')));
    expect(paths.filter((path) => !/@regopt\/[^/]+\/dist\/[^/]+\.js$/.test(path))).toEqual([]);
    expect(paths.length).toBeGreaterThan(2 * entries.length - 1);
  });

  it('have types that compile in TypeScript 5.5 and newer, with and without DOM and Node types', async () => {
    linkTypes(cwd);
    const core = [...packed.keys()].map((name) => `@regopt/${name}`);
    const testing = [...packed.values()]
      .filter(({ manifest }) => './testing' in manifest.exports)
      .map(({ name }) => `${name}/testing`);
    const oldest = { compiler: 'typescript-5.5', module: 'nodenext' } as const;
    const all = [...entries, ...testing];
    await checkTypes(cwd, all, { ...oldest, lib: ['ES2022'], types: [] });
    await checkTypes(cwd, all, { ...oldest, lib: ['ES2022', 'DOM'], types: ['node'] });
    await checkTypes(cwd, core, { compiler: 'typescript', module: 'esnext', lib: ['ES2022'], types: [] });
  });

  it.each(packageNames)(
    '@regopt/%s is bundled for a browser without a module of Node at its top',
    async (name) => {
      const { metafile } = await build({
        stdin: { contents: `export * from '@regopt/${name}';`, resolveDir: cwd },
        bundle: true,
        write: false,
        platform: 'browser',
        format: 'esm',
        metafile: true,
        external: ['node:*'],
        logLevel: 'silent',
      });
      const outside = Object.values(metafile.outputs).flatMap(({ imports }) =>
        imports.filter((item) => item.external),
      );
      expect(outside.filter(({ kind }) => kind !== 'dynamic-import')).toEqual([]);
    },
  );
});
