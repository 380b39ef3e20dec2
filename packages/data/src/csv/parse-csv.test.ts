import { FormatError, ValueError } from '@regopt/tensor';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCsv } from './parse-csv.ts';

const columns = (text: string, options?: Parameters<typeof parseCsv>[1]) =>
  Object.fromEntries([...parseCsv(text, options).columns].map(([name, values]) => [name, [...values]]));

describe('parseCsv', () => {
  it('reads each column as numbers under the name in the header', () => {
    expect(columns('x,y\n1,-2.5\n+.5,6e-3\n')).toEqual({ x: [1, 0.5], y: [-2.5, 0.006] });
  });

  it('reads every finite number back as it was written', () => {
    const row = fc.tuple(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer());
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1 }),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        (rows, end, last) => {
          const text =
            ['a,b', ...rows.map(([a, b]) => `${Object.is(a, -0) ? '-0' : a},"${b}"`)].join(end) +
            (last ? end : '');
          expect(columns(text)).toEqual({ a: rows.map(([a]) => a), b: rows.map(([, b]) => b) });
        },
      ),
    );
  });

  it('takes any text as a quoted name, with quotes doubled', () => {
    // Names lose the spaces around them, so that "a, b" and "a,b" are the same header.
    const name = fc
      .string({ minLength: 1 })
      .filter((text) => text.trim() === text && !text.startsWith('\ufeff'));
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 4 }), (names) => {
        const header = names.map((text) => `"${text.replaceAll('"', '""')}"`).join(',');
        expect(parseCsv(`${header}\n${names.map((_, i) => i).join(',')}`).names).toEqual(names);
      }),
    );
  });

  it('reads only the columns asked for, in that order, and lets the others hold anything', () => {
    const table = parseCsv('name,"a ""b""",c\n"x, y\nz",1,2\nw,3,4', { columns: ['c', 'a "b"'] });
    expect(table.names).toEqual(['c', 'a "b"']);
    expect(table.rowCount).toBe(2);
    expect(columns('name,a\nx,1', { columns: ['a'] })).toEqual({ a: [1] });
  });

  it('takes names for a text without a header, another delimiter, and a byte order mark', () => {
    expect(columns('\ufeff1;2\n3;4', { names: ['p', 'q'], delimiter: ';' })).toEqual({
      p: [1, 3],
      q: [2, 4],
    });
  });

  it.each<[string, string, string]>([
    ['a word', 'x,y\n1,2\n3,four\n', 'parseCsv: line 3, column 2 (y) is not a number: "four".'],
    ['only a header', 'x;y\n', 'parseCsv: the text has no rows of numbers.'],
    ['hexadecimal', 'x\n0x10\n', 'parseCsv: line 2, column 1 (x) is not a number: "0x10".'],
    ['Infinity', 'x\nInfinity\n', 'parseCsv: line 2, column 1 (x) is not a number: "Infinity".'],
    [
      'a number past f64',
      'x\n1e999\n',
      'parseCsv: line 2, column 1 (x) is too large for a 64-bit float: 1e999.',
    ],
    ['an empty field', 'x,y\n1,\n', 'parseCsv: line 2, column 2 (y) is empty.'],
    ['a short row', 'x,y,z\n1,2,3\n1,2\n', 'parseCsv: line 3 has 2 columns, expected 3: x,y,z.'],
    ['a long row', 'x\n1,2\n', 'parseCsv: line 2 has 2 columns, expected 1: x.'],
    ['an empty line', 'x,y\n1,2\n\n3,4\n', 'parseCsv: line 3 is empty.'],
    [
      'a line after a field of two lines',
      'x,y\n"1\n",2\n3,z\n',
      'parseCsv: line 4, column 2 (y) is not a number: "z".',
    ],
    [
      'a quote inside a field',
      'x,y\n1,2"3\n',
      'parseCsv: line 2, column 2: a quote inside an unquoted field: "2\\"3". Quote the field and double the quote.',
    ],
    [
      'text after a quote',
      'x,y\n"1"2,3\n',
      'parseCsv: line 2, column 1: text follows the closing quote: "2,3\\n".',
    ],
    [
      'an open quote',
      'x,y\n1,"2\n3,4\n',
      'parseCsv: line 2, column 2: the quote that opens here is never closed.',
    ],
    ['no text', '', 'parseCsv: the text is empty: no header line.'],
    ['a nameless column', 'x,\n1,2\n', 'parseCsv: column 2 has no name.'],
    ['a name given twice', 'x,y,x\n1,2,3\n', 'parseCsv: columns 1 and 3 are both named "x".'],
  ])('says where there is %s', (_, text, sentence) => {
    expect(() => parseCsv(text)).toThrow(new FormatError(sentence));
  });

  it('refuses a column that is not there and a delimiter that cannot be', () => {
    expect(() => parseCsv('x\n1', { columns: ['y'], name: 'a.csv' })).toThrow(
      new ValueError('parseCsv: a.csv: no column "y"; there are: x.'),
    );
    expect(() => parseCsv('x\n1', { columns: [] })).toThrow(
      new ValueError('parseCsv: columns is empty: name at least one.'),
    );
    expect(() => parseCsv('x\n1', { delimiter: '"' })).toThrow(
      new ValueError('parseCsv: delimiter is one character, not a quote or line end, got "\\"".'),
    );
  });
});
