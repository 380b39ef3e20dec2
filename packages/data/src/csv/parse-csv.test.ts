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
        fc.constantFrom('\n', '\r\n', '\r'),
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

  it('accepts any text as a quoted name, with quotes doubled', () => {
    // Names are trimmed, so that "a, b" and "a,b" are the same header.
    const name = fc
      .string({ minLength: 1 })
      .filter((text) => text.trim() === text && !text.startsWith('\ufeff') && Number.isNaN(Number(text)));
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 4 }), (names) => {
        const header = names.map((text) => `"${text.replaceAll('"', '""')}"`).join(',');
        expect(parseCsv(`${header}\n${names.map((_, i) => i).join(',')}`).names).toEqual(names);
      }),
    );
  });

  it('reads only the given columns, in that order, and allows anything in the others', () => {
    const table = parseCsv('name,"a ""b""",c\n"x, y\nz",1,2\nw,3,4', { columns: ['c', 'a "b"'] });
    expect(table.names).toEqual(['c', 'a "b"']);
    expect(table.rowCount).toBe(2);
    expect(columns('name,a\nx,1', { columns: ['a'] })).toEqual({ a: [1] });
  });

  it('accepts names for a text without a header, another delimiter, and a byte order mark', () => {
    expect(columns('\ufeff1;2\n3;4', { names: ['p', 'q'], delimiter: ';' })).toEqual({
      p: [1, 3],
      q: [2, 4],
    });
  });

  it('accepts a header of years on request, and names in place of a header', () => {
    expect(columns('2020,2021\n1,2\n', { header: true })).toEqual({ '2020': [1], '2021': [2] });
    expect(columns('2020,2021\n1,2\n', { header: true, names: ['p', 'q'] })).toEqual({ p: [1], q: [2] });
    expect(columns('1,2\n', { header: false, names: ['p', 'q'] })).toEqual({ p: [1], q: [2] });
    expect(() => parseCsv('1,2\n', { header: false })).toThrow(
      new ValueError('parseCsv: header: false needs { names }.'),
    );
  });

  it.each<[string, string, string]>([
    [
      'a missing value',
      'x\nNA\n',
      'parseCsv: line 2, column 1 (x) is not a number: "NA". ' +
        'Is it missing? Leave such rows out, or put a number there.',
    ],
    [
      'a decimal comma',
      'x,y\n1,"2,5"\n',
      'parseCsv: line 2, column 2 (y) is not a number: "2,5". Write its decimal comma as a point.',
    ],
    [
      'separators of thousands',
      'x\n"1,234,567"\n',
      'parseCsv: line 2, column 1 (x) is not a number: "1,234,567". Leave out its separators of thousands.',
    ],
    [
      'a comma that is decimal or one of thousands',
      'x\n"1,234"\n',
      'parseCsv: line 2, column 1 (x) is not a number: "1,234". ' +
        'Is its comma decimal or one of thousands? Write 1.234 or 1234.',
    ],
    [
      'a word',
      'x,y\n1,2\n3,four\n',
      'parseCsv: line 3, column 2 (y) is not a number: "four". A column of names is read by { categories }.',
    ],
    [
      'a blank first line',
      '\nx,y\n1,2\n',
      'parseCsv: line 1 is blank, and should name the columns. Remove it if the next line does.',
    ],
    ['blanks alone', ' \r\n \n', 'parseCsv: the text is empty: no header line.'],
    ['only a header', 'x,y\n', 'parseCsv: the text has no rows.'],
    [
      'another delimiter',
      'x;y\n1;2\n',
      'parseCsv: line 2, column 1 (x;y) is not a number: "1;2". It holds ";": pass { delimiter: ";" }?',
    ],
    [
      'another delimiter, and decimal commas',
      'x;y\n1,5;2,5\n',
      'parseCsv: line 2 has 3 columns, expected 1: x;y. It holds ";": pass { delimiter: ";" }?',
    ],
    [
      'a header and a row cut by different delimiters',
      'x,y\n1\t2\n',
      'parseCsv: line 2 has 1 columns, expected 2: x,y. It holds "\\t": pass { delimiter: "\\t" }?',
    ],
    [
      'no header',
      '5.1,3.5,0\n4.9,3,1\n',
      'parseCsv: line 1 holds numbers alone, 5.1,3.5,0: is it a row? ' +
        'Pass { names } for a text without a header line, or { header: true } if these are the names.',
    ],
    [
      'hexadecimal',
      'x\n0x10\n',
      'parseCsv: line 2, column 1 (x) is not a number: "0x10". A column of names is read by { categories }.',
    ],
    [
      'Infinity',
      'x\nInfinity\n',
      'parseCsv: line 2, column 1 (x) is not a number: "Infinity". ' +
        'A column of names is read by { categories }.',
    ],
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
      'parseCsv: line 4, column 2 (y) is not a number: "z". A column of names is read by { categories }.',
    ],
    [
      'a quote inside a field',
      'x,y\n1,2"3\n',
      'parseCsv: line 2, column 2: ' +
        'a quote inside an unquoted field: "2\\"3". Quote the field and double the quote.',
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
  ])('names the place of %s', (_, text, sentence) => {
    expect(() => parseCsv(text)).toThrow(new FormatError(sentence));
  });

  it('suggests a delimiter before a decimal point', () => {
    expect(() => parseCsv('x,y\n1,5\n', { delimiter: ';' })).toThrow(
      'parseCsv: line 2, column 1 (x,y) is not a number: "1,5". It holds ",": pass { delimiter: "," }?',
    );
  });

  it('skips blank lines at the end, and counts lines that end with CR', () => {
    expect(columns('x,y\r1,2\r3,4\r\r \r')).toEqual({ x: [1, 3], y: [2, 4] });
    expect(columns('x,y\n1,2\n\n\n')).toEqual({ x: [1], y: [2] });
    expect(columns('x,y\n1,2\n  ')).toEqual({ x: [1], y: [2] });
    expect(() => parseCsv('x,y\r1,2\r3,four')).toThrow('line 3, column 2 (y)');
    expect(() => parseCsv('x,y\n1,"a\rb"\n')).toThrow('line 2, column 2 (y)');
  });

  describe('with categories', () => {
    const text = 'size,species,kind\n1,wolf,b\n2, cat ,b\n3,wolf,"a"\n';

    it('numbers the names of a column in their order', () => {
      const table = parseCsv(text, { categories: ['species', 'kind'] });
      expect(table.categories.get('species')).toEqual(['cat', 'wolf']);
      expect([...table.columns.get('species')!]).toEqual([1, 0, 1]);
      expect([...table.columns.get('kind')!]).toEqual([1, 1, 0]);
      expect([...table.columns.get('size')!]).toEqual([1, 2, 3]);
    });

    it('numbers a second text like the first, and refuses names that the first did not have', () => {
      const { categories } = parseCsv(text, { columns: ['species'], categories: ['species'] });
      const species = categories.get('species')!;
      const again = parseCsv('species\nwolf\n', { categories: { species } });
      expect([...again.columns.get('species')!]).toEqual([1]);
      expect(() => parseCsv('species\ndog\n', { categories: { species } })).toThrow(
        new FormatError(
          'parseCsv: line 2, column 1 (species) is none of the given categories cat, wolf: "dog".',
        ),
      );
    });

    it('refuses a name that is given twice', () => {
      expect(() => parseCsv('s\na\n', { categories: { s: ['a', 'b', 'a'] } })).toThrow(
        new ValueError('parseCsv: the categories of "s" have "a" twice.'),
      );
    });

    it('refuses anything but a list of strings, and a column that is not read', () => {
      for (const given of ['cat', [1], null])
        expect(() => parseCsv('s\na\n', { categories: { s: given as never } })).toThrow(
          'parseCsv: the categories of "s" are a list of strings, got ',
        );
      expect(() => parseCsv('s,x\na,1\n', { columns: ['x'], categories: ['s'] })).toThrow(
        new ValueError('parseCsv: no column "s"; there are: x.'),
      );
    });

    it('refuses empty names and missing columns', () => {
      expect(() => parseCsv('s,x\n,1\n', { categories: ['s'] })).toThrow('line 2, column 1 (s) is empty.');
      expect(() => parseCsv('s,x\na,1\n', { categories: ['S'] })).toThrow(
        new ValueError('parseCsv: no column "S"; there are: s, x.'),
      );
    });
  });

  it('refuses anything but a text, and unknown options', () => {
    expect(() => parseCsv(new Uint8Array(3) as unknown as string)).toThrow(
      new ValueError('parseCsv: text is a string, got a Uint8Array.'),
    );
    expect(() => parseCsv('x\n1', { seperator: ';' } as object)).toThrow(
      'parseCsv: unknown option "seperator"',
    );
  });

  it('refuses a missing column and an invalid delimiter', () => {
    expect(() => parseCsv('x\n1', { columns: ['y'], name: 'a.csv' })).toThrow(
      new ValueError('parseCsv: a.csv: no column "y"; there are: x.'),
    );
    expect(() => parseCsv('x\n1', { columns: ['x', 'x'] })).toThrow(
      new ValueError('parseCsv: columns have "x" twice.'),
    );
    expect(() => parseCsv('x\n1', { columns: [] })).toThrow(
      new ValueError('parseCsv: columns is empty: name at least one.'),
    );
    expect(() => parseCsv('x\n1', { delimiter: '"' })).toThrow(
      new ValueError('parseCsv: delimiter is one character, not a quote or line end, got "\\"".'),
    );
  });
});
