import { describe, expect, it } from 'vitest';
import { findUnresolvedImports } from './find-unresolved-imports.ts';

describe('the search for unresolved imports', () => {
  const sources = (text: string) => new Map([['src/a.ts', text]]);

  it('finds every form of import of a missing package, and no other', () => {
    const text = [
      `import { x } from '@regopt/autograd';`,
      `import type { Y } from '@regopt/layers/testing';`,
      `export * from 'fast-check';`,
      `export const z = () => import('playwright-core');`,
      `import './a.ts';`,
      `import 'node:fs';`,
      `import '@regopt/tensor/testing';`,
    ];
    expect(findUnresolvedImports(sources(text.join('\n')), new Set(['@regopt/tensor']))).toEqual([
      'src/a.ts imports @regopt/autograd',
      'src/a.ts imports @regopt/layers',
      'src/a.ts imports fast-check',
      'src/a.ts imports playwright-core',
    ]);
  });

  it('finds a relative import of a file that is not shipped', () => {
    const all = new Map([
      ['src/a.ts', `import './b.ts';\nimport '../test/c.ts';`],
      ['src/b.ts', `export * from './a.ts';`],
    ]);
    expect(findUnresolvedImports(all, new Set())).toEqual([
      'src/a.ts imports test/c.ts, which is not shipped',
    ]);
  });

  it('does not mistake a docstring for an import', () => {
    expect(findUnresolvedImports(sources(`/** import '@regopt/layers'; */\nexport {};`), new Set())).toEqual(
      [],
    );
  });
});
