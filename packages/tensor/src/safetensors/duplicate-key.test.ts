import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { duplicateKey } from './duplicate-key.ts';

describe('duplicateKey', () => {
  it('returns a key that occurs twice in one object', () => {
    expect(duplicateKey('{"a":1,"b":2,"a":3}')).toBe('a');
    expect(duplicateKey('{"x":{"dtype":"F32","dtype":"F64"}}')).toBe('dtype');
    expect(duplicateKey('[{"":1},{"":1 , "" :2}]')).toBe('');
  });

  it('unescapes keys', () => {
    expect(duplicateKey('{"a":1,"\\u0061":2}')).toBe('a');
    expect(duplicateKey('{"\\"":1,"\\u0022":2}')).toBe('"');
  });

  it('ignores equal keys of two objects, and braces, colons and quotes inside strings', () => {
    expect(duplicateKey('{"a":{"a":{"a":1}},"b":[{"a":1},{"a":2}]}')).toBeUndefined();
    expect(duplicateKey('{"a":"{\\"a\\":1,\\"a\\":2}","b":"a\\\\","c":"\\\\\\"a\\":"}')).toBeUndefined();
  });

  it('finds nothing in the output of JSON.stringify, and a key that is repeated in it', () => {
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
