/** What the separators in a number's text are: a decimal comma, separators of thousands, or both. */
export type DigitSeparators = 'decimal' | 'thousands' | 'either' | 'both';

const decimalComma = /^[+-]?\d+,\d+$/;
/** Also 1.234.567, but not 1.234: a single point is decimal. */
const thousands =
  /^[+-]?[1-9]\d{0,2}((,\d{3})+(\.\d*)?|(\.\d{3}){2,}|([ '\u2019_\u00a0\u202f]\d{3})+(\.\d*)?)$/;
const thousandsAndComma = /^[+-]?[1-9]\d{0,2}([. '\u2019_\u00a0\u202f]\d{3})+,\d+$/;

/** The separators in the text of a number that `decimal` does not match; undefined for other texts. */
export function digitSeparators(field: string): DigitSeparators | undefined {
  if (thousandsAndComma.test(field)) return 'both';
  const grouped = thousands.test(field);
  if (decimalComma.test(field)) return grouped ? 'either' : 'decimal';
  return grouped ? 'thousands' : undefined;
}

/** What to do about the separators in `field`. */
export function separatorAdvice(separators: DigitSeparators, field: string): string {
  if (separators === 'decimal') return 'Write its decimal comma as a point.';
  if (separators === 'thousands') return 'Leave out its separators of thousands.';
  if (separators === 'both') return 'Write its decimal comma as a point, and leave out the other separators.';
  const [whole, rest] = field.split(',');
  return `Is its comma decimal or one of thousands? Write ${whole}.${rest} or ${whole}${rest}.`;
}
