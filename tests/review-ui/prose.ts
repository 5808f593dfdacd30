/** What a reader meets between two breaks of the page: a paragraph, a line of a list, a cell, a heading. */
export interface Block {
  readonly tag: string;
  readonly text: string;
}

const INLINE = new Set([
  'a',
  'abbr',
  'b',
  'cite',
  'code',
  'em',
  'i',
  'kbd',
  'mark',
  'q',
  'small',
  'span',
  'strong',
  'sub',
  'sup',
  'time',
]);
const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#34;': '"',
  '&#39;': '’',
  '&nbsp;': '\u00a0',
};

/** The visible text of a page in its blocks, in reading order. */
export function blocksOf(html: string): readonly Block[] {
  const body = html
    .replace(/^[\s\S]*<body/, '<body')
    .replaceAll(/<(svg|script|style|textarea)\b[\s\S]*?<\/\1>/g, ' ');
  const blocks: Block[] = [];
  let tag = 'body';
  let text = '';
  const end = (): void => {
    const said = text.replaceAll(/[ \t\n]+/g, ' ').trim();
    if (/\p{L}/u.test(said)) blocks.push({ tag, text: said });
    text = '';
  };
  for (const [, name, written] of body.matchAll(/<\/?([a-z][a-z0-9]*)(?:"[^"]*"|[^">])*>|([^<]+)/g)) {
    if (written !== undefined) text += decoded(written);
    else if (!INLINE.has(name ?? '')) {
      end();
      tag = name ?? tag;
    }
  }
  end();
  return blocks;
}

/** A label, a heading or a cell is no sentence unless it ends as one. */
const NAMES = new Set([
  'button',
  'dd',
  'dt',
  'h1',
  'h2',
  'h3',
  'h4',
  'label',
  'legend',
  'option',
  'summary',
  'td',
  'th',
]);

/** The sentences of the blocks, those of names and labels only where they end as sentences do. */
export function sentencesOf(blocks: readonly Block[]): readonly string[] {
  return blocks.flatMap(({ tag, text }) =>
    text
      .split(/\n|(?<=[.!?:])\s+(?=[\p{Lu}{(–])/u)
      .map((sentence) => sentence.replace(/^(–|\d+\.)\s*/u, '').trim())
      .filter((sentence) => /\p{L}/u.test(sentence) && (!NAMES.has(tag) || /[.!?]$/.test(sentence))),
  );
}

/** Words as a reader counts them: a name, an address, a citation of a law or an amount with its unit is one. */
export function readWords(sentence: string): number {
  return sentence
    .replaceAll(
      /\((?:[^()]|\([^()]*\))*\b(?:art|artikla|artikkel|artikel|§|lg|mom)\b\.?(?:[^()]|\([^()]*\))*\)/giu,
      'citation',
    )
    .replaceAll(/\p{Lu}[\p{L}.’-]*(?:[ \u00a0](?:\p{Lu}[\p{L}.’-]*|\d[\d:]*))+/gu, 'Name')
    .split(/[ \t]+/)
    .filter((word) => /[\p{L}\d]/u.test(word)).length;
}

function decoded(text: string): string {
  return text.replaceAll(/&[a-z]+;|&#\d+;/g, (entity) => ENTITIES[entity] ?? entity);
}
