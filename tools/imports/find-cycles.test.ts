import { describe, expect, it } from 'vitest';
import { check, table } from './check-small-tree.ts';
import { findCycles } from './find-cycles.ts';

describe('the check of cycles', () => {
  it.each(['', 'type '])('finds a cycle of files, by "import %s{ one }" too', (kind) => {
    const files = {
      'packages/low/src/one.ts': `import { two } from './two.ts';\nexport const one = () => two;\n`,
      'packages/low/src/two.ts': `import ${kind}{ one } from './one.ts';\nexport const two = () => one;\n`,
    };
    expect(check(files)).toEqual([
      'files import each other in a cycle: packages/low/src/one.ts, packages/low/src/two.ts: move what ' +
        'they share into a file that imports none of them, or list them, sorted, under "cycles" in ' +
        'tools/imports/import-table.ts.',
    ]);
    const low = { ...table.low, cycles: [['src/one.ts', 'src/two.ts']] };
    expect(check(files, { ...table, low })).toEqual([]);
    expect(check({}, { ...table, low })).toEqual([
      'no such cycle: packages/low/src/one.ts, packages/low/src/two.ts: remove it from "cycles" in ' +
        'tools/imports/import-table.ts.',
    ]);
  });

  it('finds every cycle, and joins cycles that share a file', () => {
    const edges = { a: ['b'], b: ['a', 'c'], c: ['d', 'c'], d: ['e'], e: ['f', 'd'], f: ['d'] };
    const found = findCycles(new Map(Object.entries(edges)));
    expect(found.map((cycle) => cycle.join('')).sort()).toEqual(['ab', 'c', 'def']);
  });

  it('finds a cycle of packages in the table itself', () => {
    expect(check({}, { ...table, low: { ...table.low, imports: ['high'] } })).toEqual([
      'packages import each other in a cycle: high, low.',
    ]);
  });
});
