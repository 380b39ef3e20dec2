import { type DefaultTreeAdapterTypes, parse } from 'parse5';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

/** A parsed page. */
export interface Page {
  /** The parse errors of the HTML standard, each with its position. */
  readonly errors: readonly string[];
  /** All elements, in document order. */
  readonly elements: readonly PageElement[];
  /** The elements with a tag name. */
  all(tag: string): readonly PageElement[];
  /** The element with an id. */
  byId(id: string): PageElement | undefined;
}

/** An element of a page. */
export interface PageElement {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Text of the element and its descendants; white space is collapsed. */
  readonly text: string;
  all(tag: string): readonly PageElement[];
}

/** Parses a page as the HTML standard prescribes. */
export function parsePage(page: string): Page {
  const errors: string[] = [];
  const document = parse(page, {
    sourceCodeLocationInfo: true,
    onParseError: ({ code, startLine, startCol }) => errors.push(`${code} at ${startLine}:${startCol}`),
  });
  const elements = elementsIn(document);
  return {
    errors,
    elements,
    all: (tag) => elements.filter((element) => element.tag === tag),
    byId: (id) => elements.find((element) => element.attributes['id'] === id),
  };
}

function elementsIn(node: Node): PageElement[] {
  if (!('childNodes' in node)) return [];
  return node.childNodes.flatMap((child) =>
    'tagName' in child ? [describe(child), ...elementsIn(child)] : elementsIn(child),
  );
}

function describe(element: Element): PageElement {
  return {
    tag: element.tagName,
    attributes: Object.fromEntries(element.attrs.map(({ name, value }) => [name, value])),
    text: textOf(element).replace(/\s+/g, ' ').trim(),
    all: (tag) => elementsIn(element).filter((inner) => inner.tag === tag),
  };
}

function textOf(node: Node): string {
  if ('value' in node) return node.value;
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
}
