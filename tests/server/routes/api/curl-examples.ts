import { readFileSync } from 'node:fs';
import path from 'node:path';

export interface CurlRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | FormData | undefined;
}

/** The curl commands of a page, read as a shell and curl would, for the few options that the page uses. */
export function curlExamples(
  markdown: string,
  values: Readonly<Record<string, string>>,
  folder: string,
): readonly CurlRequest[] {
  const blocks = [...markdown.matchAll(/```sh\n(.*?)```/gs)].map(([, block]) => block ?? '');
  return blocks
    .flatMap((block) => block.replaceAll('\\\n', ' ').split('\n'))
    .filter((line) => line.startsWith('curl '))
    .map((line) => requestOf(wordsOf(line, { RECOURSE: '', ...values }), folder));
}

function wordsOf(line: string, values: Readonly<Record<string, string>>): readonly string[] {
  return [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, single, double, bare]) => {
    if (single !== undefined) return single;
    return (double ?? bare ?? '').replace(/\$(\w+)/g, (_, name: string) => values[name] ?? '');
  });
}

function requestOf(words: readonly string[], folder: string): CurlRequest {
  const headers: Record<string, string> = {};
  let body: string | FormData | undefined;
  let at = '';
  for (let i = 1; i < words.length; i++) {
    const word = words[i] ?? '';
    const next = words[i + 1] ?? '';
    switch (word) {
      case '-H': {
        const colon = next.indexOf(':');
        headers[next.slice(0, colon).toLowerCase()] = next.slice(colon + 1).trim();
        i++;
        break;
      }
      case '--data':
        body = next;
        i++;
        break;
      case '--data-binary':
        body = readFileSync(path.join(folder, next.slice(1)), 'utf8');
        i++;
        break;
      case '-F':
        body = withField(body instanceof FormData ? body : new FormData(), next, folder);
        i++;
        break;
      default:
        at = word;
    }
  }
  return { method: body === undefined ? 'GET' : 'POST', path: at, headers, body };
}

function withField(form: FormData, field: string, folder: string): FormData {
  const [name = '', value = ''] = field.split('=');
  if (value.startsWith('@')) {
    const file = value.slice(1);
    form.set(name, new Blob([readFileSync(path.join(folder, file))]), file);
  } else {
    form.set(name, value);
  }
  return form;
}
