import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readCsv } from './read.ts';
import { csvRow, defused, fused } from './write.ts';

const cells = (text: string) => readCsv(text).rows?.map((row) => row.cells);

describe('a CSV file', () => {
  test.each([
    [
      'Windows lines',
      'a,b\r\n1,2\r\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'no last line end',
      'a,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'old Mac lines',
      'a,b\r1,2\r',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    ['a byte order mark', '\uFEFFa\n1\n', [['a'], ['1']]],
    [
      'semicolons, as Excel writes where the comma is in numbers',
      'a;b;c,d\n1;2;3,5\n',
      [
        ['a', 'b', 'c,d'],
        ['1', '2', '3,5'],
      ],
    ],
    [
      'tabs',
      'a\tb\n1\t2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'quotes, with lines and quotes inside',
      'a,b\n"1, ""one""\nnext",2\n',
      [
        ['a', 'b'],
        ['1, "one"\nnext', '2'],
      ],
    ],
    [
      'something behind a quote',
      'a,b\n"1"x,2\n',
      [
        ['a', 'b'],
        ['1x', '2'],
      ],
    ],
    [
      'blank lines and lines of nothing but commas',
      'a,b\n\n , \n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    ['missing and empty values', 'a,b,c\n1\n,,3\n', [['a', 'b', 'c'], ['1'], ['', '', '3']]],
    ['nothing', '', []],
  ])('with %s is read', (_, text, rows) => {
    expect(cells(text)).toEqual(rows);
  });

  test('says on which line each record begins, and where a quote is never closed', () => {
    expect(readCsv('a\n"1\n2"\n\n3\n').rows?.map(({ line }) => line)).toEqual([1, 2, 5]);
    expect(readCsv('a\n1\n"2\n3\n')).toEqual({
      rows: null,
      problem: { line: 3, text: 'a quote is opened and never closed' },
    });
  });

  test('that we write is read back as it was, whatever the values', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 4 }), {
          minLength: 1,
          maxLength: 5,
        }),
        (rows) => {
          const filled = rows.map((row) => ['x', ...row]);
          const read = cells(`head,er,of,all,these\r\n${filled.map(csvRow).join('')}`)?.slice(1);
          expect(read?.map((row) => row.map(fused))).toEqual(
            filled.map((row) => row.map((value) => fused(defused(value)))),
          );
        },
      ),
    );
  });

  test.each(['=1+1', '+919812345670', '-2', '@cmd', '\tx', '\rx', '=HYPERLINK("x")'])(
    'never holds %j as a formula',
    (value) => {
      expect(readCsv(`a,b\n${csvRow([value, 'x'])}`).rows?.[1]?.cells[0]).toBe(`'${value}`);
      expect(fused(defused(value))).toBe(value);
    },
  );

  test('leaves numbers and other texts as they are', () => {
    expect(csvRow([-5, null, 'Riya "R" Sharma', "O'Neil", 'a,b'])).toBe(
      `-5,,Riya "R" Sharma,O'Neil,"a,b"\r\n`.replace('Riya "R" Sharma', '"Riya ""R"" Sharma"'),
    );
  });
});
