import { type Html, type HtmlValue, html } from '../markup/html.ts';

/** A picture with its title above it. */
export function figure(title: HtmlValue, picture: Html, note?: HtmlValue): Html {
  return html`<figure><figcaption>${title}</figcaption>
${picture}
${note && html`<p class="note-below">${note}</p>`}</figure>
`;
}
