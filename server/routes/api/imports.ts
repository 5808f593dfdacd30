import { readFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { RECORD_TYPES } from '../../../data/files/columns.ts';
import { readMapping } from '../../../data/files/mapping-schema.ts';
import { findImport } from '../../../data/stores/imports.ts';
import { exportRefusedRows } from '../../actions/export-refused-rows.ts';
import { checkFile, importFile, type MappedLedger } from '../../actions/import-file.ts';
import { openPortfolio } from '../../actions/open-portfolio.ts';
import { apiRoute, numberOf } from '../../http/api-route.ts';
import { fieldProblems, type UploadedFile } from '../../http/body.ts';
import { Problem } from '../../http/problem.ts';
import { type Call, route, type Routes } from '../../http/route.ts';
import { importDone, name } from './schemas.ts';

const SENDERS = ['integrator', 'planner', 'admin'] as const;
const MAPPING_BYTES = 1024 * 1024;

/** In the query, or as fields of the form. */
const orderFields = z.object({
  portfolio: name('the name of a portfolio').openapi({ description: 'Made when it is not there yet.' }),
  as: z.enum(RECORD_TYPES).optional().openapi({ description: 'Record type; not needed with a mapping.' }),
  controller: name('who answers for the data').optional(),
  kind: z.enum(['collection', 'credit']).optional(),
  jurisdiction: z.enum(['EE', 'FI']).optional(),
});

export function importApi(routes: Routes): void {
  apiRoute(routes, {
    method: 'post',
    path: '/api/v1/imports',
    allow: [...SENDERS],
    summary:
      'Take in a CSV file of records, or a ledger with its mapping. The same file again changes nothing.',
    query: orderFields.partial(),
    files: {
      content: {
        'multipart/form-data': {
          schema: {
            type: 'object',
            required: ['file'],
            properties: {
              file: { type: 'string', format: 'binary' },
              mapping: { type: 'string', format: 'binary', description: 'YAML; see docs/importing.md.' },
              portfolio: { type: 'string' },
              as: { type: 'string', enum: [...RECORD_TYPES] },
            },
          },
        },
        'text/csv': { schema: { type: 'string', format: 'binary' } },
      },
    },
    answer: importDone,
    status: 201,
    handler: async (call, { query }) => takeFile(call, orderOf(call, query)),
  });

  apiRoute(routes, {
    method: 'get',
    path: '/api/v1/imports/{id}',
    looksAt: 'nobody',
    allow: [...SENDERS, 'auditor'],
    summary: 'Tell what became of an import.',
    answer: z.object({
      id: z.number(),
      state: z.string(),
      accepted: z.number().int(),
      known: z.number().int(),
      takenOut: z.number().int(),
      erased: z.number().int(),
      matched: z.number().int(),
      refused: z.number().int(),
    }),
    status: 200,
    handler: async (call) => {
      const found = await findImport(call.services.db, numberOf(call));
      if (found === null) throw new Problem('not_found', 'There is no such import.');
      const { accepted, known, takenOut, erased, matched, refused } = found.progress;
      return { id: found.id, state: found.state, accepted, known, takenOut, erased, matched, refused };
    },
  });

  route(routes, {
    method: 'get',
    path: '/api/v1/imports/:id/refused-rows',
    looksAt: 'nobody',
    allow: [...SENDERS],
    handler: sendRefusedRows,
  });
}

function orderOf(call: Call, query: object): z.output<typeof orderFields> {
  const parsed = orderFields.safeParse({ ...query, ...(call.request.body as object) });
  if (parsed.success) return parsed.data;
  throw new Problem('invalid', 'Some fields are not as they should be.', fieldProblems(parsed.error));
}

async function takeFile(
  call: Call,
  { as, portfolio: wanted, controller, kind, jurisdiction }: z.output<typeof orderFields>,
): Promise<z.input<typeof importDone>> {
  const file = call.files.find(({ field }) => field === 'file');
  if (file === undefined) {
    throw new Problem('invalid', 'No file was sent.', [{ field: 'file', wanted: 'a CSV file' }]);
  }
  const ledger = await mappingIn(call);
  const records = ledger ?? as;
  if (records === undefined) {
    throw new Problem('invalid', 'What does the file hold?', [
      { field: 'as', wanted: `one of ${RECORD_TYPES.join(', ')}; or send a mapping` },
    ]);
  }
  // A portfolio is only made for a file that can be read.
  const sent = { path: file.path, fileName: file.filename, as: records };
  const checked = await checkFile(sent);
  if (checked.kind === 'refused') throw new Problem('invalid', checked.reason);
  const opened = await openPortfolio(call.context, { name: wanted, controller, kind, jurisdiction });
  if (opened.kind === 'refused') throw new Problem('not_allowed_now', `${opened.reason}.`);
  const result = await importFile(call.context, {
    ...sent,
    portfolio: opened.portfolio,
    sample: opened.portfolio.sample,
    refusedFile: null,
  });
  if (result.kind === 'refused') throw new Problem('invalid', result.reason);
  const { import: id, accepted, known, takenOut, erased, matched, refused, refusals } = result;
  return {
    ...{ id, portfolio: opened.portfolio.name, accepted, known, takenOut, erased, matched },
    ...{ refused, refusals },
  };
}

async function mappingIn(call: Call): Promise<MappedLedger | undefined> {
  const text = await mappingText(
    call.files.find(({ field }) => field === 'mapping'),
    call,
  );
  if (text === undefined) return undefined;
  const read = readMapping(text);
  if (read.kind === 'mapping') return { mapping: read.mapping, text };
  throw new Problem(
    'invalid',
    'The mapping is not right.',
    read.problems.map((problem) => ({ field: 'mapping', wanted: problem })),
  );
}

async function mappingText(file: UploadedFile | undefined, call: Call): Promise<string | undefined> {
  if (file === undefined) {
    const field = (call.request.body as { readonly mapping?: unknown }).mapping;
    return typeof field === 'string' && field.trim() !== '' ? field : undefined;
  }
  if (file.bytes > MAPPING_BYTES) throw new Problem('too_large', 'The mapping is larger than a megabyte.');
  return readFile(file.path, 'utf8');
}

/** The rows to mend and send again, in the columns they came in; personal data, so that it is kept nowhere on the way. */
async function sendRefusedRows(call: Call): Promise<void> {
  const exported = await exportRefusedRows(call.context, numberOf(call));
  if (exported.kind === 'none')
    throw new Problem('not_found', 'There is no such import, or it refused no row.');
  call.response.status(200).type(exported.mediaType).set('Cache-Control', 'no-store');
  call.response.attachment(exported.fileName);
  await pipeline(exported.bytes, call.response);
}
