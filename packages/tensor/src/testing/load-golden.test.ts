import { expect, it } from 'vitest';
import { loadGolden } from './load-golden.ts';

it('loadGolden reads a file of tools/goldens by its name', () => {
  expect(loadGolden<{ source: string }>('safetensors/from-pytorch').source).toContain('PyTorch');
});

it('loadGolden says which file is missing', () => {
  expect(() => loadGolden('ops/nonesuch')).toThrow('loadGolden: no tools/goldens/ops/nonesuch.json above ');
});
