import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { duplicateKey } from './duplicate-key.ts';

describe('duplicateKey', () => {
  it('names a key that stands twice in one object', () => {
    expect(duplicateKey('{"a":1,"b":2,"a":3}')).toBe('a');
    expect(duplicateKey('{"x":{"dtype":"F32","dtype":"F64"}}')).toBe('dtype');
    expect(duplicateKey('[{"":1},{"":1 , "" :2}]')).toBe('');
  });

  it('sees through escapes', () => {
    expect(duplicateKey('{"a":1,"\\u0061":2}')).toBe('a');
    expect(duplicateKey('{"\\"":1,"\\u0022":2}')).toBe('"');
  });

  it('is not misled by the same key in two objects, nor by braces, colons and quotes inside strings', () => {
    expect(duplicateKey('{"a":{"a":{"a":1}},"b":[{"a":1},{"a":2}]}')).toBeUndefined();
    expect(duplicateKey('{"a":"{\\"a\\":1,\\"a\\":2}","b":"a\\\\","c":"\\\\\\"a\\":"}')).toBeUndefined();
  });

  it('finds nothing in what JSON.stringify writes, and the key that is written once more', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), fc.nat(), (object, at) => {
        const json = JSON.stringify(object);
        expect(duplicateKey(json)).toBeUndefined();
        const keys = Object.keys(object);
        const key = keys[at % keys.length]!;
        expect(duplicateKey(`${json.slice(0, -1)},${JSON.stringify(key)}:0}`)).toBe(key);
      }),
      { seed: 1 },
    );
  });
});
