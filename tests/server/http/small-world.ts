import { listDecisionsOfPerson } from '../../../data/stores/decisions.ts';
import { insertDocument } from '../../../data/stores/documents.ts';
import { listCaseViews, saveCaseView } from '../../../data/stores/case-views.ts';
import { insertControlRound } from '../../../data/stores/control-rounds.ts';
import { insertImport } from '../../../data/stores/imports.ts';
import { insertNotices } from '../../../data/stores/notices.ts';
import { insertMandate } from '../../../data/stores/mandates.ts';
import { saveRepresentativeAccount } from '../../../data/stores/representative-accounts.ts';
import { insertDisclosure } from '../../../data/stores/disclosures.ts';
import { insertStaff } from '../../../data/stores/staff.ts';
import { insertReview } from '../../../data/stores/reviews.ts';
import { insertUnheardRequest } from '../../../data/stores/unheard-requests.ts';
import { insertStatement } from '../../../data/stores/statements.ts';
import { findNewestScorecard, insertScorecard } from '../../../data/stores/scorecards.ts';
import { insertHold } from '../../../data/stores/retention-holds.ts';
import { insertUndos } from '../../../data/stores/undos.ts';
import { insertSupportNeed } from '../../../data/stores/support-needs.ts';
import type { ActionContext } from '../../../server/actions/action.ts';
import { openRightsRequest } from '../../../server/actions/open-rights-request.ts';
import { proposeOffer } from '../../../server/actions/propose-offer.ts';
import { decideCases } from '../../../server/actions/decide-cases.ts';
import { runPortfolio } from '../../../server/actions/run-portfolio.ts';
import type { Services } from '../../../server/services.ts';
import { AS_OF, CALLED, type Called, insertSmallPortfolio, NOW } from '../../data/small-portfolio.ts';
import { paymentCard } from '../../scoring/explanation/fixtures.ts';

/** Everything that stands in an address, of one person. */
export interface PersonalIds {
  readonly personId: number;
  readonly decision: number;
  /** Not contested, so that a review can be asked for. */
  readonly freshDecision: number;
  readonly review: number;
  readonly document: number;
  readonly disclosure: number;
  readonly application: number;
  /** A request to use a right, not answered yet. */
  readonly rightsRequest: number;
  readonly notice: number;
  /** Recorded, and not confirmed yet. */
  readonly mandate: number;
  /** The paper that shows it. */
  readonly mandatePaper: number;
  /** Came in the person's name without a mandate. */
  readonly unheard: number;
  readonly claim: number;
  /** A payment plan that was proposed, not answered yet. */
  readonly offer: number;
  /** Told us, and read by nobody yet. */
  readonly statement: number;
  /** Something to take back of a measure that people replaced. */
  readonly undo: number;
  readonly hold: number;
  /** Control questions that were drawn, not judged yet. */
  readonly controlRound: number;
  /** What the person needs, in force. */
  readonly need: number;
}

export interface SmallWorld {
  readonly own: PersonalIds;
  readonly others: PersonalIds;
  readonly run: number;
  readonly import: number;
  /** Of a member of the staff. */
  readonly caseView: number;
  /** Its first version is published. */
  readonly scorecard: string;
}

function addOfficer(db: Services['db']): Promise<number> {
  return insertStaff(db, {
    username: 'recorder',
    displayName: 'Recorder',
    passwordHash: null,
    roles: ['officer'],
    language: 'en',
    demo: false,
    createdAt: NOW,
  });
}

const APPLICATION = {
  source: 'creditor',
  obtained_on: AS_OF,
  application_number: 'A',
  happened_on: AS_OF,
  lender: 'Näidislaen',
  product: 'loan',
  currency: 'EUR',
  amount_cents: 100_000,
  term_months: 12,
  annual_rate: 0.2,
};

const HOLD = { reason: 'court_case', setAt: NOW, reviewOn: '2026-09-01' } as const;
const ROUND = { seed: 1, on: AS_OF, openedAt: NOW };

/** What people are called and write in this world. */
export interface Told extends Called {
  readonly words: string;
  readonly paper: string;
  readonly recipient: string;
  readonly representative: string;
}

const TOLD: Told = {
  ...CALLED,
  words: 'Olen haiglas.',
  paper: 'kviitung.txt',
  recipient: 'Laen AS',
  representative: 'Esindaja',
};

/** Two persons with a decision, a review and a paper each; a run and an import. */
export async function insertSmallWorld(
  { db, vault }: Pick<Services, 'db' | 'vault'>,
  told: Told = TOLD,
): Promise<SmallWorld> {
  const { portfolioId, personIds, claimIds } = await insertSmallPortfolio(db, vault, 4, told);
  // The sample has trained one of this name.
  if ((await findNewestScorecard(db, paymentCard.name)) === null) {
    await insertScorecard(db, paymentCard, null, NOW);
  }
  const context: ActionContext = { db, vault, now: NOW, today: AS_OF, actor: { kind: 'system' } };
  const order = { portfolio: 'small', policy: 'collection-ee', asOf: AS_OF };
  const ran = await runPortfolio(context, order);
  if (ran.kind === 'refused') throw new Error(ran.reason);
  const decided = await Promise.all(personIds.map((id) => listDecisionsOfPerson(db, id)));
  const ids = decided.map(([first]) => first?.id ?? 0);
  const caseNumbers = claimIds.slice(0, 2).map((id) => `C${id}`);
  const single = await decideCases(context, { ...order, caseNumbers });
  if (single.kind === 'refused') throw new Error(single.reason);
  const again = single.cases.map((each) => (each.kind === 'decided' ? each.id : 0));
  const personal = async (at: number): Promise<PersonalIds> => {
    const personId = personIds[at] ?? 0;
    const decision = ids[at] ?? 0;
    const review = await insertReview(db, {
      decisionId: decision,
      personId,
      requestedAt: NOW,
      dueOn: '2026-04-01',
      suspendsOutcome: true,
    });
    const document = await insertDocument(db, vault, {
      personId,
      reviewId: review,
      statementId: null,
      name: told.paper,
      mediaType: 'text/plain',
      content: Buffer.from('tasutud'),
      uploadedAt: NOW,
    });
    const statement = await insertStatement(db, vault, {
      personId,
      reviewId: null,
      decisionId: again[at] ?? 0,
      kind: 'new_fact',
      authorKind: 'customer',
      authorId: null,
      at: NOW,
      text: told.words,
    });
    const [notice = 0] = await insertNotices(db, vault, [
      {
        personId,
        decisionId: null,
        reviewId: null,
        kind: 'extension',
        language: 'et',
        channel: 'letter',
        text: `Kiri\n\n${told.person}, tere!\n`,
        createdAt: NOW,
      },
    ]);
    return {
      personId,
      decision,
      freshDecision: again[at] ?? 0,
      review: review ?? 0,
      document,
      disclosure: await disclosed(personId, claimIds[at] ?? 0),
      application: await application(personId),
      rightsRequest: await rightsRequest(personId),
      notice,
      ...(await mandateOf(personId)),
      unheard: await unheardOf(personId),
      claim: claimIds[at] ?? 0,
      offer: await offer(personId, claimIds[at] ?? 0),
      statement,
      undo: await undo(personId, decision, again[at] ?? 0),
      hold: await insertHold(db, vault, { ...HOLD, personId, note: told.words, setBy: recordedBy }),
      controlRound: await insertControlRound(db, { ...ROUND, personId, staffId: recordedBy }),
      need: await insertSupportNeed(db, vault, {
        ...{ personId, need: 'no_calls', toldAt: NOW, channel: 'phone', staffId: recordedBy },
        ...{ basis: 'telefonis', reviewOn: '2026-09-02', noteStatementId: null },
      }),
    };
  };
  const disclosed = async (personId: number, claimId: number): Promise<number> => {
    const by = await insertStaff(db, {
      username: `discloser-${personId}`,
      displayName: 'discloser',
      passwordHash: null,
      roles: ['officer'],
      language: 'et',
      demo: false,
      createdAt: NOW,
    });
    return insertDisclosure(db, vault, {
      personId,
      claimId,
      recipient: { kind: 'creditor', name: told.recipient },
      purpose: 'commission_report',
      content: [{ field: 'claim_number', value: 'C1' }],
      legalBasis: 'GDPR art. 6(1)(b)',
      by,
      at: NOW,
    });
  };
  const rightsRequest = async (personId: number): Promise<number> => {
    const asked = { personId, right: 'objection', words: told.words } as const;
    const opened = await openRightsRequest({ ...context, actor: { kind: 'customer', personId } }, asked);
    return opened.kind === 'opened' ? opened.requestId : 0;
  };
  const offer = async (personId: number, claimId: number): Promise<number> => {
    const asked = { kind: 'plan', instalmentCents: 500, firstDueOn: AS_OF } as const;
    const proposal = { claimId, asked, words: told.words, consentIn: null };
    const proposed = await proposeOffer({ ...context, actor: { kind: 'customer', personId } }, proposal);
    return proposed.kind === 'refused' ? 0 : proposed.offerId;
  };
  const undo = async (personId: number, decisionId: number, replacedBy: number): Promise<number> => {
    const undos = [{ what: 'entry_removed', amountCents: null }] as const;
    await insertUndos(db, { personId, decisionId, replacedBy, undos, openedAt: NOW });
    const row = (await db('undos').where({ decision_id: decisionId }).first('id')) as { id: number };
    return row.id;
  };
  const application = async (personId: number): Promise<number> => {
    const row = { ...APPLICATION, portfolio_id: portfolioId, person_id: personId };
    const [inserted] = await db('applications').insert(row).returning<{ id: number }[]>('id');
    return inserted?.id ?? 0;
  };
  const recordedBy = await addOfficer(db);
  const mandateOf = async (personId: number) => {
    const mandate = await mandateFor(personId);
    const paper = { name: 'volikiri.pdf', mediaType: 'application/pdf', content: Buffer.from('%PDF-') };
    const about = { personId, reviewId: null, statementId: null, mandateId: mandate, uploadedAt: NOW };
    return { mandate, mandatePaper: await insertDocument(db, vault, { ...paper, ...about }) };
  };
  const unheardOf = (personId: number): Promise<number> =>
    insertUnheardRequest(db, vault, {
      personId,
      mandateId: null,
      because: 'no_mandate',
      channel: 'phone',
      words: 'Naaber küsis võlga.',
      at: NOW,
      staffId: recordedBy,
    });
  const mandateFor = async (personId: number): Promise<number> =>
    insertMandate(db, vault, {
      personId,
      representativeId: await saveRepresentativeAccount(db, null, NOW),
      kind: 'power_of_attorney',
      scope: { kind: 'all' },
      identity: { name: told.representative, contact: null },
      proof: 'id_document',
      basis: told.words,
      validFrom: '2026-01-01',
      validUntil: null,
      replacesPerson: false,
      recordedBy,
      recordedAt: NOW,
    });
  const imported = await insertImport(db, {
    portfolioId,
    fileName: told.paper,
    sha256: 'a'.repeat(64),
    recordType: 'persons',
    mapping: null,
    header: ['person_ref'],
    delimiter: ',',
    startedBy: null,
    startedAt: NOW,
  });
  await saveCaseView(db, { staffId: recordedBy, name: told.person, query: 'sort=balance', now: NOW });
  const [caseView] = await listCaseViews(db, recordedBy);
  return {
    own: await personal(0),
    others: await personal(1),
    run: ran.run,
    import: imported.id,
    caseView: caseView?.id ?? 0,
    scorecard: paymentCard.name,
  };
}
