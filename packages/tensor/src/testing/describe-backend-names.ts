import { expect, it } from 'vitest';
import { run } from '../backend/current-backend.ts';
import { defineKernel } from '../backend/kernel.ts';
import { scope } from '../memory/scope.ts';
import { fillKernel } from '../tensor/copy-kernel.ts';
import { tensor } from '../tensor/create.ts';

/** The kernel names part of `describeBackend`. */
export function describeBackendNames(): void {
  it('refuses a kernel that is called like a built-in one, and two kernels of one name', () => {
    scope(() => {
      const x = tensor([1, 2]);
      run(fillKernel, [x], [2, 7]);
      expect(() =>
        run(
          defineKernel('fill', () => {}),
          [x],
          [2],
        ),
      ).toThrow(
        'fill: a kernel of yours has the name of a built-in one. Call yours otherwise, such as "myFill".',
      );
      const once = () =>
        run(
          defineKernel('describeBackendTwice', () => {}),
          [x],
          [],
        );
      once();
      expect(once).toThrow('describeBackendTwice: two kernels have this name. Define each once');
      // Two copies of one package in a process may both define it.
      run(defineKernel({ builtIn: 'fill' }, fillKernel.reference), [x], [2, 3]);
      expect([...x.toArray()]).toEqual([3, 3]);
    });
  });
}
