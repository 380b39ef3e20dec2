import { describe, expect, it } from 'vitest';
import type { StorageLike } from '../backend/backend.ts';
import { run, withBackend } from '../backend/current-backend.ts';
import { viewSlice } from '../shape/view.ts';
import { assign } from '../tensor/assign.ts';
import { copyInto } from '../tensor/copy.ts';
import { fillKernel } from '../tensor/copy-kernel.ts';
import { empty, tensor } from '../tensor/create.ts';
import { createCapturer } from '../testing/create-capturer.ts';
import { fillOnHost } from './fill-on-host.ts';
import { hostView } from './host-view.ts';
import { lend } from './lend.ts';
import { markWritten, tick } from './mark-written.ts';
import { watchReads } from './watch-reads.ts';
import { writeOnHost } from './write-on-host.ts';

describe('the version of a storage', () => {
  it('rises with each write in place, by any function and through views, and not with reads', () => {
    const x = tensor([1, 2]);
    const writers = [
      () => run(fillKernel, [x], [2, 0]),
      () => assign(x, [1, 2]),
      () => copyInto(viewSlice(x, 0, 1), tensor([3])),
      () => fillOnHost(x, (values) => values.fill(0, 0, 2)),
      () => writeOnHost(x, () => [5, 6]),
      () => markWritten(x),
    ];
    for (const write of writers) {
      const now = tick();
      write();
      expect(x.storage.version).toBeGreaterThan(now);
    }
    const now = tick();
    copyInto(empty([2]), x);
    x.toArray();
    hostView(x)();
    expect(x.storage.version).toBeLessThan(now);
  });

  it('is the same for a loan and the memory that it shares', () => {
    const x = tensor([1, 2]);
    const loan = lend(x);
    assign(x, [3, 4]);
    expect(loan.storage.version).toBe(x.storage.version);
    assign(loan, [5, 6]);
    expect(loan.storage.version).toBe(x.storage.version);
  });

  it('rises when a captured step is replayed', () => {
    const { backend, capture, replay } = createCapturer();
    withBackend(backend, () => {
      const [x, y] = [empty([2]), empty([2])];
      capture(() => {
        fillOnHost(x, (values) => values.fill(1, 0, 2));
        copyInto(y, x);
      });
      const now = tick();
      replay();
      expect(Math.min(x.storage.version, y.storage.version)).toBeGreaterThan(now);
    });
  });
});

describe('watchReads', () => {
  it('reports reads of kernels and views of the host, to inner and outer watchers, until it ends', () => {
    const [x, y, z] = [tensor([1, 2]), tensor([3, 4]), empty([2])];
    const outer = new Set<StorageLike>();
    const inner = new Set<StorageLike>();
    watchReads(
      (storage) => outer.add(storage),
      () => {
        copyInto(z, x);
        watchReads(
          (storage) => inner.add(storage),
          () => y.toArray(),
        );
      },
    );
    expect([...inner]).toEqual([y.storage]);
    expect(outer).toEqual(new Set([z.storage, x.storage, y.storage]));
    inner.clear();
    y.toArray();
    expect(inner.size).toBe(0);
  });
});
