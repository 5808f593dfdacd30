import { appendAuditEntry } from '../../data/audit/chain.ts';
import { publishPacks } from '../../data/policies.ts';
import { insertDecisions } from '../../data/stores/decisions.ts';
import { findPortfolio, type Portfolio } from '../../data/stores/portfolios.ts';
import { RecordReferences } from '../../data/stores/record-references.ts';
import { readPersonFile } from '../../data/views/person-files.ts';
import { decide } from '../../scoring/decision/decide.ts';
import type { Decision } from '../../scoring/decision/decision.ts';
import { inputsOf } from '../../scoring/decision/inputs.ts';
import { historyOf } from '../../scoring/portfolio/as-of.ts';
import { openCases } from '../../scoring/portfolio/cases.ts';
import type { IsoDate } from '../../scoring/portfolio/dates.ts';
import type { CaseRef } from '../../scoring/portfolio/records.ts';
import { isRestricted } from '../../scoring/portfolio/restricted.ts';
import type { ActionContext } from './action.ts';
import { type DecisionMeans, findDecisionMeans } from './decision-means.ts';
import { decisionRow } from './decision-row.ts';
import { dayToCome } from './observation-day.ts';
import { sendNotices } from './send-notices.ts';

export interface CasesToDecide {
  readonly portfolio: string;
  readonly policy: string;
  readonly asOf: IsoDate;
  /** Claim numbers in a collection portfolio, application numbers in a credit portfolio. */
  readonly caseNumbers: readonly string[];
}

export type CaseOutcome =
  | {
      readonly kind: 'decided';
      readonly caseNumber: string;
      readonly id: number;
      readonly decision: Decision;
    }
  | {
      readonly kind: 'refused';
      readonly caseNumber: string;
      readonly because: 'unknown_case' | 'not_open' | 'restricted' | 'erased';
    };

export type CasesDecided =
  /** In the order asked. */
  | { readonly kind: 'done'; readonly cases: readonly CaseOutcome[] }
  | { readonly kind: 'refused'; readonly reason: string };

/** Decides single cases, outside a run: an application that has just come in, a claim that someone asks about. */
export async function decideCases(context: ActionContext, order: CasesToDecide): Promise<CasesDecided> {
  const { db, now } = context;
  const portfolio = await findPortfolio(db, order.portfolio);
  if (portfolio === null) return refused(`there is no portfolio "${order.portfolio}"`);
  const early = dayToCome(order.asOf, context.today);
  if (early !== null) return refused(early);
  await publishPacks(db, now);
  const found = await findDecisionMeans(context, portfolio, order.policy);
  if (found.kind === 'missing') return refused(found.reason);
  const located = await locate(context, portfolio, order.caseNumbers);
  const prepared: Prepared[] = [];
  for (const caseNumber of order.caseNumbers) {
    const place = located.get(caseNumber) ?? null;
    prepared.push(await prepare(context, order, portfolio, found.means, caseNumber, place));
  }
  return { kind: 'done', cases: await store(context, portfolio, prepared) };
}

interface Located {
  readonly personId: number;
  readonly ref: CaseRef;
}

type Prepared =
  | { readonly kind: 'decided'; readonly caseNumber: string; readonly decision: Decision }
  | Extract<CaseOutcome, { kind: 'refused' }>;

async function locate(
  { db, vault }: ActionContext,
  portfolio: Portfolio,
  caseNumbers: readonly string[],
): Promise<ReadonlyMap<string, Located>> {
  const references = new RecordReferences(portfolio.id, vault);
  const wanted = new Set(caseNumbers);
  const isCollection = portfolio.kind === 'collection';
  const none: ReadonlySet<string> = new Set();
  await references.look(db, {
    persons: none,
    claims: isCollection ? wanted : none,
    applications: isCollection ? none : wanted,
  });
  const located = new Map<string, Located>();
  for (const caseNumber of wanted) {
    const claim = references.claim(caseNumber);
    const application = references.application(caseNumber);
    if (isCollection && claim !== undefined) {
      const { claimId, personId } = claim;
      located.set(caseNumber, { personId, ref: { kind: 'claim', claimId } });
    } else if (!isCollection && application !== undefined) {
      const { applicationId, personId } = application;
      located.set(caseNumber, { personId, ref: { kind: 'application', applicationId } });
    }
  }
  return located;
}

async function prepare(
  { db, today }: ActionContext,
  { asOf }: CasesToDecide,
  portfolio: Portfolio,
  { policy, scorecards, responses }: DecisionMeans,
  caseNumber: string,
  place: Located | null,
): Promise<Prepared> {
  const file = place === null ? null : await readPersonFile(db, place.personId);
  if (place === null || file === null) return { kind: 'refused', caseNumber, because: 'unknown_case' };
  if (isRestricted(file, asOf) || isRestricted(file, today)) {
    return { kind: 'refused', caseNumber, because: 'restricted' };
  }
  const open = openCases(file, portfolio.kind, asOf);
  if (!open.some((ref) => isSameCase(ref, place.ref))) {
    return { kind: 'refused', caseNumber, because: 'not_open' };
  }
  const inputs = inputsOf(historyOf(file, asOf, place.ref));
  return { kind: 'decided', caseNumber, decision: decide(inputs, policy, scorecards, responses) };
}

/** One transaction: the decisions, the audit entry, and for credit the notices to the persons. */
async function store(
  context: ActionContext,
  portfolio: Portfolio,
  prepared: readonly Prepared[],
): Promise<readonly CaseOutcome[]> {
  const { vault, now, actor } = context;
  const decided = prepared.filter((each) => each.kind === 'decided');
  const keys = await vault.keysFor(
    context.db,
    decided.map(({ decision }) => decision.inputs.personId),
  );
  const place = {
    portfolioId: portfolio.id,
    runId: null,
    decidedAt: now,
    decidedBy: 'program',
    replaces: null,
  } as const;
  return context.db.transaction(async (db) => {
    const outcomes: CaseOutcome[] = [];
    for (const each of prepared) {
      if (each.kind === 'refused') {
        outcomes.push(each);
        continue;
      }
      const { caseNumber, decision } = each;
      const key = keys.get(decision.inputs.personId);
      if (key === undefined || key.secret === null) {
        outcomes.push({ kind: 'refused', caseNumber, because: 'erased' });
        continue;
      }
      const [id] = await insertDecisions(db, [decisionRow(decision, vault, key, place)]);
      if (id === undefined) throw new Error('decisions: the database returned no id');
      await appendAuditEntry(db, {
        at: now,
        actor,
        action: 'decision.made',
        subject: { kind: 'decision', id },
        personId: decision.inputs.personId,
        details: { policy: decision.policy.id, version: decision.policy.version },
      });
      outcomes.push({ kind: 'decided', caseNumber, id, decision });
    }
    const told = outcomes.flatMap((each) => (each.kind === 'decided' ? [each.id] : []));
    if (portfolio.kind === 'credit') await sendNotices({ ...context, db }, told);
    return outcomes;
  });
}

function isSameCase(one: CaseRef, other: CaseRef): boolean {
  return one.kind === 'claim'
    ? other.kind === 'claim' && one.claimId === other.claimId
    : other.kind === 'application' && one.applicationId === other.applicationId;
}

function refused(reason: string): CasesDecided {
  return { kind: 'refused', reason };
}
