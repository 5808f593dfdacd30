import { readFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { RECORD_TYPES } from '../../data/files/columns.ts';
import { readMapping } from '../../data/files/mapping-schema.ts';
import { sayRefusal } from '../../data/files/refused-rows.ts';
import { readRefusedRows } from '../../data/stores/imports.ts';
import { listPortfolios } from '../../data/stores/portfolios.ts';
import { listStaff } from '../../data/stores/staff.ts';
import { listImportLines, readImportLine } from '../../data/views/import-list.ts';
import { importPage, importTable, type ImportContext } from '../../review-ui/pages/import.ts';
import { importResultPage, presentImportResult } from '../../review-ui/pages/import-result.ts';
import { wordingFor } from '../../review-ui/wording.ts';
import { exportRefusedRows } from '../actions/export-refused-rows.ts';
import { checkFile, importFile, type MappedLedger } from '../actions/import-file.ts';
import { openPortfolio } from '../actions/open-portfolio.ts';
import { fieldsOf, type UploadedFile } from '../http/body.ts';
import { page, seeOther } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type Call, idOf, route, type Routes } from '../http/route.ts';

const IMPORTS_LISTED = 50;
const REFUSALS_SHOWN = 20;
const MAPPING_BYTES = 1024 * 1024;

const importForm = z.object({ portfolio: z.string(), as: z.enum(['mapping', ...RECORD_TYPES]) });

/** Files in: send one, see what went in, take the refused rows back to mend. */
export function importRoutes(routes: Routes): void {
  route(routes, {
    method: 'get',
    path: '/import',
    looksAt: 'nobody',
    allow: ['planner', 'admin'],
    handler: async (call) => page(call, importPage, await importContext(call, null)),
  });
  route(routes, {
    method: 'post',
    path: '/import',
    allow: ['planner', 'admin'],
    body: 'upload',
    handler: take,
  });
  route(routes, {
    method: 'get',
    path: '/import/:id',
    allow: ['planner', 'admin'],
    looksAt: 'nobody',
    handler: showResult,
  });
  route(routes, {
    method: 'get',
    path: '/import/:id/refused.csv',
    // Rows of the file that became nobody's record.
    looksAt: 'nobody',
    allow: ['planner', 'admin'],
    handler: sendRefusedRows,
  });
}

type Values = ImportContext['values'];

async function importContext(call: Call, problem: string | null, values?: Values): Promise<ImportContext> {
  const wording = wordingFor(call.language);
  const { t } = wording;
  const portfolios = (await listPortfolios(call.context.db)).filter(({ sample }) => !sample);
  const imports = await listImportLines(call.context.db, IMPORTS_LISTED);
  return {
    imports: importTable(imports, wording),
    types: (['mapping', ...RECORD_TYPES] as const).map((type) => ({
      value: type,
      label: t(`planner.import.types.${type}`),
    })),
    portfolios: [
      { value: '', label: t('planner.import.ofMapping') },
      ...portfolios.map(({ name, controller }) => ({ value: name, label: `${name} · ${controller}` })),
    ],
    values: values ?? { portfolio: portfolios[0]?.name ?? '', as: 'mapping' },
    problem,
    endsDemo: (await listStaff(call.context.db)).some(({ demo, disabledAt }) => demo && disabledAt === null),
  };
}

async function take(call: Call): Promise<void> {
  const { t } = wordingFor(call.language);
  const read = fieldsOf(call.request, importForm);
  if (read.kind === 'invalid') throw new Problem('invalid', undefined, read.problems);
  const refuse = async (problem: string): Promise<void> =>
    page(call, importPage, await importContext(call, problem, read.fields), 422);
  // A browser sends a file without a name where none was chosen; an empty one has its name.
  const file = call.files.find(({ field, filename }) => field === 'file' && filename !== '');
  if (file === undefined) return refuse(t('planner.import.noFile'));
  const { as, portfolio: name } = read.fields;
  const ledger = await ledgerIn(call.files);
  if (ledger.kind === 'refused') return refuse(ledger.problems.join('; '));
  if (as === 'mapping' && ledger.kind === 'none') return refuse(t('planner.import.noMapping'));
  if (name === '' && ledger.kind === 'none') return refuse(t('planner.import.noPortfolio'));
  const sent = {
    path: file.path,
    fileName: file.filename,
    as: ledger.kind === 'ledger' ? ledger.ledger : (as as (typeof RECORD_TYPES)[number]),
  };
  // A portfolio is only made for a file that can be read.
  const checked = await checkFile(sent);
  if (checked.kind === 'refused') return refuse(checked.reason);
  const opened = await openPortfolio(call.context, {
    ...(ledger.kind === 'ledger' ? ledger.ledger.mapping.portfolio : {}),
    ...(name === '' ? {} : { name }),
  });
  if (opened.kind === 'refused') return refuse(opened.reason);
  const result = await importFile(call.context, {
    ...sent,
    portfolio: opened.portfolio,
    refusedFile: null,
  });
  if (result.kind === 'refused') return refuse(result.reason);
  seeOther(call, `/import/${result.import}`);
}

type Ledger =
  | { readonly kind: 'none' }
  | { readonly kind: 'ledger'; readonly ledger: MappedLedger }
  | { readonly kind: 'refused'; readonly problems: readonly string[] };

async function ledgerIn(files: readonly UploadedFile[]): Promise<Ledger> {
  const file = files.find(({ field, bytes }) => field === 'mapping' && bytes > 0);
  if (file === undefined) return { kind: 'none' };
  if (file.bytes > MAPPING_BYTES) throw new Problem('too_large');
  const text = await readFile(file.path, 'utf8');
  const read = readMapping(text);
  return read.kind === 'mapping'
    ? { kind: 'ledger', ledger: { mapping: read.mapping, text } }
    : { kind: 'refused', problems: read.problems };
}

async function showResult(call: Call): Promise<void> {
  const { db, vault } = call.context;
  const found = await readImportLine(db, idOf(call));
  if (found === null) throw new Problem('not_found');
  const refusals: { row: number; error: string }[] = [];
  for await (const rows of readRefusedRows(db, vault, found.id)) {
    for (const { row, refusals: said } of rows)
      refusals.push({ row, error: said.map(sayRefusal).join('; ') });
    if (refusals.length >= REFUSALS_SHOWN) break;
  }
  const shown = refusals.slice(0, REFUSALS_SHOWN);
  page(call, importResultPage, presentImportResult(found, shown, wordingFor(call.language)));
}

async function sendRefusedRows(call: Call): Promise<void> {
  const exported = await exportRefusedRows(call.context, idOf(call));
  if (exported.kind === 'none') throw new Problem('not_found');
  call.response.type(exported.mediaType).set('Cache-Control', 'no-store');
  call.response.attachment(exported.fileName);
  await pipeline(exported.bytes, call.response);
}
