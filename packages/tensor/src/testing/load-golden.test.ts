import { expect, it } from 'vitest';
import { loadGolden } from './load-golden.ts';

it('loadGolden reads a file of tools/goldens by its name', () => {
  expect(loadGolden<{ source: string }>('safetensors/from-pytorch').source).toContain('PyTorch');
});

it("loadGolden finds an op's file in the folder of its family", () => {
  expect(loadGolden<{ op: string }>('ops/tanh').op).toBe('tanh');
});

it.each([
  [
    'ops/nonesuch',
    'cases/<family>.py',
    'ops.py nonesuch',
    'an op that PyTorch does not have says `golden: false`',
  ],
  [
    'layers/None',
    'cases/layers.py',
    'layers.py None',
    'a layer that PyTorch does not have leaves `golden` out',
  ],
  [
    'optim/lion',
    'cases/rules.py',
    'optim.py lion',
    'a rule that PyTorch does not have leaves `golden` out of its row',
  ],
  [
    'schedulers/one-cycle',
    'cases/schedules.py',
    'schedulers.py one-cycle',
    'a schedule that PyTorch does not have takes `goldens: { source, cases }`, worked out by hand',
  ],
])(
  'loadGolden says where the cases of the missing %s go and how to make it',
  (path, cases, script, without) => {
    const [, name] = path.split('/');
    expect(() => loadGolden(path)).toThrow(
      ` has ${name}.json. Write its cases into tools/goldens/${cases} and run ` +
        `\`python tools/goldens/${script}\`; ${without}.`,
    );
  },
);

it('loadGolden names a missing file of a kind without a script', () => {
  expect(() => loadGolden('sounds/nonesuch')).toThrow(
    /^loadGolden: no tools\/goldens\/sounds above .* has nonesuch\.json\.$/,
  );
});
