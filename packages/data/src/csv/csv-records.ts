import { FormatError } from '@regopt/tensor';

/** One record of a CSV text: its fields, and its first line, counted from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
}

/**
 * Splits a CSV text into records by RFC 4180: quoted fields may contain delimiters, line ends and doubled
 * quotes. A line ends with LF, CRLF or CR; the last line need not end, and blank lines at the end are
 * skipped. Throws a FormatError that begins with `label` for a quote inside an unquoted field, text after a
 * closing quote, and a quote that is never closed.
 */
export function* csvRecords(text: string, delimiter: string, label: string): Generator<CsvRecord> {
  // Spreadsheets write a byte order mark before UTF-8.
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let line = 1;
  const length = withoutBlankEnd(text);
  while (at < length) {
    const fields: string[] = [];
    const firstLine = line;
    for (let more = true; more; ) {
      const place = `${label}: line ${line}, column ${fields.length + 1}`;
      let field: string;
      if (text[at] === '"') {
        const [value, end] = quotedField(text, at, place);
        line += countLineEnds(value);
        field = value;
        at = end;
        if (at < text.length && text[at] !== delimiter && lineEndLength(text, at) === 0) {
          throw new FormatError(
            `${place}: text follows the closing quote: ${quote(text.slice(at, at + 10))}.`,
          );
        }
      } else {
        const start = at;
        while (at < text.length && text[at] !== delimiter && lineEndLength(text, at) === 0) at++;
        field = text.slice(start, at);
        if (field.includes('"')) {
          throw new FormatError(
            `${place}: a quote inside an unquoted field: ${quote(field)}. ` +
              'Quote the field and double the quote.',
          );
        }
      }
      fields.push(field);
      more = text[at] === delimiter;
      if (more) at++;
    }
    at += lineEndLength(text, at);
    line++;
    yield { line: firstLine, fields };
  }
}

/** The field that starts with the quote at `start`, and the index after its closing quote. */
function quotedField(text: string, start: number, place: string): [value: string, end: number] {
  let value = '';
  let from = start + 1;
  for (;;) {
    const closing = text.indexOf('"', from);
    if (closing < 0) throw new FormatError(`${place}: the quote that opens here is never closed.`);
    value += text.slice(from, closing);
    if (text[closing + 1] !== '"') return [value, closing + 1];
    value += '"';
    from = closing + 2;
  }
}

/** 1 at LF or CR, 2 at CRLF, else 0. */
function lineEndLength(text: string, at: number): number {
  if (text[at] === '\r') return text[at + 1] === '\n' ? 2 : 1;
  return text[at] === '\n' ? 1 : 0;
}

/** The end of the text without blank lines at its end, but with the line end of the last line. */
function withoutBlankEnd(text: string): number {
  let at = text.length;
  while (at > 0 && '\n\r '.includes(text[at - 1]!)) at--;
  while (at < text.length && lineEndLength(text, at) === 0) at++;
  return at;
}

function countLineEnds(value: string): number {
  return value.match(/\r\n|\r|\n/g)?.length ?? 0;
}

function quote(text: string): string {
  return JSON.stringify(text);
}
