/** An XML element. Attributes that are null are left out; a child that is text stands alone. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number | null>>;
  readonly children: readonly XmlElement[] | string;
}

export function element(
  name: string,
  attributes: XmlElement['attributes'] = {},
  children: XmlElement['children'] = [],
): XmlElement {
  return { name, attributes, children };
}

/** Throws at a character that XML 1.0 cannot hold, not even escaped. */
export function xmlText(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${linesOf(root, '').join('\n')}\n`;
}

function linesOf({ name, attributes, children }: XmlElement, indent: string): readonly string[] {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => ` ${key}="${escaped(String(value))}"`);
  const opened = `${indent}<${name}${written.join('')}`;
  if (typeof children === 'string') return [`${opened}>${escaped(children)}</${name}>`];
  if (children.length === 0) return [`${opened}/>`];
  return [`${opened}>`, ...children.flatMap((child) => linesOf(child, `${indent} `)), `${indent}</${name}>`];
}

const NOT_IN_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/** Line breaks and tabs too: a parser makes spaces of them in an attribute. */
function escaped(text: string): string {
  if (NOT_IN_XML.test(text)) throw new Error(`XML cannot hold the text ${JSON.stringify(text)}`);
  return text.replace(/[&<>"'\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
