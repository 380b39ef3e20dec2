/** Markup that can stand in a page as it is. Made by `html`, which escapes whatever is not markup yet. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

/** What can be filled into `html`: nothing, text, a number, markup, or a list of these. */
export type HtmlValue = Html | string | number | false | null | undefined | readonly HtmlValue[];

/**
 * Markup with values filled in. Text is escaped, for contents and for quoted attributes alike, so no name or option of
 * a run can become a tag; markup is kept, lists are joined, and `false`, `null` and `undefined` leave nothing.
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
  // HTML has no way to write control characters and lone surrogates: they show as the replacement character.
  return text
    .replace(/[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/gu, (c) => ('\t\n'.includes(c) ? c : '\ufffd'))
    .replace(/[&<>"']/g, (c) => entities[c]!);
}
