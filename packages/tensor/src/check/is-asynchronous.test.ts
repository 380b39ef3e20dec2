import { describe, expect, it } from 'vitest';
import { withBackend } from '../backend/current-backend.ts';
import { createReferenceBackend } from '../backend/reference-backend.ts';
import { compile } from '../compile/compile.ts';
import { RegoptError } from '../errors.ts';
import { fillOnHost } from '../memory/fill-on-host.ts';
import { scope } from '../memory/scope.ts';
import { writeOnHost } from '../memory/write-on-host.ts';
import { empty, ones, zeros } from '../tensor/create.ts';
import { isAsynchronous } from './is-asynchronous.ts';

// From Node, whose types this package does not use.
declare const process: {
  listeners(event: 'unhandledRejection'): (() => void)[];
  on(event: 'unhandledRejection', listener: (reason: unknown) => void): void;
  off(event: 'unhandledRejection', listener: (reason: unknown) => void): void;
};
declare const setTimeout: (callback: () => void, milliseconds: number) => unknown;
const wait = (milliseconds: number) => new Promise<void>((done) => setTimeout(done, milliseconds));

/** Functions whose effect ends when their callback returns, so that an asynchronous callback is an error. */
const callers: Record<string, (callback: () => unknown) => unknown> = {
  scope: (callback) => scope(callback),
  withBackend: (callback) => withBackend(createReferenceBackend(), callback),
  fillOnHost: (callback) => fillOnHost(zeros([2]), callback),
  writeOnHost: (callback) => writeOnHost(empty([2]), callback as () => number[]),
  compile: (callback) => compile(callback as () => undefined)(),
};

/** The unhandled rejections while `run` runs and 20 ms after it; they are hidden from the test runner. */
async function rejectionsOf(run: () => void): Promise<unknown[]> {
  const seen: unknown[] = [];
  const note = (reason: unknown) => void seen.push(reason);
  const others = process.listeners('unhandledRejection');
  for (const other of others) process.off('unhandledRejection', other);
  process.on('unhandledRejection', note);
  try {
    run();
    await wait(20);
  } finally {
    process.off('unhandledRejection', note);
    for (const other of others) process.on('unhandledRejection', other);
  }
  return seen;
}

/** An object with a `then` that is not a Promise. */
const thenable = (then: unknown): object => Object.fromEntries([['then', then]]);

describe('an asynchronous callback', () => {
  for (const [name, call] of Object.entries(callers)) {
    it(`is an error of ${name}, and a later rejection of its promise does not end the process`, async () => {
      const later = async () => {
        await wait(1);
        throw new Error('rejected later');
      };
      const never = thenable((_: unknown, reject: (reason: Error) => void) => reject(new Error('rejected')));
      const seen = await rejectionsOf(() => {
        expect(() => call(later)).toThrow(RegoptError);
        expect(() => call(later)).toThrow(new RegExp(`^${name}: .* is asynchronous`));
        expect(() => call(() => never)).toThrow(new RegExp(`^${name}: .* is asynchronous`));
      });
      expect(seen).toEqual([]);
    });
  }

  it('would otherwise end the process', async () => {
    const seen = await rejectionsOf(() => void Promise.reject(new Error('for nobody')));
    expect(seen).toHaveLength(1);
  });

  it('is recognized by a function called then', () => {
    expect(isAsynchronous(thenable(ones([1])))).toBe(false);
    const careless = thenable(() => {
      throw new Error('its own fault');
    });
    expect(isAsynchronous(careless)).toBe(true);
    for (const value of [undefined, null, 3, 'then', [], ones([1])])
      expect(isAsynchronous(value)).toBe(false);
  });
});
