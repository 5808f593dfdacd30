import {
  affordabilityTable,
  factTable,
  measureTable,
  ruleTable,
  waterfallOf,
  type Explained,
} from '../../../review-ui/explained.ts';
import { applicationPage } from '../../../review-ui/pages/application.ts';
import { applicationsPage } from '../../../review-ui/pages/applications.ts';
import { committeePage } from '../../../review-ui/pages/committee.ts';
import { UNDOS } from '../../../scoring/review/undo.ts';
import { presentUndos, undosPage } from '../../../review-ui/pages/undos.ts';
import { deadlinesPage } from '../../../review-ui/pages/deadlines.ts';
import { overridesPage } from '../../../review-ui/pages/overrides.ts';
import { enterApplicationPage } from '../../../review-ui/pages/enter-application.ts';
import { auditPage } from '../../../review-ui/pages/audit.ts';
import { reviewCasePage, type ReviewCaseContext } from '../../../review-ui/pages/review-case.ts';
import { reviewMinutesPage } from '../../../review-ui/pages/review-minutes.ts';
import { reviewQueuePage } from '../../../review-ui/pages/review-queue.ts';
import { type GroundsShown, groundsForm } from '../../../review-ui/grounds.ts';
import { contestPage } from '../../../review-ui/pages/contest.ts';
import type { Table } from '../../../review-ui/table.ts';
import { timelineOf } from '../../../review-ui/timeline.ts';
import type { Wording } from '../../../review-ui/wording.ts';
import { declined, explained, fullFile, reminded, sixtyFacts } from './customer.ts';
import { example, type Example, LONG_WORD, MARKUP } from './example.ts';

const KINDS = ['typical', 'empty', 'awkward'] as const;

function table(kind: Example['kind']): Table {
  const word = kind === 'awkward' ? LONG_WORD : 'Läbivaatamine 1';
  return {
    caption: 'Tabel',
    columns: [
      { label: 'Nimi', kind: 'text' },
      { label: 'Arv', kind: 'number', href: '?sort=a', sorted: 'ascending' },
    ],
    rows:
      kind === 'empty'
        ? []
        : [{ key: true, cells: [{ text: word, href: '/reviews/1', tag: 'wait', note: MARKUP }, null] }],
    ...(kind === 'awkward' ? { total: ['Kokku', '1'] } : {}),
    empty: 'Siia tulevad read.',
  };
}

function decisionOf(of: Explained, wording: Wording): ReviewCaseContext['decision'] {
  return {
    line: 'Otsustas programm',
    reasons: ['Põhjus'],
    waterfall: waterfallOf(of, wording, 10),
    facts: factTable(of, wording),
    spoke: ruleTable(of, wording, 'spoke'),
    silent: ruleTable(of, wording, 'silent'),
    measures: of.decision.kind === 'collection' ? measureTable(of, wording) : null,
    affordability: affordabilityTable(of, wording),
  };
}

function reviewCase(kind: Example['kind'], wording: Wording): ReviewCaseContext {
  const base = {
    reviewId: 42,
    personId: 12,
    title: kind === 'awkward' ? LONG_WORD : 'Läbivaatamine 42',
    tags: [{ text: 'komisjoni ees', tone: 'info' as const }],
    previous: null,
    next: kind === 'typical' ? '/reviews/43' : null,
    errors: [],
    typed: {},
    words: [],
    grounds: { came: [], points: [], wrongData: null } as GroundsShown,
    papers: [],
    addition: null,
    support: [],
    since: [],
    notes: [],
    scoreCovered: kind === 'empty',
    today:
      kind === 'empty'
        ? null
        : {
            lines: [kind === 'awkward' ? MARKUP : 'Siis: keelduda.'],
            data: table(kind),
            terms: table('empty'),
          },
    timeline: { steps: [], cut: null },
    whatIf: { fields: [], none: 'Midagi ei saa proovida.', result: null },
    assigned: { text: 'Veel ei ole kellegi käes.', canTake: false },
    canPrepare: false,
    committee: table(kind),
    vote: { kind: 'none' as const, text: 'Hääletada ei ole midagi.' },
    votes: [],
    canDeclare: false,
    canExtend: false,
    closing: null,
    outcome: null,
    similar: table('empty'),
  };
  if (kind === 'empty') {
    const of = explained(reminded);
    const bare = { ...of, explanation: { ...of.explanation, scores: [], data: [], reasons: [] } };
    return { ...base, decision: decisionOf(bare, wording) };
  }
  if (kind === 'typical') {
    return {
      ...base,
      words: [
        { id: 1, text: 'Maksin selle ära.', by: 'Palve, 22. november 2026', read: null, canRead: true },
      ],
      papers: [{ href: '/documents/1', name: 'kviitung.pdf', size: '84 kB', signatures: null }],
      timeline: timelineOf(fullFile, { kind: 'claim', claimId: 11 }, wording, 40),
      decision: decisionOf(explained(declined), wording),
      whatIf: {
        none: '',
        fields: [{ name: 'balance', label: 'Jääk, €', value: '800', hint: '800' }],
        result: { text: '571 punkti: rahuldada', changed: true },
      },
      vote: {
        kind: 'form',
        canUphold: true,
        change: 'credit',
        measures: [],
        values: { verdict: 'change', amount: '2400' },
        reasonsHint: 'Inimene loeb seda; talle vastatakse eesti keeles.',
      },
      canDeclare: true,
      canExtend: true,
      closing: ['Hääletanud on 2.', 'Üks hääl anti enne.'],
    };
  }
  return {
    ...base,
    errors: [{ field: 'reasons', text: MARKUP }],
    words: [{ id: 2, text: MARKUP, by: LONG_WORD, read: MARKUP, canRead: false }],
    support: [MARKUP],
    since: [LONG_WORD],
    notes: [{ text: MARKUP, by: 'x' }],
    timeline: timelineOf(fullFile, { kind: 'application', applicationId: 7 }, wording, 1),
    decision: decisionOf(sixtyFacts(), wording),
    canPrepare: true,
    assigned: { text: LONG_WORD, canTake: true },
    vote: {
      kind: 'form',
      canUphold: false,
      change: 'measure',
      measures: [{ value: 'pause', label: LONG_WORD }],
      values: { verdict: 'send_back', missing: MARKUP, reasons: MARKUP },
      reasonsHint: LONG_WORD,
    },
    votes: [{ member: LONG_WORD, verdict: MARKUP, reasons: MARKUP }],
    outcome: { text: MARKUP, tie: true, newDecision: 'Uus otsus 13' },
  };
}

export const EXAMPLES: readonly Example[] = KINDS.flatMap((kind) => [
  example(reviewQueuePage, kind, () => ({
    unread: kind === 'awkward' ? { text: MARKUP, href: '/statements' } : null,
    figures: kind === 'empty' ? [] : [{ name: 'Lahtisi', value: '7', alarm: kind === 'awkward' }],
    filters: [
      {
        name: 'state',
        label: 'Seis',
        value: 'x',
        options: [{ value: '', label: kind === 'awkward' ? MARKUP : 'kõik' }],
      },
    ],
    table: table(kind),
  })),
  example(reviewCasePage, kind, (wording) => reviewCase(kind, wording)),
  example(contestPage, kind, (wording) => ({
    decisionId: 12,
    personId: 12,
    about: kind === 'awkward' ? LONG_WORD : 'A-7 · keelduda',
    madeBy: kind === 'awkward' ? MARKUP : 'Otsustas programm',
    expect: kind === 'empty' ? [] : ['Inimesed vastavad hiljemalt 1. aprillil 2026.'],
    openReview: kind === 'awkward' ? { href: '/reviews/42', text: LONG_WORD } : null,
    came: [{ value: 'phone.control_questions', label: kind === 'awkward' ? MARKUP : 'Telefoni teel' }],
    typed: { came: '', shown: '', received: '2026-11-22', words: kind === 'awkward' ? MARKUP : '' },
    grounds: groundsForm(
      kind === 'awkward' ? sixtyFacts() : explained(kind === 'empty' ? reminded : declined),
      kind === 'awkward'
        ? { points: ['data'], wrongData: [{ characteristic: 'months_in_job', right: MARKUP }] }
        : { points: [], wrongData: [] },
      wording,
    ),
    errors:
      kind === 'awkward' ? ['came', 'shown', 'wrongData'].map((field) => ({ field, text: MARKUP })) : [],
    paperSize: '10 MB',
    papersAtMost: 5,
  })),
  example(reviewMinutesPage, kind, () => ({
    reviewId: 42,
    facts: [{ name: 'Seis', value: kind === 'awkward' ? MARKUP : 'otsustatud' }],
    committee: table(kind),
    recusals: kind === 'empty' ? [] : [LONG_WORD],
    material: ['otsust'],
    votes:
      kind === 'empty'
        ? null
        : [{ member: 'Liige', verdict: 'jätta', reasons: MARKUP, dissents: kind === 'awkward' }],
    verdict: kind === 'empty' ? null : 'jäeti.',
    followUp: kind === 'empty' ? [] : ['Inimeste otsus 3.'],
    paper:
      kind === 'empty'
        ? null
        : {
            href: '/reviews/42/minutes.pdf',
            sha256: 'a'.repeat(64),
            writtenIn: 'Protokoll on eesti keeles: selles keeles komisjon töötab.',
          },
    events: table(kind),
  })),
  example(committeePage, kind, () => ({
    appointments: table(kind),
    standing: {
      text: 'Täna võib kutsuda: liikmeid 4, asendusliikmeid 3.',
      untrained: kind === 'awkward' ? LONG_WORD : null,
    },
    appoint:
      kind === 'empty'
        ? null
        : {
            staff: [{ value: '1', label: kind === 'awkward' ? LONG_WORD : 'Mari Maasikas' }],
            seats: [{ value: 'member', label: 'liige' }],
            values: (kind === 'awkward' ? { upTo: MARKUP } : { as: 'member' }) as Record<string, string>,
            errors: kind === 'awkward' ? [{ field: 'until', text: MARKUP }] : [],
            standing: kind === 'awkward' ? [] : [{ value: '1', label: 'Mari Maasikas · liige' }],
          },
    measured: {
      changed: 'Otsustatud: 12.',
      warnings: kind === 'awkward' ? [MARKUP] : [],
      members: table(kind),
      thresholds: 'Viimased 12 kuud.',
    },
    overrides: kind === 'typical' ? '/overrides' : null,
  })),
  example(undosPage, kind, (wording) =>
    presentUndos(
      kind === 'empty'
        ? []
        : UNDOS.map((what, at) => ({
            undoId: at + 1,
            what,
            amountCents: what === 'cost_returned' ? 18_900 : null,
            openedAt: '2026-11-20T10:00:00.000Z',
            decisionId: 12,
            measure: 'payment_order',
            claimNumber: kind === 'awkward' ? MARKUP : 'EE-204417',
            currency: 'EUR',
          })),
      kind === 'typical',
      wording,
    ),
  ),
  example(deadlinesPage, kind, () => ({
    figures: [{ name: 'Hilineb', value: '1', alarm: kind === 'awkward' }],
    asked:
      kind === 'empty'
        ? []
        : [
            {
              text: kind === 'awkward' ? MARKUP : 'Läbivaatamine 1',
              href: kind === 'awkward' ? null : '/reviews/1',
            },
          ],
    table: table(kind),
    job: table(kind),
  })),
  example(overridesPage, kind, () => ({
    lead: 'Põhjused.',
    standing: kind === 'awkward' ? LONG_WORD : 'Otsustatud: 12.',
    all: table(kind),
    byReason: table(kind),
    note: kind === 'awkward' ? LONG_WORD : 'Osakaalud.',
  })),
  example(applicationsPage, kind, () => ({
    filters: [],
    table: table(kind),
    more: kind === 'empty' ? null : '/applications?before=1',
    newest: kind === 'awkward' ? '/applications' : null,
  })),
  example(enterApplicationPage, kind, () => ({
    portfolios:
      kind === 'empty' ? [] : [{ value: 'lender', label: kind === 'awkward' ? LONG_WORD : 'Laenuandja' }],
    products: [{ value: 'loan', label: 'laen' }],
    values: (kind === 'awkward' ? { person: MARKUP, amount: MARKUP } : {}) as Record<string, string>,
    errors: kind === 'awkward' ? [{ field: 'amount', text: MARKUP }] : [],
  })),
  example(applicationPage, kind, (wording) => ({
    title: kind === 'awkward' ? LONG_WORD : 'Taotlus A-7',
    tags: [],
    facts: [{ name: 'Summa', value: kind === 'awkward' ? LONG_WORD : '3 000 €' }],
    incomes: table(kind),
    covered:
      kind === 'awkward' ? { href: '/reviews/42', text: 'Skoor on kaetud, kuni te seda näha palute.' } : null,
    decision:
      kind === 'empty' ? null : decisionOf(kind === 'awkward' ? sixtyFacts() : explained(declined), wording),
    said:
      kind === 'empty'
        ? []
        : [
            {
              id: 3,
              text: kind === 'awkward' ? MARKUP : 'Minu palk tõusis.',
              by: 'Viga andmetes',
              read: kind === 'awkward' ? LONG_WORD : null,
              canRead: kind === 'typical',
            },
          ],
    applicationId: 7,
    personId: 12,
    contest: kind === 'empty' ? null : '/decisions/12/contest',
    reviews: kind === 'typical' ? [{ href: '/reviews/42', text: 'Läbivaatamine 42' }] : [],
  })),
  example(auditPage, kind, () => ({
    total: 'Kirjeid kokku 3.',
    filters: [{ name: 'person', label: 'Inimese number', value: kind === 'awkward' ? MARKUP : '' }],
    table: table(kind),
    older: kind === 'awkward' ? '/audit?before=1' : null,
    newest: kind === 'awkward' ? '/audit' : null,
  })),
]);
