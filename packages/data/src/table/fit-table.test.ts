import { FormatError, memory, ShapeError, ValueError } from '@regopt/tensor';
import { expectClose } from '@regopt/tensor/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import goldens from '../../../../tools/goldens/data/table.json' with { type: 'json' };
import { unscale } from '../scaler/scale.ts';
import { split } from '../split.ts';
import { encodeInputs, encodeTable } from './encode-table.ts';
import type { MissingStrategy } from './fill-of.ts';
import { type FitTableOptions, fitTable } from './fit-table.ts';
import type { FittedTable } from './fitted-table.ts';
import { parseTable } from './parse-table.ts';
import { splitTable } from './split-table.ts';

const copy = (fitted: FittedTable): FittedTable => JSON.parse(JSON.stringify(fitted));
const flat = (rows: number[][]) => ({ shape: [rows.length, rows[0]!.length], data: rows.flat() });
const fit = (text: string, options: Omit<FitTableOptions, 'target'> & { target?: string } = {}) =>
  fitTable(parseTable(text, { name: 'x.csv' }), { target: 'y', ...options });
/** A table of x = 1, 2, ... and the given y. */
const ofTargets = (...values: readonly (string | number)[]) =>
  `x,y\n${values.map((value, i) => `${i + 1},${value}\n`).join('')}`;

describe.each(goldens.cases)('a table with missing fields filled by $name', ({ name, train, new: other }) => {
  const table = parseTable(goldens.table);
  const fitted = copy(fitTable(table, { target: 'grade', missing: name as MissingStrategy }));

  it("has the inputs of scikit-learn's imputer, scaler and one-hot encoder", () => {
    expectClose(encodeTable(fitted, table).inputs, flat(train), { absolute: 1e-6 });
  });

  it('makes the same inputs of rows to predict, through JSON', () => {
    const rows = parseTable(goldens.new, { like: fitted });
    expectClose(encodeInputs(fitted, rows), flat(other), { absolute: 1e-6 });
  });
});

it('the median is that of numbers of any width, negative ones too', () => {
  const fills = (...values: readonly number[]) => {
    const text = `a,y\n${values.map((value) => `${value},p\n`).join('')},q\n`;
    return fit(text, { missing: 'median' }).inputs[0]!.fill;
  };
  expect(fills(100, 9, 10)).toBe(10);
  expect(fills(-1, -10, 2, 30)).toBe(0.5);
});

describe('the task of a table', () => {
  it('is classification for texts, whose names are the classes', () => {
    const table = parseTable(ofTargets('wolf', 'cat', 'cat'));
    const fitted = fitTable(table, { target: 'y' });
    expect(fitted.target).toEqual({ name: 'y', task: 'classification', classNames: ['cat', 'wolf'] });
    const { targets, classes, classNames } = encodeTable(fitted, table);
    expect([targets.dtype, [...targets.toArray()], classes, classNames]).toEqual([
      'i32',
      [1, 0, 0],
      2,
      ['cat', 'wolf'],
    ]);
  });

  it('is classification for at most 20 whole numbers of two rows each, on average', () => {
    expect(fit(ofTargets(3, 10, 3, 10)).target).toEqual({
      name: 'y',
      task: 'classification',
      classNames: ['3', '10'],
    });
    const twenty = Array.from({ length: 40 }, (_, i) => i % 20);
    expect(fit(ofTargets(...twenty)).target.task).toBe('classification');
    const more = Array.from({ length: 42 }, (_, i) => i % 21);
    expect(fit(ofTargets(...more)).target.task).toBe('regression');
    expect(fit(ofTargets(1, 2, 3, 1, 2)).target.task).toBe('regression');
    expect(fit(ofTargets(0.5, 1.5, 0.5, 1.5)).target.task).toBe('regression');
  });

  it('has no classes of whole numbers that f64 does not tell apart', () => {
    const text = ofTargets('9007199254740992', '9007199254740993', '9007199254740992', '1');
    expect(fit(text).target.task).toBe('regression');
    expect(() => fit(text, { task: 'classification' })).toThrow(
      new FormatError(
        'fitTable: x.csv: column 2 (y), the target, holds 9007199254740992: whole numbers beyond 2^53 are ' +
          'not told apart, and are no classes. Read it as texts by parseTable\'s { categories: ["y"] }.',
      ),
    );
    const texts = parseTable(text, { categories: ['y'] });
    expect(fitTable(texts, { target: 'y' }).target).toMatchObject({
      classNames: ['1', '9007199254740992', '9007199254740993'],
    });
  });

  it('is what the option says', () => {
    expect(fit(ofTargets(3, 10, 3, 10), { task: 'regression' }).target.task).toBe('regression');
    expect(fit(ofTargets(0.5, 1.5, 0.5), { task: 'classification' }).target).toMatchObject({
      classNames: ['0.5', '1.5'],
    });
    expect(() => fit(ofTargets('wolf', 'cat'), { task: 'regression' })).toThrow(
      new FormatError(
        'fitTable: x.csv: column 2 (y), the target, holds texts, such as "wolf" on line 2, ' +
          'and regression needs numbers.',
      ),
    );
    const many = Array.from({ length: 101 }, (_, i) => i + 0.5);
    expect(() => fit(ofTargets(...many), { task: 'classification' })).toThrow(
      'the target, holds more than 100 different numbers, which are no classes.',
    );
  });

  it('is regression for other numbers, scaled to mean 0 and deviation 1 and back', () => {
    const table = parseTable(ofTargets(1.5, -2, 8, 40));
    const fitted = copy(fitTable(table, { target: 'y' }));
    if (fitted.target.task !== 'regression') throw new Error('a regression');
    const { targets, classes } = encodeTable(fitted, table);
    expect([targets.dtype, targets.shape, classes]).toEqual(['f32', [4, 1], undefined]);
    expect([...targets.toArray()].reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 6);
    expectClose(unscale(targets, fitted.target.scaler), flat([[1.5], [-2], [8], [40]]), { relative: 1e-6 });
  });

  it('names a typing error that makes texts of a column of numbers', () => {
    const values = Array.from({ length: 30 }, (_, i) => (i === 4 ? '3.o' : `${i}.5`));
    expect(() => fit(ofTargets(...values))).toThrow(
      new FormatError(
        'fitTable: x.csv: column 2 (y), the target, has 30 different values in 30 rows: too many for ' +
          'classes: 29 of its 30 filled fields are numbers; the first that is not is "3.o" on line 6.',
      ),
    );
  });

  it('refuses a single class', () => {
    expect(() => fit(ofTargets('a', 'a'))).toThrow(
      new FormatError(
        'fitTable: x.csv: column 2 (y), the target, has one class alone, "a": there is nothing to learn.',
      ),
    );
  });
});

describe('fitTable', () => {
  it('standardises numbers in f64, so that large ones keep their differences', () => {
    const table = parseTable('time,y\n1700000000001,a\n1700000000002,b\n1700000000003,a\n');
    const { inputs } = encodeTable(fitTable(table, { target: 'y' }), table);
    expectClose(inputs, flat([[-1.2247448], [0], [1.2247448]]), { absolute: 1e-6 });
  });

  it('leaves numbers as they are without standardize', () => {
    const table = parseTable('a,b,y\n1,u,10.5\n2,v,20.25\n');
    const { inputs, targets } = encodeTable(fitTable(table, { target: 'y', standardize: false }), table);
    expect(inputs.toNested()).toEqual([
      [1, 1, 0],
      [2, 0, 1],
    ]);
    expect(targets.toNested()).toEqual([[10.5], [20.25]]);
  });

  it('knows the levels and classes of the whole text, and the means of its own rows alone', () => {
    const rows = Array.from({ length: 40 }, (_, i) => `${i},${i === 39 ? 'rare' : 'common'},${i % 2},${i}.5`);
    const table = parseTable(`a,b,y,z\n${rows.join('\n')}`);
    for (const seed of [1, 2, 3, 4]) {
      const [train, test] = splitTable(table, { fractions: [0.5, 0.5], seed });
      const fitted = fitTable(train, { target: 'y' });
      expect(fitted.inputs[1]).toMatchObject({ levels: ['common', 'rare'] });
      const a = train.columns[0]!.values;
      const mean = [...a].reduce((sum, value) => sum + value, 0) / 20;
      expect(fitted.inputs[0]).toMatchObject({ kind: 'number' });
      expect((fitted.inputs[0] as { mean: number }).mean).toBeCloseTo(mean, 12);
      expect(encodeTable(fitted, test).inputs.shape).toEqual([20, 4]);
    }
  });

  it('makes the same inputs of a row wherever it stands', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer(), fc.constantFrom('a', 'b', ''), fc.constantFrom('u', 'v')), {
          minLength: 3,
          maxLength: 12,
        }),
        fc.nat(99),
        (rows, seed) => {
          fc.pre(rows.some(([, b]) => b !== '') && new Set(rows.map(([, , y]) => y)).size === 2);
          const table = parseTable(`a,b,y\n${rows.map((row) => row.join(',')).join('\n')}\n`);
          const fitted = fitTable(table, { target: 'y', missing: 'mean' });
          const counts = [1, rows.length - 1];
          const [whole, parts] = [encodeTable(fitted, table), splitTable(table, { counts, seed })];
          // The parts of the dataset are the datasets of the parts.
          split(whole, { counts, seed }).forEach((part, i) => {
            const other = encodeTable(fitted, parts[i]!);
            expect(other.inputs.toNested()).toEqual(part.inputs.toNested());
            expect(other.targets.toNested()).toEqual(part.targets.toNested());
          });
        },
      ),
    );
  });

  it('names column, count and first line of missing fields', () => {
    expect(() => fit('a,b,c,y\n1,u,1,p\n2,,?,q\n3,,3,p\n')).toThrow(
      new FormatError(
        'fitTable: x.csv: column 2 (b): 2 of 3 values are missing, the first on line 3; also c (1). Fill ' +
          "them by { missing: 'mean' }, 'median' or 'most-frequent', or leave the columns out by { ignore }.",
      ),
    );
    expect(() => fit(ofTargets('p', '', 'q'), { missing: 'mean' })).toThrow(
      'fitTable: x.csv: column 2 (y): 1 of 3 values is missing, the first on line 3. ' +
        'It is the target: leave these rows out.',
    );
    expect(() => fit('a,y\n,p\n,q\n', { missing: 'median' })).toThrow(
      'fitTable: x.csv: column 1 (a) has no value at all to fill it with. Leave it out by { ignore: ["a"] }.',
    );
  });

  it.each([
    ['a deviation', ['1e160', '-1e160'], {}, '1e+160 on line 2'],
    ['a mean', ['1', '1.7e308', '-1.7e308'], {}, '1.7e+308 on line 3'],
    ['a fill', ['1.7e308', '1.7e308', ''], { missing: 'mean', standardize: false }, '1.7e+308 on line 2'],
    ['a median', ['1.7e308', '1.7e308', ''], { missing: 'median' }, '1.7e+308 on line 2'],
  ] as const)('refuses %s beyond f64, which JSON does not keep', (_, values, options, place) => {
    const text = (columns: string) =>
      `${columns}\n${values.map((value, i) => `${value},${i % 2}\n`).join('')}`;
    const sentence = `column 1 (a): ${place} is too large: the mean or deviation of the column is beyond a`;
    expect(() => fit(text('a,y'), options)).toThrow(FormatError);
    expect(() => fit(text('a,y'), options)).toThrow(`fitTable: x.csv: ${sentence} 64-bit float.`);
    if ('missing' in options) return;
    expect(() => fit(text('a,y'), { target: 'a', task: 'regression' })).toThrow(sentence);
  });

  it('refuses identifiers and columns of too many levels', () => {
    const rows = (value: (i: number) => string) =>
      `id,y\n${Array.from({ length: 240 }, (_, i) => `${value(i)},${i % 2}\n`).join('')}`;
    expect(() => fit(rows((i) => `u${i}`))).toThrow(
      new FormatError(
        'fitTable: x.csv: column 1 (id) has 240 different texts, all in one row each, as an identifier ' +
          'has. Leave it out by { ignore: ["id"] }.',
      ),
    );
    expect(() => fit(rows((i) => `u${i % 120}`))).toThrow(
      new FormatError(
        'fitTable: x.csv: column 1 (id) has 120 different texts, which would be as many inputs; maxLevels ' +
          'is 100. Leave it out by { ignore: ["id"] }, or raise maxLevels.',
      ),
    );
    expect(
      fit(
        rows((i) => `u${i % 120}`),
        { maxLevels: 120 },
      ).inputs.length,
    ).toBe(1);
    expect(() => fit(rows((i) => (i === 7 ? '1o' : `${i}`)))).toThrow(
      '239 of its 240 filled fields are numbers; the first that is not is "1o" on line 9. Leave it out',
    );
  });

  it('refuses a target that is not there, and options that are none', () => {
    expect(() => fit('size,colour\n1,red\n', { target: 'color' })).toThrow(
      new ValueError('fitTable: no column "color"; there are: size, colour. Did you mean "colour"?'),
    );
    expect(() => fitTable(parseTable('a,b\n1,2\n'), {} as never)).toThrow(
      'fitTable: name the target; there are: a, b.',
    );
    const table = parseTable('a,y\n1,p\n');
    const none = { ...table, rowCount: 0, lines: new Int32Array(0) };
    expect(() => fitTable(none, { target: 'y' })).toThrow('fitTable: the table has no rows.');
    expect(() => fit('y\n1\n')).toThrow('fitTable: there is no column but the target, "y".');
    expect(() => fit(ofTargets(1, 2), { task: 'guess' as never })).toThrow(
      'fitTable: task is one of classification, regression, got "guess".',
    );
    expect(() => fit(ofTargets(1, 2), { missing: 'max' as never })).toThrow(
      'fitTable: missing is one of mean, median, most-frequent, got "max".',
    );
    expect(() => fitTable('a,y\n' as never, { target: 'y' })).toThrow(
      new ValueError('fitTable: table is what parseTable gives, got "a,y\\n".'),
    );
  });
});

describe('encodeTable', () => {
  const fitted = fit('a,b,y\n1,u,p\n2,v,q\n');

  it('names line, column and value of what was not fitted, and leaves no memory behind', () => {
    const { buffers } = memory();
    const of = (text: string, like = fitted) =>
      expect(() => encodeTable(like, parseTable(text, { name: 'new.csv' })));
    of('a,b,y\n1,u,p\n2,w,q\n').toThrow(
      new FormatError(
        'encodeTable: new.csv: column 2 (b): "w" on line 3 is none of the known levels. There are: u, v.',
      ),
    );
    of('a,b,y\n1,u,r\n').toThrow(
      'column 3 (y): "r" on line 2 is none of the known classes. There are: p, q.',
    );
    of('a,b,y\n1,7,p\n').toThrow('column 2 (b): "7" on line 2 is none of the known levels.');
    of('a,b,y\nbig,u,p\n').toThrow(
      'column 1 (a) was fitted on numbers, and here holds texts, such as "big" on line 2.',
    );
    of('a,b,y\n1,u,p\n?,u,p\n').toThrow(
      'column 1 (a): 1 of 2 values is missing, the first on line 3. The table was fitted without a fill',
    );
    of('a,b,y\n1,u,?\n').toThrow(
      'column 3 (y): 1 of 1 values is missing, the first on line 2. It is the target',
    );
    of('a,b\n1,u\n').toThrow(new ValueError('encodeTable: no column "y"; there are: a, b.'));
    of('a,b,y\n1e300,u,p\n').toThrow(
      'column 1 (a): 1e+300 on line 2 is Infinity in f32, scaled by mean 1.5 and deviation 0.5.',
    );
    of('a,b,y\n1,u,p\n', { ...fitted, version: 2 } as never).toThrow(FormatError);
    // The garbage collector may free what earlier tests left.
    expect(memory().buffers).toBeLessThanOrEqual(buffers);
  });
});

describe('encodeInputs', () => {
  it('fills a column of numbers of which every field is missing, however it was read', () => {
    const fitted = fit('a,y\n1,p\n3,q\n?,q\n', { missing: 'mean' });
    for (const options of [{}, { categories: ['a'] }, { like: fitted }]) {
      const rows = parseTable('a,b\n?,1\n,2\n', options);
      expect(encodeInputs(fitted, rows).toNested()).toEqual([[0], [0]]);
    }
  });

  it('takes no number for a level that is a text, since it may have been written otherwise', () => {
    const fitted = fitTable(parseTable('zip,y\n777,p\n1234,q\n', { categories: ['zip'] }), { target: 'y' });
    for (const zip of ['01234', '1234']) {
      const text = `zip\n${zip}\n`;
      expect(() => encodeInputs(fitted, parseTable(text))).toThrow(
        new FormatError(
          'encodeInputs: column 1 (zip) was fitted on texts, and here was read as numbers, which have lost ' +
            'how they were written, such as 1234 on line 2. Read the table by ' +
            'parseTable(text, { like: fitted }).',
        ),
      );
      const texts = parseTable(text, { categories: ['zip'] });
      if (zip === '1234') expect(encodeInputs(fitted, texts).toNested()).toEqual([[0, 1]]);
      else
        expect(() => encodeInputs(fitted, texts)).toThrow('"01234" on line 2 is none of the known levels.');
    }
  });
});

describe('splitTable', () => {
  it('keeps the line of each row, so that an error about a part names it', () => {
    const table = parseTable('x,y\n1,2\n3,4\n?,6\n7,8\n5,5.5\n');
    const parts = splitTable(table, { counts: [2, 3], seed: 1 });
    const errors = parts.map((part) => {
      try {
        fitTable(part, { target: 'y' });
      } catch (error) {
        return String(error);
      }
      return 'none';
    });
    expect(errors.sort()[0]).toContain('values is missing, the first on line 4.');
    expect(errors[1]).toBe('none');
  });

  it('refuses parts that the rows do not have', () => {
    const table = parseTable('x,y\n1,2\n3,4\n');
    expect(() => splitTable(table, { counts: [1, 2], seed: 1 })).toThrow(
      'splitTable: counts are whole numbers > 0 that add up to 2 rows, got [1,2], in all 3.',
    );
    expect(() => splitTable(table, { fractions: [0.9, 0.1], seed: 1 })).toThrow(
      new ShapeError('splitTable: part 1 would be empty: 0.1 of 2 rows.'),
    );
    expect(() => splitTable([] as never, { counts: [1], seed: 1 })).toThrow(ValueError);
  });
});
