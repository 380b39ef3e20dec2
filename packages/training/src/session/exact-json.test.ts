import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseExact, stringifyExact, stringifyNumbers } from './exact-json.ts';

it('every number and text comes back as it was', () => {
  const leaf = fc.oneof(
    fc.double(),
    fc.string(),
    fc.constantFrom('NaN', '\0NaN', '\0', '-0', -0),
    fc.boolean(),
  );
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.array(leaf)), (value) => {
      expect(parseExact(stringifyExact(value))).toEqual(value);
    }),
  );
});

it('a log has texts that everybody can read', () => {
  expect(stringifyNumbers({ loss: Number.NaN, best: [-Infinity, 1] })).toBe(
    '{"loss":"NaN","best":["-Infinity",1]}',
  );
});
