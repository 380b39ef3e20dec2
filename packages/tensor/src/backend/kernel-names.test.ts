import { describe, expect, it } from 'vitest';
import { defineKernel } from './kernel.ts';
import { KernelNames } from './kernel-names.ts';

const mine = (name: string) => defineKernel(name, () => {});
const ours = (name: string) => defineKernel({ builtIn: name }, () => {});
const clash =
  'square: a kernel of yours has the name of a built-in one. Call yours otherwise, such as "mySquare".';

describe('KernelNames', () => {
  it('accepts kernels of different names, and the same kernel again', () => {
    const names = new KernelNames(['square']);
    const cube = mine('cube');
    for (const kernel of [cube, mine('half'), ours('exp'), cube]) names.add(kernel);
  });

  it('accepts copies of a built-in kernel', () => {
    const names = new KernelNames(['square']);
    for (const kernel of [ours('square'), ours('square'), ours('exp'), ours('exp')]) names.add(kernel);
  });

  it('refuses a kernel named like a built-in one, in either order, and again', () => {
    const names = new KernelNames();
    names.add(ours('square'));
    for (let i = 0; i < 2; i++) expect(() => names.add(mine('square'))).toThrow(clash);
    const later = new KernelNames();
    later.add(mine('square'));
    for (let i = 0; i < 2; i++) expect(() => later.add(ours('square'))).toThrow(clash);
    const before = new KernelNames(['square']);
    for (let i = 0; i < 2; i++) expect(() => before.add(mine('square'))).toThrow(clash);
    before.add(ours('square'));
    expect(() => before.add(mine('square'))).toThrow(clash);
  });

  it('refuses two kernels of one name', () => {
    const names = new KernelNames();
    names.add(mine('cube'));
    expect(() => names.add(mine('cube'))).toThrow(
      'cube: two kernels have this name. ' +
        'Define each once, outside of functions. Call yours otherwise, such as "myCube".',
    );
  });
});
