const VOID = new Set(['meta', 'link', 'input', 'br', 'hr', 'img', 'path', 'rect', 'line']);

interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

/** What is wrong with a page, by the rules that every page of ours keeps; nothing when it is sound. */
export function faultsOf(html: string): readonly string[] {
  const tags = tagsOf(html);
  const ids = tags.flatMap(({ attributes }) => attributes.get('id') ?? []);
  const doubles = ids.filter((id, at) => ids.indexOf(id) !== at);
  const labelled = new Set(
    tags.filter(({ name }) => name === 'label').map((tag) => tag.attributes.get('for')),
  );
  const heads = tags.filter(({ name }) => name === 'h1').length;
  return [
    ...unbalanced(html),
    ...(heads === 1 ? [] : [`${heads} h1 (want one)`]),
    ...doubles.map((id) => `id "${id}" twice`),
    ...tags.flatMap((tag) => tagFaults(tag, labelled, new Set(ids), html)),
    ...headingJumps(tags),
  ];
}

function tagFaults(
  { name, attributes }: Tag,
  labelled: ReadonlySet<string | undefined>,
  ids: ReadonlySet<string>,
  html: string,
): readonly string[] {
  const faults: string[] = [];
  for (const [attribute, value] of attributes) {
    if (attribute.startsWith('on')) faults.push(`${name} has an inline handler ${attribute}`);
    if (attribute === 'style') faults.push(`${name} has an inline style`);
    if (['href', 'action', 'src'].includes(attribute) && /^\s*javascript:/i.test(value)) {
      faults.push(`${name} ${attribute} is a script`);
    }
    if (['aria-describedby', 'aria-labelledby'].includes(attribute)) {
      for (const id of value.split(' ')) if (!ids.has(id)) faults.push(`${attribute} names no id "${id}"`);
    }
  }
  const type = attributes.get('type') ?? 'text';
  const isField = name === 'select' || name === 'textarea' || name === 'input';
  const isWrapped = type === 'radio' || type === 'checkbox';
  if (isField && type !== 'hidden' && !isWrapped && !labelled.has(attributes.get('id'))) {
    faults.push(`${name} "${attributes.get('name')}" has no label`);
  }
  if (name === 'form' && attributes.get('method') === 'post' && !html.includes('name="_csrf"')) {
    faults.push('a form that posts has no token');
  }
  if (name === 'svg' && !attributes.has('aria-hidden') && attributes.get('role') !== 'img') {
    faults.push('an svg is neither an image nor hidden');
  }
  if (name === 'style' || (name === 'script' && !attributes.has('src'))) faults.push(`inline ${name}`);
  return faults;
}

/** h3 after h1 leaves whoever listens without the level between. */
function headingJumps(tags: readonly Tag[]): readonly string[] {
  let level = 1;
  return tags.flatMap(({ name }) => {
    if (!/^h[1-6]$/.test(name)) return [];
    const next = Number(name[1]);
    const jump = next > level + 1 ? [`${name} after h${level}`] : [];
    level = next;
    return jump;
  });
}

function unbalanced(html: string): readonly string[] {
  const open: string[] = [];
  for (const [, slash, name = '', rest = ''] of html.matchAll(
    /<(\/?)([a-z][a-z0-9]*)((?:"[^"]*"|[^">])*)>/g,
  )) {
    if (VOID.has(name) || rest.endsWith('/')) continue;
    if (slash === '') open.push(name);
    else if (open.at(-1) === name) open.pop();
    else return [`</${name}> closes ${open.at(-1) ?? 'nothing'}`];
  }
  return open.map((name) => `<${name}> stays open`);
}

function tagsOf(html: string): readonly Tag[] {
  return [...html.matchAll(/<([a-z][a-z0-9]*)((?:"[^"]*"|[^">])*)>/g)].map(([, name = '', rest = '']) => ({
    name,
    attributes: new Map(
      [...rest.matchAll(/([a-z][a-z0-9:-]*)(?:="([^"]*)")?/gi)].map(([, key = '', value = '']) => [
        key,
        value,
      ]),
    ),
  }));
}
