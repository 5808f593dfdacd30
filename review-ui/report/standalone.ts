import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Language } from '../../scoring/portfolio/records.ts';
import { renderPart } from '../render.ts';
import type { Report } from './report.ts';

const styles = path.join(import.meta.dirname, '../styles');

/**
 * The report as one file that opens anywhere: it fetches nothing and runs nothing, and a policy in its head holds it
 * to that. Its typeface is the reader's own, which keeps it small.
 */
export function reportFile(report: Report, language: Language): string {
  const style = styleText();
  const hash = createHash('sha256').update(style).digest('base64');
  return renderPart(
    'report/file.ejs',
    { report, style, policy: `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'`, language },
    language,
  );
}

/** What the pages wear, without their typeface's files; paper rules only on paper. */
function styleText(): string {
  const read = (name: string): string => readFileSync(path.join(styles, name), 'utf8');
  const worn = ['tokens.css', 'base.css', 'components.css', 'charts.css', 'staff.css'].map(read).join('\n');
  const withoutFiles = worn.replace(/@font-face\s*\{[^}]*\}\s*/g, '');
  return `\n${withoutFiles}\n@media print {\n${read('print.css')}}\n`;
}
