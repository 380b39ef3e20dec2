// Publishes new versions of @regopt/tensor to a local registry and updates projects that have the old ones.
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Packed, packAll } from '../packaging/pack-all.ts';
import { runCommand } from '../packaging/run-command.ts';
import { type Registry, serveRegistry } from '../packaging/serve-registry.ts';
import { bumpWorkspace, copyWorkspace } from './bump-workspace.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'regopt-update-'));
const names = ['tensor', 'autograd', 'layers', 'optim'];
const foreign = /^(npm_|pnpm_|node_path$)/i;
const env = {
  ...Object.fromEntries(Object.entries(process.env).filter(([key]) => !foreign.test(key))),
  CI: 'true',
  npm_config_store_dir: join(folder, 'store'),
  npm_config_cache_dir: join(folder, 'pnpm-cache'),
  npm_config_cache: join(folder, 'npm-cache'),
  npm_config_audit: 'false',
  npm_config_fund: 'false',
};

let packed: Map<string, Packed>;
let registry: Registry;
let versions = new Map<string, string>();

/** Publishes the packed packages under other versions. */
async function publish(next: ReadonlyMap<string, string>): Promise<void> {
  for (const name of names) {
    const { tarball, manifest } = packed.get(name)!;
    const version = next.get(`@regopt/${name}`)!;
    if (version === versions.get(`@regopt/${name}`)) continue;
    const cwd = join(folder, `${name}-${version}`);
    mkdirSync(cwd);
    await runCommand('tar', ['-xzf', tarball], { cwd });
    const needed = Object.keys(manifest.dependencies ?? {});
    const dependencies = Object.fromEntries(needed.map((other) => [other, `^${next.get(other)}`]));
    const published = { ...manifest, name: `@regopt/${name}`, version, dependencies };
    writeFileSync(join(cwd, 'package/package.json'), JSON.stringify(published));
    await runCommand('tar', ['-czf', 'package.tgz', 'package'], { cwd });
    registry.publish(published, readFileSync(join(cwd, 'package.tgz')));
  }
  versions = new Map(next);
}

const compilerOptions = {
  noEmit: true,
  strict: true,
  target: 'es2022',
  module: 'nodenext',
  lib: ['ES2022', 'DOM'],
  types: [],
};

/** One training step with all four packages, and an error of the one that may have its own copy of tensor. */
const program = `
import { backward, mul, sum } from '@regopt/autograd';
import { Linear, namedParameters } from '@regopt/layers';
import { adam } from '@regopt/optim';
import { createGenerator, DTypeError, normal, scope, tensor } from '@regopt/tensor';

const generator = createGenerator(1);
const model = new Linear(3, 1, { generator });
const x = normal([4, 3], generator);
const optimizer = adam(namedParameters(model), { learningRate: 0.01 });
const losses: number[] = [];
for (let step = 0; step < 2; step++) {
  scope(() => {
    const y = model.forward(x);
    const loss = sum(mul(y, y));
    losses.push(loss.item());
    optimizer.step(backward(loss));
  });
}
if (!(losses[1]! < losses[0]!)) throw new Error('The loss did not fall: ' + losses.join(' '));
try {
  adam([tensor([1], { dtype: 'i32' })]);
  throw new Error('Integers were trained.');
} catch (error) {
  if (!(error instanceof DTypeError)) throw error;
}
console.log('trained');
`;

/** The versions in a project's lockfile, one per line. */
function installed(cwd: string, manager: Manager): string[] {
  const locks = { npm: 'package-lock.json', pnpm: 'pnpm-lock.yaml' };
  const { packages } = parse(readFileSync(join(cwd, locks[manager]), 'utf8'));
  const found = Object.entries<{ version: string }>(packages)
    .filter(([path]) => path !== '')
    .map(
      ([path, { version }]) =>
        path.replace(/^.*@regopt\//, '').replace('@', ' ') + (version ? ` ${version}` : ''),
    );
  return [...new Set(found)].sort();
}

const managers = {
  npm: { install: 'install', update: 'update', add: 'install' },
  pnpm: { install: 'install', update: 'update', add: 'add' },
} as const;
type Manager = keyof typeof managers;
type Action = 'update' | 'optim' | 'tensor';
const both = Object.keys(managers) as Manager[];

async function train(cwd: string): Promise<void> {
  expect(await runCommand(process.execPath, ['--no-warnings', 'train.ts'], { cwd, env })).toBe('trained\n');
}

/** Updates a copy of the old project as a user would, trains and compiles; returns the installed versions. */
async function afterwards(manager: Manager, bump: string, action: Action): Promise<string[]> {
  const cwd = join(folder, `${manager}-${bump}-${action}`);
  cpSync(join(folder, manager), cwd, { recursive: true, verbatimSymlinks: true });
  const { update, add } = managers[manager];
  const words = action === 'update' ? [update] : [add, `@regopt/${action}@latest`];
  await runCommand(manager, words, { cwd, env });
  await train(cwd);
  // Types of different versions must be compatible; checking one kind of version is enough.
  if (manager === 'npm' && bump === 'minor')
    await runCommand(process.execPath, [join(repository, 'node_modules/typescript/bin/tsc'), '-p', '.'], {
      cwd,
    });
  return installed(cwd, manager);
}

beforeAll(async () => {
  packed = await packAll(folder);
  registry = await serveRegistry();
  const manifests = globSync('packages/*/package.json', { cwd: repository }).map((path) => ({
    ...JSON.parse(readFileSync(join(repository, path), 'utf8')),
    version: '0.1.0',
  }));
  await copyWorkspace(join(folder, 'workspace'), manifests);
  await publish(new Map(manifests.map(({ name }) => [name, '0.1.0'])));
  await Promise.all(
    both.map(async (manager) => {
      const cwd = join(folder, manager);
      const dependencies = Object.fromEntries(names.map((name) => [`@regopt/${name}`, '^0.1.0']));
      mkdirSync(cwd);
      writeFileSync(
        join(cwd, 'package.json'),
        JSON.stringify({ private: true, type: 'module', dependencies }),
      );
      writeFileSync(join(cwd, '.npmrc'), `registry=${registry.url}\n`);
      writeFileSync(join(cwd, 'train.ts'), program);
      writeFileSync(join(cwd, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['train.ts'] }));
      await runCommand(manager, [managers[manager].install], { cwd, env });
      await train(cwd);
    }),
  );
}, 300_000);

afterAll(async () => {
  await registry?.close();
  rmSync(folder, { recursive: true, force: true });
});

const each = (version: string, names: readonly string[]) => names.map((name) => `${name} ${version}`);
const same = (list: readonly string[]) => ({ npm: list, pnpm: list });
const old = each('0.1.0', ['autograd', 'layers', 'optim']);

// The order matters: each version is published after the previous one.
describe.each([
  [
    'patch',
    {
      update: same([...old, 'tensor 0.1.1']),
      optim: same([...old, 'tensor 0.1.0']),
      tensor: same([...old, 'tensor 0.1.1']),
    },
  ],
  ...(['minor', 'major'] as const).map((bump) => {
    const next = bump === 'minor' ? '0.2.0' : '1.0.0';
    return [
      bump,
      {
        update: same([...old, 'tensor 0.1.1']),
        optim: same([
          ...each('0.1.0', ['autograd', 'layers']),
          `optim ${next}`,
          'tensor 0.1.0',
          `tensor ${next}`,
        ]),
        // npm installs the newest in range beside it; pnpm keeps the version of the others.
        tensor: {
          npm: [...old, 'tensor 0.1.1', `tensor ${next}`],
          pnpm: [...old, 'tensor 0.1.0', `tensor ${next}`],
        },
      },
    ] as const;
  }),
] as const)('after a %s of @regopt/tensor, an old project', (bump, expected) => {
  beforeAll(async () => publish(await bumpWorkspace(join(folder, 'workspace'), '@regopt/tensor', bump)));

  it.each([
    ['an update', 'update'],
    ['taking the latest @regopt/optim', 'optim'],
    ['taking the latest @regopt/tensor', 'tensor'],
  ] as const)('trains right after %s, by npm and by pnpm', async (_, action) => {
    const [npm, pnpm] = await Promise.all(both.map((manager) => afterwards(manager, bump, action)));
    expect({ npm, pnpm }).toEqual(expected[action]);
  });
});
