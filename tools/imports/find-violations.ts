import { findCycles } from './find-cycles.ts';
import { type ImportRule, testTools } from './import-table.ts';
import { type Module, reachableFrom, readModules, resolveRelative } from './module-graph.ts';
import type { Import } from './parse-source.ts';
import type { Tree } from './read-tree.ts';

/**
 * The use of a file: `core` if a platform-independent entry reaches it, `node` or `testing` if only such an
 * entry does, `test` for all others: tests and files that only tests import.
 */
type Zone = 'core' | 'node' | 'testing' | 'test';

const isTest = (path: string) => path.endsWith('.test.ts');
const isTestTool = (name: string) => (testTools as readonly string[]).includes(name);

/** Splits `@scope/name/sub` and `name/sub` into the package's name and `./sub`, or `.`. */
function splitSpecifier(specifier: string): { name: string; subpath: string } {
  const parts = specifier.split('/');
  const length = specifier.startsWith('@') ? 2 : 1;
  return { name: parts.slice(0, length).join('/'), subpath: ['.', ...parts.slice(length)].join('/') };
}

function zonesOf(module: Module, rule: ImportRule): Map<string, Zone> {
  const zones = new Map<string, Zone>([...module.files.keys()].map((path) => [path, 'test']));
  const mark = (zone: Zone, chosen: (subpath: string) => boolean) => {
    const starts = [...module.entries].filter(([subpath]) => chosen(subpath)).map(([, path]) => path);
    for (const path of reachableFrom(module, starts)) if (zones.has(path)) zones.set(path, zone);
  };
  const nodeEntries = rule.nodeEntries ?? [];
  mark('testing', (subpath) => subpath === './testing');
  mark('node', (subpath) => nodeEntries.includes(subpath));
  mark('core', (subpath) => subpath !== './testing' && !nodeEntries.includes(subpath));
  return zones;
}

/** The reason why this third-party import is forbidden, or undefined. */
function refuseOutside(
  module: Module,
  rule: ImportRule,
  zone: Zone,
  { specifier, kind }: Import,
): string | undefined {
  if (specifier.startsWith('node:')) {
    if (module.isApp || zone === 'node' || zone === 'test') return undefined;
    return rule.nodeOnDemand && kind !== 'static' ? undefined : 'this code must run outside Node too';
  }
  const { name } = splitSpecifier(specifier);
  const { dependencies = {}, devDependencies = {} } = module.manifest;
  if (zone === 'test' && (isTestTool(name) || name in devDependencies || name in dependencies))
    return undefined;
  if (module.isApp)
    return name in dependencies || kind === 'type'
      ? undefined
      : 'package.json does not name it as a dependency';
  if (zone === 'node' && kind === 'dynamic' && rule.onDemand?.includes(name)) return undefined;
  return zone === 'testing' && isTestTool(name) ? undefined : 'packages have no third-party dependency';
}

/** The reason why this import of one of our packages is forbidden, or undefined. */
function refuseOurs(
  module: Module,
  rule: ImportRule,
  zone: Zone,
  specifier: string,
  target: Module | undefined,
): string | undefined {
  const { subpath } = splitSpecifier(specifier);
  if (target === undefined || target.isApp) return 'there is no such package';
  if (target === module) return 'a package reaches its own files by relative paths';
  if (!target.entries.has(subpath)) return `${target.name} has no public entry "${subpath}"`;
  if (subpath === './testing' && zone !== 'test' && zone !== 'testing') return 'a test kit is for tests';
  const allowed = zone === 'test' ? [...rule.imports, ...(rule.inTests ?? [])] : rule.imports;
  if (!module.isApp && !allowed.includes(target.name))
    return `the import table does not let ${module.name} import it`;
  const { dependencies = {}, devDependencies = {} } = module.manifest;
  const declared = zone === 'test' ? { ...devDependencies, ...dependencies } : dependencies;
  return target.manifest.name in declared ? undefined : 'package.json does not name it';
}

function refuseGlobal(
  module: Module,
  rule: ImportRule,
  zone: Zone,
  path: string,
  name: string,
): string | undefined {
  if (name === 'Math.random' || name === 'crypto.getRandomValues')
    return 'randomness comes from a seeded generator';
  if (zone === 'test') return undefined;
  if (name.startsWith('as ')) {
    if (rule.casts?.some((file) => path === `${module.folder}/${file}`)) return undefined;
    return 'write types that need no cast past the compiler';
  }
  if (module.isApp) return undefined;
  if (name === '**' || name === 'Math.pow') {
    if (zone === 'testing' || rule.powers?.some((file) => path === `${module.folder}/${file}`))
      return undefined;
    return (
      'engines differ in its last digits; write products (x * x), as power in ' +
      'packages/schedulers/src/portable-math.ts does for whole exponents; only 2 ** n is exact'
    );
  }
  if (name.startsWith('Math.')) {
    if (zone === 'testing' || rule.engineMath) return undefined;
    return (
      'engines differ in its last digits; ' +
      'use + - * / and Math.sqrt, or cosTurns and its like of @regopt/tensor'
    );
  }
  if (/^(Date|performance|process\.hrtime)\b/.test(name)) {
    if (rule.clocks?.some((file) => path === `${module.folder}/${file}`)) return undefined;
    return 'a library has no clock';
  }
  return zone === 'core' ? 'this code must run in Node and in a browser' : undefined;
}

function checkModule(module: Module, rule: ImportRule, modules: readonly Module[]): string[] {
  const found: string[] = [];
  const zones = zonesOf(module, rule);
  for (const [path, { imports, globals }] of module.files) {
    const zone = zones.get(path) ?? 'test';
    for (const item of imports) {
      const { specifier } = item;
      let reason: string | undefined;
      if (specifier.startsWith('.')) {
        const leaves = !resolveRelative(path, specifier).startsWith(`${module.folder}/`);
        const isGolden = zone === 'test' && resolveRelative(path, specifier).startsWith('tools/goldens/');
        if (leaves && !isGolden) reason = 'a relative path must stay inside its package';
        else if (isTest(specifier)) reason = 'a test exports nothing';
      } else if (specifier.startsWith('@regopt/')) {
        const { name } = splitSpecifier(specifier);
        reason = refuseOurs(
          module,
          rule,
          zone,
          specifier,
          modules.find((other) => other.manifest.name === name),
        );
      } else reason = refuseOutside(module, rule, zone, item);
      if (reason) found.push(`${path}:${item.line}: must not import ${specifier}: ${reason}.`);
    }
    for (const { name, line } of globals) {
      const reason = refuseGlobal(module, rule, zone, path, name);
      if (reason) found.push(`${path}:${line}: must not use ${name}: ${reason}.`);
    }
  }

  for (const [row, uses] of [
    ['powers', /^(\*\*|Math\.pow)$/],
    ['casts', /^as /],
    ['clocks', /^(Date|performance|process\.hrtime)\b/],
  ] as const) {
    for (const file of rule[row] ?? [])
      if (!module.files.get(`${module.folder}/${file}`)?.globals.some(({ name }) => uses.test(name)))
        found.push(
          `${module.folder}/${file}: remove it from "${row}" in tools/imports/import-table.ts: it has none.`,
        );
  }

  const roots = [...module.entries.values(), ...[...module.files.keys()].filter(isTest)];
  const used = reachableFrom(module, [
    ...roots,
    ...(rule.alsoUsed ?? []).map((file) => `${module.folder}/${file}`),
  ]);
  for (const path of module.files.keys())
    if (!used.has(path)) found.push(`${path}: no entry and no test leads to this file.`);

  const edges = [...module.files].map(([path, { imports }]): [string, string[]] => [
    path,
    imports
      .filter(({ specifier, kind }) => specifier.startsWith('.') && kind !== 'dynamic')
      .map(({ specifier }) => resolveRelative(path, specifier)),
  ]);
  const cycles = findCycles(new Map(edges)).map((cycle) => cycle.join(', '));
  const allowed = (rule.cycles ?? []).map((cycle) =>
    cycle.map((file) => `${module.folder}/${file}`).join(', '),
  );
  for (const cycle of cycles)
    if (!allowed.includes(cycle))
      found.push(
        `files import each other in a cycle: ${cycle}: move what they share into a file that imports none ` +
          'of them, or list them, sorted, under "cycles" in tools/imports/import-table.ts.',
      );
  for (const cycle of allowed)
    if (!cycles.includes(cycle))
      found.push(`no such cycle: ${cycle}: remove it from "cycles" in tools/imports/import-table.ts.`);
  return found;
}

/** All violations of the import table in this tree, one sentence each. `casts`: files of apps with casts. */
export function findViolations(
  tree: Tree,
  table: Readonly<Record<string, ImportRule>>,
  casts: Readonly<Record<string, readonly string[]>> = {},
): string[] {
  const modules = readModules(tree);
  const imports = Object.keys(table);
  const found = modules.flatMap((module) => {
    if (module.isApp) return checkModule(module, { imports, casts: casts[module.name] ?? [] }, modules);
    const rule = table[module.name];
    return rule ? checkModule(module, rule, modules) : [`${module.folder}: has no row in the import table.`];
  });
  for (const name of Object.keys(table)) {
    if (!modules.some((module) => !module.isApp && module.name === name))
      found.push(`the import table's row "${name}" has no package.`);
  }
  for (const { folder, isApp, manifest } of modules) {
    if (isApp) continue;
    const { dependencies = {}, peerDependencies = {} } = manifest;
    for (const [name, range] of Object.entries(dependencies)) {
      if (!name.startsWith('@regopt/'))
        found.push(`${folder}/package.json: dependency ${name}: packages have no third-party dependency.`);
      else if (range !== 'workspace:^')
        found.push(`${folder}/package.json: dependency ${name}: write "workspace:^", not "${range}".`);
    }
    const peers = Object.keys(peerDependencies);
    if (peers.length > 0)
      found.push(
        `${folder}/package.json: peerDependencies ${peers.join(', ')}: make them dependencies; ` +
          'a peer whose range a new version leaves stops every update.',
      );
  }
  const packages = new Map(Object.entries(table).map(([name, { imports }]) => [name, imports]));
  for (const cycle of findCycles(packages))
    found.push(`packages import each other in a cycle: ${cycle.join(', ')}.`);
  return found;
}
