import { tensor } from '@regopt/tensor';
import { expect, it } from 'vitest';
import { Optimizer } from './optimizer.ts';
import { defineUpdateKernel, type UpdateLoop } from './update-kernel.ts';
import type { UpdateRule } from './update-rule.ts';

type Name = 'learningRate' | 'scale';
type Settings = { readonly learningRate: number; readonly scale: number };

const loop: UpdateLoop<Name> = ([p, g], { learningRate, scale }, n) => {
  for (let i = 0; i < n; i++) p![i]! -= learningRate * scale * g![i]!;
};

const ruleOf = (kernel: UpdateRule<Settings, Name>['kernel']): UpdateRule<Settings, Name> => ({
  name: 'own',
  defaults: { learningRate: 0.5, scale: 1 },
  check: () => {},
  kernel,
  slots: () => [],
  writeHyper(hyper, places, _, { learningRate, scale }) {
    hyper[places.learningRate] = learningRate;
    hyper[places.scale] = scale;
  },
});

it('an update kernel counts its numbers from 0 in the order of their names, each once', () => {
  expect(defineUpdateKernel('own', ['learningRate', 'scale'], loop).places).toEqual({
    learningRate: 0,
    scale: 1,
  });
  const { places } = defineUpdateKernel('own', ['scale', 'scale', 'learningRate'], loop);
  expect(places).toEqual({ scale: 0, learningRate: 1 });
});

it('the kernels of one rule may have their numbers in any order and of any count', () => {
  const plain = defineUpdateKernel('plain', ['learningRate', 'scale'], loop);
  const reversed = defineUpdateKernel('reversed', ['scale', 'learningRate', 'unused'] as Name[], loop);
  const [a, b] = [tensor([1, 2]), tensor([1, 2])];
  const groups = [{ parameters: [a] }, { parameters: [b], scale: 3 }];
  const rule = ruleOf(({ scale }) => (scale === 1 ? plain : reversed));
  new Optimizer(rule, groups, {}).step(new Map([a, b].map((x) => [x, tensor([1, 2])])));
  expect([...a.toArray(), ...b.toArray()]).toEqual([0.5, 1, -0.5, -1]);
});
