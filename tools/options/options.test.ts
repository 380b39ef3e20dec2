import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { readTree } from '../imports/read-tree.ts';

type Exports = Readonly<Record<string, (...given: unknown[]) => unknown>>;

const root = fileURLToPath(new URL('../..', import.meta.url));
const tree = readTree(root);
// A path that is computed: each package's sources are type-checked with its own settings.
const exportsOf = (folder: string): Promise<Exports> => import(`${root}/packages/${folder}/src/index.ts`);
const { createGenerator, ones, writeSafetensors } = await exportsOf('tensor');
const { parseTable, twoMoons } = await exportsOf('data');

/**
 * What a function is given for the arguments before `options`, by type. It is 1 for all other types: most
 * functions check their options first.
 */
const argumentOf: Readonly<Record<string, unknown>> = {
  '(...inputs: Inputs) => Result': () => {},
  Dataset: twoMoons!({ count: 4, seed: 1 }),
  Generator: createGenerator!(1),
  KernelName: 'mine',
  ReferenceLoop: () => {},
  Table: parseTable!('x,y\n1,2\n'),
  Tensor: ones!([2, 2]),
  'Uint8Array | SafetensorsFile': writeSafetensors!({ tensors: new Map() }),
  'readonly Tensor[]': [ones!([2])],
  string: '',
};

/** Each parameter of a function, or of a class's constructor, and its type, as the source writes them. */
type Signature = readonly (readonly [parameter: string, type: string])[];

function signaturesOf(file: string, text: string): Map<string, Signature> {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  const found = new Map<string, Signature>();
  for (const statement of source.statements) {
    if (!ts.isClassDeclaration(statement) && !ts.isFunctionDeclaration(statement)) continue;
    const called = ts.isClassDeclaration(statement)
      ? statement.members.find(ts.isConstructorDeclaration)
      : statement;
    const parameters = called?.parameters ?? [];
    const signature = parameters.map((p) => [p.name.getText(source), p.type?.getText(source) ?? ''] as const);
    if (statement.name !== undefined) found.set(statement.name.text, signature);
  }
  return found;
}

interface Taker {
  readonly file: string;
  readonly name: string;
  readonly call: (options: unknown) => Promise<unknown>;
}

/** Every exported function and class of a package that has options. */
async function takersOf(folder: string): Promise<Taker[]> {
  const exported = await exportsOf(folder);
  const sources = [...tree].filter(
    ([path]) => path.startsWith(`packages/${folder}/src/`) && !/test/.test(path),
  );
  return sources.flatMap(([file, text]) =>
    [...signaturesOf(file, text)].flatMap(([name, signature]) => {
      const place = signature.findIndex(([parameter]) => parameter === 'options');
      const taker = exported[name];
      // `poolSizes(operation, ...)` and `new Optimizer(rule, ...)` are for authors of ops and rules.
      const forAuthors = ['operation', 'rule'].includes(signature[0]?.[0] ?? '');
      if (place < 0 || taker === undefined || forAuthors) return [];
      const before = signature.slice(0, place).map(([, type]) => argumentOf[type] ?? 1);
      const call = async (options: unknown): Promise<unknown> =>
        /^[A-Z]/.test(name) ? Reflect.construct(taker, [...before, options]) : taker(...before, options);
      return { file, name, call };
    }),
  );
}

const takers = (await Promise.all(readdirSync(`${root}/packages`).map(takersOf))).flat();

it('every function and class with options is found', () => {
  expect(takers.length).toBeGreaterThan(80);
});
describe.each(takers)('the options of $name', ({ file, name, call }) => {
  const hint =
    `${file}: ${name} begins with checkOptions('${name}', options, kinds), or an argument in front of its ` +
    'options needs a row in tools/options/options.test.ts';
  const faultOf = async (options: unknown): Promise<string> => {
    const error = await call(options).catch((error: unknown) => error);
    return error instanceof Error ? error.message : 'nothing was thrown';
  };
  const refuses = async (options: unknown, message: string | RegExp): Promise<void> =>
    expect(await faultOf(options), hint).toMatch(message);
  /** The known options, as the error of an unknown one lists them. */
  const known = async (): Promise<string[]> => {
    const start = `${name}: unknown option "surprise"; known: `;
    await refuses({ surprise: 1 }, start);
    return (await faultOf({ surprise: 1 })).slice(start.length, -1).split(', ');
  };

  it('are the documented ones, and nothing else', async () => {
    const names = await known();
    for (const [given, text] of [
      [0, '0'],
      [null, 'null'],
      [[0], '[0]'],
      [new Map(), 'a Map'],
      [ones!([2]), 'a tensor [2]'],
      [Promise.resolve({}), 'a promise'],
    ] as const)
      await refuses(given, `${name}: options are an object of ${names.join(', ')}, got ${text}.`);
    const misspelt = { [`${names[0]}x`]: 1 };
    await refuses(misspelt, `${name}: unknown option "${names[0]}x"; did you mean "${names[0]}"? Known: `);
  });

  it('have values of their types, and no promises of them', async () => {
    for (const key of await known()) {
      await refuses({ [key]: Promise.resolve(1) }, new RegExp(`^${name}: .*${key}.* a promise`));
      // null is a momentum of batch normalization.
      if (key !== 'momentum') await refuses({ [key]: null }, new RegExp(`^${name}: .*${key}.* null`));
    }
  });
});
