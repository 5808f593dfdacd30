import { publishPacks } from '../../../data/policies.ts';
import { insertDecisions } from '../../../data/stores/decisions.ts';
import { finishRun, insertRun } from '../../../data/stores/runs.ts';
import { insertScorecard } from '../../../data/stores/scorecards.ts';
import type { Decision } from '../../../scoring/decision/decision.ts';
import { decisionRow } from '../../../server/actions/decision-row.ts';
import type { Services } from '../../../server/services.ts';
import { AS_OF, insertSmallPortfolio, NOW } from '../../data/small-portfolio.ts';
import {
  collectionPack,
  decideCollection,
  decideCredit,
  defaultCard,
  paymentCard,
} from '../../scoring/explanation/fixtures.ts';
import { DECLINED } from '../actions/contested.ts';
import type { Browser } from '../http/browser.ts';
import type { TestServer } from '../http/test-server.ts';

/** A person with a declined application and a measure for a claim, and another person with a decision of their own. */
export interface ContestedWorld {
  readonly personId: number;
  readonly otherPersonId: number;
  readonly declined: number;
  readonly measured: number;
  readonly others: number;
  /** What recommended the measures; null when they came one by one. */
  readonly run: number | null;
}

export async function insertContestedWorld(
  { db, vault }: Services,
  { inRun = false } = {},
): Promise<ContestedWorld> {
  const { portfolioId, personIds, claimIds } = await insertSmallPortfolio(db, vault, 2);
  const [personId = 0, otherPersonId = 0] = personIds;
  await publishPacks(db, NOW);
  for (const card of [defaultCard, paymentCard]) await insertScorecard(db, card, null, NOW);
  const run = inRun ? await insertFinishedRun(db, portfolioId) : null;
  const row = async (decision: Decision, at: Partial<Decision['inputs']> & { readonly personId: number }) =>
    decisionRow(
      { ...decision, inputs: { ...decision.inputs, ...at } },
      vault,
      await vault.keyFor(db, at.personId),
      {
        portfolioId,
        runId: decision.kind === 'collection' ? run : null,
        decidedAt: NOW,
        decidedBy: 'program',
        replaces: null,
      },
    );
  const [declined = 0, measured = 0, others = 0] = await insertDecisions(db, [
    await row(decideCredit(DECLINED), { personId, case: { kind: 'application', applicationId: 1 } }),
    await row(decideCollection({}, 'et'), { personId, case: { kind: 'claim', claimId: claimIds[0] ?? 0 } }),
    await row(decideCollection({}, 'et'), {
      personId: otherPersonId,
      case: { kind: 'claim', claimId: claimIds[1] ?? 0 },
    }),
  ]);
  return { personId, otherPersonId, declined, measured, others, run };
}

async function insertFinishedRun(db: Services['db'], portfolioId: number): Promise<number> {
  const { policy } = collectionPack;
  const { id } = await insertRun(db, {
    portfolioId,
    asOf: AS_OF,
    policyId: policy.id,
    policyVersion: policy.version,
    policyFingerprint: 'a'.repeat(64),
    measureResponsesId: null,
    personsTotal: 2,
    startedBy: null,
    startedAt: NOW,
  });
  await finishRun(db, id, { at: NOW, seconds: {} });
  return id;
}

export interface Committee {
  readonly officer: Browser;
  readonly members: readonly [Browser, Browser];
  readonly chair: Browser;
}

export async function signInCommittee(server: TestServer): Promise<Committee> {
  return {
    officer: inEnglish(await server.staff('officer', ['officer'])),
    members: [
      inEnglish(await server.staff('member-1', ['member'])),
      inEnglish(await server.staff('member-2', ['member'])),
    ],
    chair: inEnglish(await server.staff('chair', ['chair'])),
  };
}

/** As somebody who chose English on an earlier visit. */
export function inEnglish(browser: Browser): Browser {
  browser.setCookie('recourse.language', 'en');
  return browser;
}

export async function pageOf(browser: Browser, path: string, status = 200): Promise<string> {
  const separator = path.includes('?') ? '&' : '?';
  const response = await browser.get(`${path}${separator}lang=en`);
  const html = await response.text();
  if (response.status !== status) throw new Error(`GET ${path}: ${response.status}\n${html.slice(0, 600)}`);
  return html;
}

/** Sends a form with papers, as a browser does. */
export async function sendPapers(
  browser: Browser,
  path: string,
  fields: Readonly<Record<string, string>>,
  papers: readonly { readonly name: string; readonly content: Buffer }[],
): Promise<Response> {
  const form = new FormData();
  form.set('_csrf', await browser.token());
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  for (const { name, content } of papers) form.append('papers', new Blob([content]), name);
  if (papers.length === 0) form.append('papers', new Blob([]), '');
  return browser.request(path, { method: 'POST', headers: { accept: 'text/html' }, body: form });
}

export const PDF = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n');

/** Where the answer sends the browser: the number at the end of the path. */
export function numberIn(response: Response): number {
  return Number(/\/(\d+)$/.exec(response.headers.get('location') ?? '')?.[1] ?? 0);
}

/** The person asks for people; the review's number. */
export async function askForPeople(customer: Browser, decision: number): Promise<number> {
  const asked = await sendPapers(
    customer,
    `/my/decisions/${decision}/reviews`,
    { words: 'I paid it in April.', answer: 'portal' },
    [{ name: 'receipt.pdf', content: PDF }],
  );
  if (asked.status !== 303) throw new Error(`${asked.status} ${(await asked.text()).slice(0, 800)}`);
  return numberIn(asked);
}
