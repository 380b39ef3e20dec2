import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../contract/store.ts';

/** A store under test. */
export interface StoreUnderTest {
  /** A new, empty store. */
  create(): Promise<Store> | Store;
  /** Lets the next write of `store` fail as on a full disk; undefined if none can. */
  readonly failNextWrite?: ((store: Store) => Promise<void> | void) | undefined;
  /** What the error of that write says. */
  readonly failure?: RegExp | undefined;
  /** All names, those of temporary files too. Default: `list()`. */
  allNames?(store: Store): Promise<readonly string[]>;
  dispose?(store: Store): Promise<void> | void;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/**
 * The tests of every store: files as a whole whatever is written, read and renamed at once, names that could
 * leave it, and the former bytes where a write fails.
 */
export function describeStore(title: string, under: StoreUnderTest): void {
  describe(title, () => {
    let store: Store;
    const textOf = async (name: string): Promise<string | undefined> => {
      const found = await store.read(name);
      return found && new TextDecoder().decode(found);
    };
    const allNames = () => under.allNames?.(store) ?? store.list();

    beforeEach(async () => {
      store = await under.create();
    });
    afterEach(() => under.dispose?.(store));

    it('has no file at first, which is no error of read, rename, remove and list', async () => {
      expect(await store.list()).toEqual([]);
      expect(await store.read('a')).toBeUndefined();
      await store.rename('a', 'b');
      await store.remove('a');
      expect(await store.list()).toEqual([]);
    });

    it('reads what was written, also an empty file and one of many bytes', async () => {
      const large = Uint8Array.from({ length: 3_000_001 }, (_, i) => i % 251);
      await store.write('large', large);
      await store.write('empty', new Uint8Array(0));
      await store.write('a', bytes('one'));
      expect(await store.list()).toEqual(['a', 'empty', 'large']);
      expect(await textOf('a')).toBe('one');
      expect(await store.read('empty')).toEqual(new Uint8Array(0));
      const read = (await store.read('large'))!;
      expect(read.length).toBe(large.length);
      expect(read.every((value, i) => value === large[i])).toBe(true);
    });

    it('replaces a file as a whole, by a shorter one too', async () => {
      await store.write('a', bytes('a long text'));
      await store.write('a', bytes('short'));
      expect(await textOf('a')).toBe('short');
      expect(await allNames()).toEqual(['a']);
    });

    it('writes the bytes of a view, and nothing around them', async () => {
      await store.write('a', bytes('abcdef').subarray(2, 4));
      expect(await textOf('a')).toBe('cd');
    });

    it('gives out bytes of its own', async () => {
      const given = bytes('one');
      await store.write('a', given);
      given.fill(0);
      (await store.read('a'))!.fill(0);
      expect(await textOf('a')).toBe('one');
    });

    it('of several writes of one name the last call wins, and no reader sees a mixture', async () => {
      const texts = Array.from({ length: 8 }, (_, i) => `${i}`.repeat(50_000 + i));
      const seen = new Set<string | undefined>();
      await store.write('a', bytes(texts[0]!));
      const writes = texts.map((text) => store.write('a', bytes(text)));
      for (let i = 0; i < 40; i++) seen.add(await textOf('a'));
      await Promise.all(writes);
      expect(await textOf('a')).toBe(texts.at(-1));
      for (const text of seen) expect(texts.includes(text ?? 'none')).toBe(true);
      expect(await allNames()).toEqual(['a']);
    });

    it('renames over another file, and removes', async () => {
      await store.write('a', bytes('one'));
      await store.write('b', bytes('two'));
      await store.rename('a', 'b');
      expect(await store.list()).toEqual(['b']);
      expect(await textOf('b')).toBe('one');
      await store.rename('none', 'b');
      expect(await textOf('b')).toBe('one');
      await store.remove('b');
      expect(await allNames()).toEqual([]);
    });

    it('does what a Map does', async () => {
      const name = fc.constantFrom('a', 'b', 'c.safetensors');
      const step = fc.oneof(
        fc.record({ type: fc.constant('write' as const), name, text: fc.string({ maxLength: 9 }) }),
        fc.record({ type: fc.constant('rename' as const), name, to: name }),
        fc.record({ type: fc.constant('remove' as const), name }),
      );
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
          for (const left of await store.list()) await store.remove(left);
          const model = new Map<string, string>();
          // Not awaited one by one: the order of calls counts.
          const calls = steps.map((each) => {
            if (each.type === 'write') {
              model.set(each.name, each.text);
              return store.write(each.name, bytes(each.text));
            }
            const held = model.get(each.name);
            if (held !== undefined) model.delete(each.name);
            if (each.type === 'remove') return store.remove(each.name);
            if (held !== undefined) model.set(each.to, held);
            return store.rename(each.name, each.to);
          });
          await Promise.all(calls);
          const found = await Promise.all(
            (await store.list()).map(async (name) => [name, await textOf(name)]),
          );
          expect(found).toEqual([...model].sort());
        }),
        { numRuns: 25 },
      );
    });

    it('refuses names that could leave the folder, or that not every file system takes', async () => {
      const given = [
        '',
        '.',
        '..',
        '../a',
        '/a',
        'a/b',
        'a\\b',
        'C:a',
        '.a',
        'a.',
        'a ',
        'a\0',
        'a\n',
        'a?',
        'a'.repeat(201),
        'ü'.repeat(101),
        'a\ud800',
        'CON',
        'nul.txt',
        'Com1.tar.gz',
        'lpt9 .txt',
      ];
      for (const name of given) {
        const message = /^\w+\.\w+: a file's name has 1 to 200 bytes of UTF-8, none of .*, got ".*"\.$/s;
        await expect(store.read(name), name).rejects.toThrow(message);
        await expect(store.write(name, bytes('x')), name).rejects.toThrow(message);
        await expect(store.rename('a', name), name).rejects.toThrow(message);
        await expect(store.rename(name, 'a'), name).rejects.toThrow(message);
        await expect(store.remove(name), name).rejects.toThrow(message);
      }
      const good = ['a b-c_d.é.safetensors', 'console', 'com10', 'ü'.repeat(100)];
      for (const name of good) await store.write(name, bytes('x'));
      expect(await store.list()).toEqual([...good].sort());
    });

    it('refuses what are no bytes, and keeps the former ones', async () => {
      await store.write('a', bytes('one'));
      const given = [
        'two',
        undefined,
        [1, 2],
        new ArrayBuffer(4),
        Float32Array.of(1),
        Promise.resolve(bytes('x')),
      ];
      const unchecked: { write(name: string, content: unknown): Promise<void> } = store;
      for (const content of given)
        await expect(unchecked.write('a', content)).rejects.toThrow(
          /^\w+\.\w+: a file's content is a Uint8Array, got .*\.$/s,
        );
      expect(await textOf('a')).toBe('one');
      expect(await allNames()).toEqual(['a']);
    });

    it.skipIf(under.failNextWrite === undefined)('keeps the former bytes when a write fails', async () => {
      await under.failNextWrite!(store);
      await expect(store.write('a', bytes('zero'))).rejects.toThrow(under.failure);
      expect(await allNames()).toEqual([]);
      await store.write('a', bytes('one'));
      await under.failNextWrite!(store);
      await expect(store.write('a', bytes('two'))).rejects.toThrow(under.failure);
      expect(await textOf('a')).toBe('one');
      expect(await allNames()).toEqual(['a']);
      await store.write('a', bytes('three'));
      expect(await textOf('a')).toBe('three');
    });
  });
}
