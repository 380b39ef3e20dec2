// Node's modules come from `process`: a `node:` import would force Node's types on every user of the test
// kit.
declare const process: {
  cwd(): string;
  getBuiltinModule(name: 'node:fs'): {
    existsSync(path: string): boolean;
    readFileSync(path: string, encoding: 'utf8'): string;
  };
};

/**
 * Reads `tools/goldens/<name>.json` of the repository that the tests run in: values computed by PyTorch. The
 * scripts that made them are in the same folder.
 */
export function loadGolden<T>(name: string): T {
  const { existsSync, readFileSync } = process.getBuiltinModule('node:fs');
  for (let folder = process.cwd(); ; folder = folder.slice(0, folder.lastIndexOf('/'))) {
    const path = `${folder}/tools/goldens/${name}.json`;
    if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as T;
    if (!folder.includes('/'))
      throw new Error(`loadGolden: no tools/goldens/${name}.json above ${process.cwd()}.`);
  }
}
