/** The table of numbers in docs/policies.md. Run as a program it writes the table anew. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { readPacks } from '../../../data/policies.ts';
import type { NumberPeriod, PolicyNumber } from '../../../scoring/policy/policy.ts';

export const POLICIES_DOC = path.resolve(import.meta.dirname, '../../../docs/policies.md');
const START = '<!-- numbers -->';
const END = '<!-- /numbers -->';

export async function numbersTable(): Promise<string> {
  const packs = await readPacks();
  return packs
    .map(({ policy }) => {
      const rows = policy.numbers.flatMap((number) =>
        number.periods.map((period) => row(number, period, policy.currency)),
      );
      return [
        `### ${policy.name.en} (\`${policy.id}\`, version ${policy.version})`,
        '',
        '| number | value | what it is | source | from | to | sure | verify before use |',
        '| --- | --- | --- | --- | --- | --- | --- | --- |',
        ...rows,
      ].join('\n');
    })
    .join('\n\n');
}

/** The document with the table in its place. */
export function withTable(document: string, table: string): string {
  const from = document.indexOf(START) + START.length;
  return `${document.slice(0, from)}\n\n${table}\n\n${document.slice(document.indexOf(END))}`;
}

function row({ id, unit, text }: PolicyNumber, period: NumberPeriod, currency: string): string {
  const value = unit === 'cents' ? `${period.value / 100} ${currency}` : `${period.value} ${unit}`;
  const cells = [
    `\`${id}\``,
    value,
    text.en,
    period.citation,
    period.validFrom,
    period.validTo ?? '',
    period.confidence,
    period.verify ?? '',
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  writeFileSync(POLICIES_DOC, withTable(readFileSync(POLICIES_DOC, 'utf8'), await numbersTable()));
