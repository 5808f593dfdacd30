import { profileOfPortfolio } from '../../data/profiles.ts';
import { appendAuditEntry } from '../../data/audit/chain.ts';
import { listDisclosedTo, listDisclosures } from '../../data/stores/disclosures.ts';
import { listAccesses } from '../../data/stores/accesses.ts';
import { findDecisions, listDecisionsOfPerson } from '../../data/stores/decisions.ts';
import { listDocuments } from '../../data/stores/documents.ts';
import { listStatements } from '../../data/stores/statements.ts';
import type { Identity } from '../../data/identity.ts';
import { type EverythingOfPerson, readEverythingOfPerson } from '../../data/views/everything-of-person.ts';
import { readPersonFile } from '../../data/views/person-files.ts';
import type { AccessCopy } from '../../review-ui/access-copy.ts';
import type { IdentityField, IdentityShown } from '../../review-ui/identity-shown.ts';
import { decisionNotice } from '../../scoring/explanation/notice.ts';
import type { Language } from '../../scoring/portfolio/records.ts';
import { answerDueOn } from '../../scoring/review/deadlines.ts';
import { type PortableData, portableOf } from '../../scoring/safeguards/portable-data.ts';
import { citationOf, processingOf } from '../../scoring/safeguards/purposes.ts';
import { recipientsOf } from '../../scoring/safeguards/recipients.ts';
import { holidaysOf } from '../holidays.ts';
import type { ActionContext } from './action.ts';
import { explainDecision } from './explain-decision.ts';
import { policyOfDecision } from './review-case.ts';
import { hasRole, inTransaction } from './review-case.ts';
import { letterPerson } from './rights-letter.ts';

const LOOKS_AT_MOST = 5_000;

export type CopyForm = 'html' | 'pdf' | 'json' | 'portable';

export interface CopyMade {
  readonly copy: AccessCopy;
  /** As stored, for a program to read. */
  readonly everything: EverythingOfPerson;
}

/** Gathers everything about a person for whoever may have it, and keeps that it was given. Null: it is not theirs to have. */
export async function makeAccessCopy(
  context: ActionContext,
  wanted: { readonly personId: number; readonly language: Language; readonly form: CopyForm },
): Promise<CopyMade | null> {
  const { db, vault, today } = context;
  const { personId, language } = wanted;
  if (!mayHave(context, personId)) return null;
  const everything = await readEverythingOfPerson(db, vault, personId);
  const file = await readPersonFile(db, personId);
  if (everything === null || file === null) return null;
  await keepGiven(context, personId, wanted.form);
  const person = await letterPerson(context, personId);
  const profile = await profileOfPortfolio(db, person.portfolioId);
  const statements = await listStatements(db, vault, { personId });
  return {
    everything,
    copy: {
      on: today,
      controller: person.controller,
      country: person.country,
      identity: identityFields(everything.identity, personId),
      file,
      statements,
      decisions: await toldDecisions(context, personId, person.controller, language),
      processing: processingOf(profile),
      retention: profile?.retention ?? [],
      recipients: recipientsOf(file, await listDisclosedTo(db, vault, personId)),
      disclosed: await listDisclosures(db, vault, personId),
      looks: await listAccesses(db, personId, LOOKS_AT_MOST),
      tables: everything.tables,
    },
  };
}

/** What the person gave us themself, in the published form (GDPR art. 20). */
export async function makePortableData(
  context: ActionContext,
  { personId }: { readonly personId: number },
): Promise<PortableData | null> {
  const { db, vault, now } = context;
  if (!mayHave(context, personId)) return null;
  const file = await readPersonFile(db, personId);
  const everything = await readEverythingOfPerson(db, vault, personId);
  if (file === null || everything === null) return null;
  await keepGiven(context, personId, 'portable');
  const { controller } = await letterPerson(context, personId);
  const statements = await listStatements(db, vault, { personId });
  const papers = await listDocuments(db, vault, { personId });
  return portableOf({
    file,
    identity: everything.identity,
    controller,
    madeAt: now,
    statements: statements
      .filter(({ authorKind }) => authorKind !== 'staff')
      .map(({ at, kind, text }) => ({ at, kind, text })),
    papers: papers.map(({ uploadedAt: at, name, mediaType, bytes, sha256 }) => ({
      at,
      name,
      mediaType,
      bytes,
      sha256,
    })),
  });
}

/** The copy as a program reads it: the rows as stored, and around them what art. 15(1) asks for. */
export function copyAsJson({ copy, everything }: CopyMade): Readonly<Record<string, unknown>> {
  return {
    format: 'recourse-access/1',
    on: copy.on,
    controller: copy.controller,
    identity: everything.identity,
    person: everything.person,
    purposes: copy.processing.map((each) => ({ ...each, citation: citationOf(each) })),
    retention: copy.retention.map(({ records, months, since, ground, citation, then }) => ({
      ...{ records, months, since },
      ...{ ground, citation, then },
    })),
    recipients: copy.recipients,
    decisions: copy.decisions,
    looks: copy.looks.map(({ at, role, what }) => ({ at, role, what })),
    records: Object.fromEntries(everything.tables.map(({ table, rows }) => [table, rows])),
    leftOut: Object.fromEntries(
      everything.tables.flatMap(({ table, leftOut }) =>
        Object.keys(leftOut).length === 0 ? [] : [[table, leftOut]],
      ),
    ),
  };
}

function mayHave(context: ActionContext, personId: number): boolean {
  const { actor } = context;
  return actor.kind === 'customer' ? actor.personId === personId : hasRole(context, 'officer', 'dpo');
}

async function keepGiven(context: ActionContext, personId: number, form: CopyForm): Promise<void> {
  await inTransaction(context, ({ db, now, actor }) =>
    appendAuditEntry(db, {
      at: now,
      actor,
      action: form === 'portable' ? 'portability.given' : 'access.given',
      subject: { kind: 'person', id: personId },
      personId,
      details: { form },
    }),
  );
}

/** What says who the person is, as far as it is known. */
export function identityFields(identity: Identity | null, personId: number): IdentityShown {
  const fields: readonly (readonly [IdentityField, string | null | undefined])[] = [
    ['name', identity?.name],
    ['personalCode', identity?.personalCode],
    ['address', identity?.address],
    ['email', identity?.email],
    ['phone', identity?.phone],
    ['number', identity?.personRef ?? String(personId)],
  ];
  return fields.flatMap(([what, value]) =>
    value === null || value === undefined || value === '' ? [] : [{ what, value }],
  );
}

/** Each decision in the words of its notice, worked out anew from what is kept: the same every time. */
async function toldDecisions(
  context: ActionContext,
  personId: number,
  controller: string,
  language: Language,
): Promise<AccessCopy['decisions']> {
  const { db, vault, today } = context;
  const listed = await listDecisionsOfPerson(db, personId);
  const stored = await findDecisions(
    db,
    vault,
    listed.map(({ id }) => id),
  );
  const told: AccessCopy['decisions'][number][] = [];
  for (const each of [...stored].reverse()) {
    const means = await explainDecision(context, each);
    if (means.kind === 'missing') continue;
    const decision = { ...each.decision, inputs: { ...each.decision.inputs, language } };
    const policy = await policyOfDecision(context, each);
    const decidedOn = each.decided_at.slice(0, 10);
    const answerBy = answerDueOn(today, policy.review, holidaysOf(decision.inputs.jurisdiction));
    told.push({
      on: decidedOn,
      told: decisionNotice(decision, means.explanation, {
        policy,
        controller,
        decidedOn,
        answerBy,
        signIn: null,
      }),
    });
  }
  return told;
}
