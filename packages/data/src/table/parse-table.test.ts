import { FormatError, ValueError } from '@regopt/tensor';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitTable } from './fit-table.ts';
import { parseTable } from './parse-table.ts';
import type { TableColumn } from './table.ts';

/** The fields of a column: numbers or texts, null where missing. */
const fieldsOf = (column: TableColumn) =>
  column.kind === 'number'
    ? Array.from(column.values, (value) => (Number.isNaN(value) ? null : value))
    : Array.from(column.values, (code) => column.levels[code] ?? null);
const fields = (text: string, options?: Parameters<typeof parseTable>[1]) =>
  Object.fromEntries(parseTable(text, options).columns.map((column) => [column.name, fieldsOf(column)]));
const kindsOf = (text: string, options?: Parameters<typeof parseTable>[1]) =>
  parseTable(text, options).columns.map(({ kind }) => kind);

describe('parseTable', () => {
  it('reads a column as numbers if every filled field is one, else as categories', () => {
    expect(fields('a,b,c\n1,x,1e3\n-2.5,7,?\n')).toEqual({
      a: [1, -2.5],
      b: ['x', '7'],
      c: [1000, null],
    });
    expect(kindsOf('a,b,c\n1,x,1e3\n-2.5,7,?\n')).toEqual(['number', 'category', 'number']);
  });

  it('takes empty fields, NA, N/A, NaN, null and ? for missing ones, in any case, or the given marks', () => {
    expect(fields('a,b\n,x\nNA,na\nNaN,nan\nnull,?\n N/A ,""\n1,x\n')).toEqual({
      a: [null, null, null, null, null, 1],
      b: ['x', null, null, null, null, 'x'],
    });
    expect(fields('a,b\n-999,x\n1,NA\n', { missingMarks: ['-999'] })).toEqual({
      a: [null, 1],
      b: ['x', 'NA'],
    });
  });

  it('sorts levels by code unit, or numerically if all are numbers', () => {
    expect(parseTable('a\nb\nB\na\n').columns[0]).toMatchObject({ levels: ['B', 'a', 'b'] });
    expect(parseTable('a\n10\n9\n2\n', { categories: ['a'] }).columns[0]).toMatchObject({
      kind: 'category',
      levels: ['2', '9', '10'],
    });
  });

  it('notes the line of each row, quoted line ends included, and the number of each column', () => {
    const { lines, columns } = parseTable('a,b,c\r\n1,"x\r\ny",1\r\n2,z,2\r\n', { ignore: ['b'] });
    expect([...lines]).toEqual([2, 4]);
    expect(columns.map(({ name, place }) => [name, place])).toEqual([
      ['a', 1],
      ['c', 3],
    ]);
  });

  it('reads what was written, with every delimiter, line end and quoting, with or without a header', () => {
    const text = fc.string({ minLength: 1, maxLength: 6 }).filter((each) => /[a-z]/i.test(each.trim()));
    const row = fc.tuple(
      text.map((each) => `t${each.trim()}`),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    );
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 9 }),
        fc.constantFrom(',', ';', '\t', '|'),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.boolean(),
        fc.boolean(),
        (rows, delimiter, end, header, mark) => {
          const quoted = (field: string) => `"${field.replaceAll('"', '""')}"`;
          const records = rows.map(([a, b]) => `${quoted(a)}${delimiter}${Object.is(b, -0) ? '-0' : b}`);
          const all = header ? [`"the, a;"${delimiter}b`, ...records] : records;
          const given = { delimiter, ...(header ? {} : { names: ['the, a;', 'b'] }) };
          const found = fields(`${mark ? '\ufeff' : ''}${all.join(end)}`, given);
          expect(found).toEqual({ 'the, a;': rows.map(([a]) => a), b: rows.map(([, b]) => b) });
          if (header) expect(fields(all.join(end))).toEqual(found);
        },
      ),
    );
  });

  it('detects the delimiter of the first line, outside of quotes', () => {
    for (const delimiter of [',', ';', '\t', '|'])
      expect(fields(`"a,;b"${delimiter}c\n1${delimiter}2\n`)).toEqual({ 'a,;b': [1], c: [2] });
    expect(fields('a\n1\n')).toEqual({ a: [1] });
    expect(() => parseTable('size;width, cm\n1;2\n')).toThrow(
      new FormatError(
        'parseTable: line 1 holds both ";" and ",": ' +
          'pass { delimiter } to say which one parts the columns.',
      ),
    );
    expect(fields('size;width, cm\n1;2\n', { delimiter: ';' })).toEqual({ size: [1], 'width, cm': [2] });
  });

  it.each([
    ['a ragged row', 'a,b\n1,2\n3\n', 'line 3 has 1 columns, expected 2: a,b.'],
    ['an empty row', 'a,b\n1,2\n\n3,4\n', 'line 3 is empty.'],
    ['no rows', 'a,b\n', 'the text has no rows.'],
    ['no header', '1,2\n3,4\n', 'line 1 holds numbers alone, 1,2: is it a row?'],
    ['an index without a name', ',a\n0,1\n', 'column 1 has no name. Is it an index? pandas leaves it out'],
    ['a blank first line', '\r\na,b\r\n1,2\r\n', 'line 1 is blank, and should name the columns. Remove it'],
    ['a first line without names', ',,\na,b,c\n1,2,3\n', 'line 1 is blank, and should name the columns.'],
    ['a text of blanks', '\n', 'the text is empty: no header line.'],
    ['a text of a space', ' ', 'the text is empty: no header line.'],
    ['two columns of one name', 'a,b,a\n1,2,3\n', 'columns 1 and 3 are both named "a".'],
    ['decimal commas', 'a;b\n1,5;1\n2;2\n', 'line 2, column 1 (a) has a decimal comma: "1,5".'],
    ['a number beyond f64', 'a,b\n1,2\n1e999,4\n', 'line 3, column 1 (a) is too large for a 64-bit float'],
    ['a quote that is not closed', 'a,b\n1,"2\n', 'line 2, column 2: the quote that opens here is never'],
  ])('refuses %s with its line and column', (_, text, sentence) => {
    const parse = () => parseTable(text, { name: 'x.csv' });
    expect(parse).toThrow(FormatError);
    expect(parse).toThrow(`parseTable: x.csv: ${sentence}`);
  });

  it.each([
    [['1,5', '2'], 'line 2, column 1 (a) has a decimal comma: "1,5". Write it as a point.'],
    [['1,234', '0,5'], 'line 3, column 1 (a) has a decimal comma: "0,5". Write it as a point.'],
    [
      ['1,234', '22,500', '999'],
      'line 2, column 1 (a) has a comma: "1,234". Is its comma decimal or one of thousands? ' +
        'Write 1.234 or 1234.',
    ],
    [
      ['7', '1,234,567'],
      'line 3, column 1 (a) has a separator of thousands: "1,234,567". Leave out all of them.',
    ],
    [['1,234', '12.5'], 'line 2, column 1 (a) has a separator of thousands: "1,234". Leave out all of them.'],
    [['-1,234.5'], 'line 2, column 1 (a) has a separator of thousands: "-1,234.5". Leave out all of them.'],
    [['1.234.567'], 'line 2, column 1 (a) has a separator of thousands: "1.234.567". Leave out all of them.'],
    [['12 345'], 'line 2, column 1 (a) has a separator of thousands: "12 345". Leave out all of them.'],
    [["12'345.5"], 'line 2, column 1 (a) has a separator of thousands: "12\'345.5". Leave out all of them.'],
    [
      ['1.234,5'],
      'line 2, column 1 (a) has separators of thousands and a decimal comma: "1.234,5". ' +
        'Write its decimal comma as a point, and leave out the other separators.',
    ],
    [
      ['1,5', '1.234.567'],
      'line 3, column 1 (a) has separators of thousands, but a decimal comma on line 2: "1.234.567". ' +
        'Write each number with a decimal point and no other separators.',
    ],
  ])('refuses the numbers %j with their separators, unless they are read as texts', (numbers, sentence) => {
    const text = `a\n${numbers.join('\n')}\n`;
    expect(() => parseTable(text, { delimiter: ';' })).toThrow(
      new FormatError(`parseTable: ${sentence} Codes are read as texts by { categories: ["a"] }.`),
    );
    expect(kindsOf(text, { delimiter: ';', categories: ['a'] })).toEqual(['category']);
  });

  it('takes texts that are no numbers with separators for categories', () => {
    for (const texts of [
      ['1,2,3'],
      ['1,23,456'],
      ['0.123.456'],
      ['1,234', 'x'],
      ['1 234,567 8'],
      ['10.0.0.1'],
    ])
      expect(kindsOf(`a\n${texts.join('\n')}\n`, { delimiter: ';' })).toEqual(['category']);
  });

  it('refuses names that are no columns, and suggests the nearest', () => {
    expect(() => parseTable('size,colour\n1,red\n', { ignore: ['colr'] })).toThrow(
      new ValueError('parseTable: ignore: no column "colr"; there are: size, colour. Did you mean "colour"?'),
    );
    expect(() => parseTable('size\n1\n', { categories: ['x'] })).toThrow('categories: no column "x"');
    expect(() => parseTable('size\n1\n', { ignore: ['size'] })).toThrow('ignore leaves no column.');
    expect(() => parseTable('size\n1\n', { delimiter: 'ab' })).toThrow('delimiter is one character');
    expect(() => parseTable('size\n1\n', { missingMarks: [0] as never })).toThrow(
      'missingMarks are strings, got 0.',
    );
    expect(() => parseTable('1\n', { names: [undefined] as never })).toThrow(
      'names are strings, got undefined.',
    );
    expect(() => parseTable('size\n1\n', { ignore: [undefined] as never })).toThrow(
      'parseTable: ignore: names of columns, got undefined.',
    );
    expect(() => parseTable(7 as never)).toThrow(new ValueError('parseTable: text is a string, got 7.'));
  });
});

describe('parseTable like a fitted table', () => {
  const train = parseTable('size,colour,id,kind\n1,red,a,cat\n2,blue,b,wolf\n3,red,c,cat\n', {
    ignore: ['id'],
  });
  const like = fitTable(train, { target: 'kind' });

  it('reads its columns alone, in their order, with its levels; the target need not be there', () => {
    const { columns } = parseTable('extra,colour,size\n?,blue,4\n', { like });
    expect(columns.map(({ name }) => name)).toEqual(['size', 'colour']);
    expect(columns[1]).toMatchObject({ levels: ['blue', 'red'], values: Int32Array.of(0) });
    const labelled = parseTable('kind,colour,size\nwolf,blue,4\n', { like });
    expect(labelled.columns[2]).toMatchObject({ levels: ['cat', 'wolf'], values: Int32Array.of(1) });
    const ignored = parseTable('kind,colour,size\nnewt,blue,4\n', { like, ignore: ['kind'] });
    expect(ignored.columns.length).toBe(2);
  });

  it('names line, column and value of what was not fitted', () => {
    const of = (text: string) => expect(() => parseTable(text, { like, name: 'new.csv' }));
    of('size,colour\n1,red\n2,purple\n').toThrow(
      new FormatError(
        'parseTable: new.csv: line 3, column 2 (colour) is none of the known levels: "purple". ' +
          'There are: blue, red.',
      ),
    );
    of('size,colour,kind\n1,red,newt\n').toThrow(
      'line 2, column 3 (kind) is none of the known classes: "newt". There are: cat, wolf.',
    );
    of('size,colour\nbig,red\n').toThrow('line 2, column 1 (size) is not a number: "big".');
    of('sizes,colour\n1,red\n').toThrow(
      new ValueError(
        'parseTable: new.csv: no column "size"; there are: sizes, colour. Did you mean "sizes"?',
      ),
    );
    of('size,colour\n1,red,2\n').toThrow('line 2 has 3 columns, expected 2: size,colour.');
  });

  it('finds a class of numbers however it is written', () => {
    const numbered = fitTable(parseTable('x,k\n1,0\n2,1\n3,0\n4,1\n'), { target: 'k' });
    const { columns } = parseTable('x,k\n1,1.0\n2,0e0\n', { like: numbered });
    expect([...columns[1]!.values]).toEqual([1, 0]);
  });

  it('finds a level or class that was read as a text only where it is written alike', () => {
    const codes = parseTable('zip,k\n777,10\n1234,9\n9007199254740992,10\n777,9\n', {
      categories: ['zip', 'k'],
    });
    const coded = fitTable(codes, { target: 'k' });
    expect(coded.target).toMatchObject({ classNames: ['9', '10'], exactNames: true });
    const { columns } = parseTable('zip,k\n1234,9\n', { like: coded });
    expect(columns.map(({ values }) => values[0])).toEqual([1, 0]);
    for (const zip of ['01234', '1234.0', '+1234', '9007199254740993'])
      expect(() => parseTable(`zip\n${zip}\n`, { like: coded })).toThrow(
        new FormatError(
          `parseTable: line 2, column 1 (zip) is none of the known levels: "${zip}". ` +
            'There are: 777, 1234, 9007199254740992.',
        ),
      );
    expect(() => parseTable('zip,k\n777,09\n', { like: coded })).toThrow(
      'line 2, column 2 (k) is none of the known classes: "09". There are: 9, 10.',
    );
  });

  it('refuses options that the fitted table has decided, and JSON that is none', () => {
    expect(() => parseTable('size,colour\n1,red\n', { like, categories: ['size'] })).toThrow(
      new ValueError('parseTable: categories is a property of { like }: leave it out.'),
    );
    expect(() => parseTable('size,colour\n1,red\n', { like, ignore: ['size'] })).toThrow(
      'ignore: column "size" is one of the inputs.',
    );
    const broken: [object, string][] = [
      [{ version: 2 }, 'version is 1, got 2'],
      [{ missingMarks: [1] }, 'missingMarks are different strings, got [1]'],
      [{ target: { task: 'regression' } }, 'target has a name, got { task }'],
      [{ target: { name: 'a', task: 'guess' } }, 'task is classification or regression, got "guess"'],
      [
        { target: { name: 'a', task: 'classification', classNames: ['a', 'a'] } },
        'classNames are two or more different strings, got ["a", "a"]',
      ],
      [
        { target: { name: 'a', task: 'classification', classNames: ['a', 'b'], exactNames: 1 } },
        'exactNames is true or left out, got 1',
      ],
      [
        { target: { name: 'a', task: 'regression', scaler: { mean: [1], standardDeviation: [0] } } },
        'target has a scaler of one column, got { mean, standardDeviation }',
      ],
      [{ inputs: [] }, 'inputs are a list, got []'],
      [{ inputs: [{ kind: 'number' }] }, 'inputs have names, got { kind }'],
      [{ inputs: [{ name: 'a', kind: 'date' }] }, 'input "a" is of the kind number or category, got "date"'],
      [
        { inputs: [{ name: 'a', kind: 'number', mean: 0 }] },
        'input "a" has a mean and a standardDeviation > 0, got { name, kind, mean }',
      ],
      [
        { inputs: [{ name: 'a', kind: 'number', mean: 0, standardDeviation: 1, fill: 'x' }] },
        'input "a" has a number as fill, got "x"',
      ],
      [
        { inputs: [{ name: 'a', kind: 'category' }] },
        'input "a" has different strings as levels, got undefined',
      ],
      [
        { inputs: [{ name: 'a', kind: 'category', levels: ['x'], fill: 'y' }] },
        'input "a" has one of its levels as fill, got "y"',
      ],
    ];
    for (const [change, what] of broken)
      expect(() => parseTable('a\n1\n', { like: { ...like, ...change } as never })).toThrow(
        new FormatError(`parseTable: the fitted table's ${what}.`),
      );
    expect(() => parseTable('a\n1\n', { like: [] as never })).toThrow('like is an object, got []');
  });
});
