// The files are reached through `process`, so that the test kit needs no `node:` import and no Node types.
declare const process: {
  cwd(): string;
  getBuiltinModule(name: 'node:fs'): {
    existsSync(path: string): boolean;
    readdirSync(path: string): string[];
    readFileSync(path: string, encoding: 'utf8'): string;
  };
};

/**
 * Below tools/goldens, of each kind of golden: where its cases are written, and what to do where PyTorch has
 * none.
 */
const kinds: Readonly<Record<string, { readonly cases: string; readonly without: string }>> = {
  ops: { cases: 'cases/<family>.py', without: 'an op that PyTorch does not have says `golden: false`' },
  layers: { cases: 'cases/layers.py', without: 'a layer that PyTorch does not have leaves `golden` out' },
  optim: {
    cases: 'cases/rules.py',
    without: 'a rule that PyTorch does not have leaves `golden` out of its row',
  },
  schedulers: {
    cases: 'cases/schedules.py',
    without: 'a schedule that PyTorch does not have takes `goldens: { source, cases }`, worked out by hand',
  },
};

/**
 * Reads `tools/goldens/<kind>/<name>.json`, or that file in a family's folder of the kind, from the
 * repository that the tests run in: values that PyTorch computed, with the script that made them beside them.
 *
 * @throws Error with the script to run when there is no such file.
 */
export function loadGolden<T>(path: string): T {
  const { readFileSync } = process.getBuiltinModule('node:fs');
  const [kind = '', name = ''] = path.split('/');
  for (let folder = process.cwd(); ; folder = folder.slice(0, folder.lastIndexOf('/'))) {
    const file = find(`${folder}/tools/goldens/${kind}`, name);
    if (file !== undefined) return JSON.parse(readFileSync(file, 'utf8')) as T;
    if (!folder.includes('/')) throw new Error(describeMissing(kind, name));
  }
}

/** The file in a folder or in one of those in it. */
function find(folder: string, name: string): string | undefined {
  const { existsSync, readdirSync } = process.getBuiltinModule('node:fs');
  if (!existsSync(folder)) return undefined;
  const families = readdirSync(folder).filter((entry) => !entry.includes('.'));
  return ['', ...families.map((family) => `${family}/`)]
    .map((family) => `${folder}/${family}${name}.json`)
    .find(existsSync);
}

function describeMissing(kind: string, name: string): string {
  const missing = `loadGolden: no tools/goldens/${kind} above ${process.cwd()} has ${name}.json.`;
  const known = kinds[kind];
  if (known === undefined) return missing;
  return (
    `${missing} Write its cases into tools/goldens/${known.cases} and run ` +
    `\`python tools/goldens/${kind}.py ${name}\`; ${known.without}.`
  );
}
