/** Safe markup, made by `html`, which escapes every value that is not markup. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

/** A value in an `html` template: nothing, text, a number, markup, or a list of these. */
export type HtmlValue = Html | string | number | false | null | undefined | readonly HtmlValue[];

/**
 * Tagged template for markup. Text is escaped, for contents and quoted attributes alike, so no name or option
 * of a run can become a tag. Markup is kept, lists are joined, and `false`, `null` and `undefined` give
 * nothing.
 */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(parts.reduce((text, part, i) => text + render(values[i - 1]) + part));
}

function render(value: HtmlValue): string {
  if (value === false || value === null || value === undefined) return '';
  if (value instanceof Html) return value.markup;
  if (typeof value === 'string') return escapeText(value);
  if (typeof value === 'number') return String(value);
  return value.map(render).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeText(text: string): string {
  // HTML cannot express control characters and lone surrogates: they become the replacement character.
  return text
    .replace(/[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/gu, (c) => ('\t\n'.includes(c) ? c : '\ufffd'))
    .replace(/[&<>"']/g, (c) => entities[c]!);
}
