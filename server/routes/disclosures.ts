import { z } from 'zod';
import { writeCsv } from '../../data/files/write-csv.ts';
import { findDisclosedContent, listDisclosures } from '../../data/stores/disclosures.ts';
import { findPersonOf } from '../../data/views/whose.ts';
import {
  type DisclosuresContext,
  disclosuresPage,
  presentDisclosures,
} from '../../review-ui/pages/disclosures.ts';
import { wordingFor } from '../../review-ui/wording.ts';
import { DISCLOSURE_PURPOSES } from '../../scoring/safeguards/disclosure.ts';
import { RECIPIENTS } from '../../scoring/safeguards/processing.ts';
import { disclose, type DisclosureWanted, previewDisclosure } from '../actions/disclose.ts';
import { fieldsOf } from '../http/body.ts';
import { page, seeOther } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type Call, idOf, route, type Routes } from '../http/route.ts';
import { looksAtRowOf } from './looks-at.ts';

const WHO = ['planner', 'officer', 'dpo'] as const;

/** Data of a claim that go to somebody outside: shown first, then given and kept. */
export function disclosureRoutes(routes: Routes): void {
  route(routes, {
    method: 'get',
    path: '/decisions/:id/disclosures',
    allow: WHO,
    looksAt: looksAtRowOf('decisions', 'case'),
    handler: (call) => show(call, EMPTY, null),
  });
  route(routes, {
    method: 'post',
    path: '/decisions/:id/disclosures',
    allow: WHO,
    looksAt: looksAtRowOf('decisions', 'case'),
    handler: send,
  });
  route(routes, {
    method: 'get',
    path: '/disclosures/:id/file',
    allow: WHO,
    looksAt: looksAtRowOf('disclosures', 'case'),
    handler: file,
  });
}

const form = z.object({
  purpose: z.enum(DISCLOSURE_PURPOSES),
  recipient: z.enum(RECIPIENTS),
  name: z.string().max(200).catch(''),
  step: z.enum(['preview', 'confirm']).catch('preview'),
});
type Fields = Omit<z.output<typeof form>, 'step'>;

const EMPTY: Fields = { purpose: 'commission_report', recipient: 'creditor', name: '' };

async function send(call: Call): Promise<void> {
  const { t } = wordingFor(call.language);
  const read = fieldsOf(call.request, form);
  if (read.kind === 'invalid') throw new Problem('invalid');
  const { step, ...fields } = read.fields;
  const wanted: DisclosureWanted = {
    decisionId: idOf(call),
    recipient: { kind: fields.recipient, name: fields.name },
    purpose: fields.purpose,
  };
  if (step === 'preview') return show(call, fields, await previewDisclosure(call.context, wanted));
  const made = await disclose(call.context, wanted);
  if (made.kind === 'refused') return show(call, fields, made);
  seeOther(call, `/decisions/${idOf(call)}/disclosures`, {
    kind: 'done',
    text: t('disclosing.done', { number: made.disclosureId }),
  });
}

async function show(
  call: Call,
  values: Fields,
  found: Awaited<ReturnType<typeof previewDisclosure>> | null,
): Promise<void> {
  const { db } = call.context;
  const decisionId = idOf(call);
  const personId = await findPersonOf(db, 'decisions', decisionId);
  if (personId === null) throw new Problem('not_found');
  const context: DisclosuresContext = presentDisclosures(
    { decisionId, values, found, made: await listDisclosures(db, call.context.vault, personId) },
    wordingFor(call.language),
  );
  page(call, disclosuresPage, context, found?.kind === 'refused' ? 422 : 200);
}

/** Again exactly what went, in the form that the recipient reads. */
async function file(call: Call): Promise<void> {
  const { db, vault } = call.context;
  const id = idOf(call);
  const content = await findDisclosedContent(db, vault, id);
  if (content === null) throw new Problem('not_found');
  const asCsv = call.request.query['form'] === 'csv';
  call.response.attachment(`disclosure-${id}.${asCsv ? 'csv' : 'json'}`).set('Cache-Control', 'no-store');
  if (!asCsv) {
    const fields = Object.fromEntries(content.map(({ field, value }) => [field, value]));
    call.response.type('json').send(JSON.stringify(fields, null, 2));
    return;
  }
  let text = '';
  const header = content.map(({ field }) => field);
  for await (const piece of writeCsv(header, [content.map(({ value }) => value)])) text += piece;
  call.response.type('text/csv; charset=utf-8').send(text);
}
