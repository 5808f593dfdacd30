import { spokenLanguage } from '../../scoring/explanation/sentences.ts';
import { measureName, outcomeWords } from '../../review-ui/explained.ts';
import type { VotePart } from '../../review-ui/pages/review-case.ts';
import type { Table } from '../../review-ui/table.ts';
import type { Wording } from '../../review-ui/wording.ts';
import { chairOf, seatOf } from '../../scoring/review/committee.ts';
import { isSameOutcome, isWorseFor } from '../../scoring/review/favour.ts';
import type { Verdict } from '../../scoring/review/review.ts';
import { lawfulMeasures, type ReviewCase } from '../actions/review-case.ts';
import type { ExplainedDecision } from './explained.ts';

/** Who sits, and whether they voted or may not. */
export function committeeTable(
  { committee, votes }: Pick<ReviewCase, 'committee' | 'votes'>,
  nameOf: (staffId: number) => string,
  { t }: Wording,
): Table {
  const presides = chairOf(committee) ?? committee.chairId;
  const voted = new Set(votes.map(({ memberId }) => memberId));
  return {
    caption: t('staff.case.committee'),
    columns: [
      { label: t('staff.case.member'), kind: 'text' },
      { label: t('staff.case.seat'), kind: 'text' },
      { label: t('staff.case.voteState'), kind: 'text' },
    ],
    rows: committee.memberIds.map((memberId) => {
      const seat = seatOf(committee, memberId);
      return {
        cells: [
          nameOf(memberId),
          t(memberId === presides ? 'staff.case.seatChair' : 'staff.case.seatMember'),
          seat.kind === 'may_not'
            ? { text: t(`staff.case.mayNot.${seat.because}`), tag: 'no' }
            : voted.has(memberId)
              ? { text: t('staff.case.voted'), tag: 'yes' }
              : { text: t(committee.closed ? 'committee.didNotVote' : 'staff.case.notVoted'), tag: 'plain' },
        ],
      };
    }),
    empty: t('staff.case.noCommittee'),
  };
}

/** The ballot, or why there is none. */
export function votePart(
  found: ReviewCase,
  viewer: number,
  typed: Readonly<Record<string, string>>,
  wording: Wording,
): VotePart {
  const { t } = wording;
  const { review, committee, votes, contested } = found;
  if (review.state !== 'before_committee') {
    return {
      kind: 'none',
      text: t('staff.case.notNow', { state: t(`staff.review.state.${review.state}`) }),
    };
  }
  const seat = seatOf(committee, viewer);
  if (seat.kind === 'may_not') {
    return {
      kind: 'none',
      text: t('staff.case.cannotVote', { why: t(`staff.case.refused.${seat.because}`).toLowerCase() }),
    };
  }
  if (votes.some(({ memberId }) => memberId === viewer))
    return { kind: 'none', text: t('staff.case.castDone') };
  const { outcome } = contested.decision;
  return {
    kind: 'form',
    canUphold: outcome.kind !== 'refer',
    change: outcome.kind === 'measure' ? 'measure' : 'credit',
    measures: measureOptions(found, wording),
    values: typed,
    reasonsHint: t('staff.case.reasonsHint', {
      language: t(`staff.languageName.${spokenLanguage(contested.decision.inputs.language)}`),
    }),
  };
}

/** Other measures that no law rules out and that leave the person no worse off. */
function measureOptions(
  found: ReviewCase,
  wording: Wording,
): readonly { readonly value: string; readonly label: string }[] {
  const { outcome } = found.contested.decision;
  return lawfulMeasures(found)
    .map((measure) => ({ kind: 'measure', measure }) as const)
    .filter((to) => !isSameOutcome(to, outcome) && !isWorseFor(to, outcome, found.burdenOf))
    .map(({ measure }) => ({ value: measure, label: measureName(measure, wording) }));
}

export function verdictWords(
  verdict: Verdict,
  { explained }: Pick<ExplainedDecision, 'explained'>,
  wording: Wording,
): string {
  const { t } = wording;
  switch (verdict.kind) {
    case 'uphold':
      return t('staff.case.verdictUphold');
    case 'send_back':
      return t('staff.case.verdictSendBack', { missing: verdict.missing });
    case 'change': {
      const { inputs } = explained.decision;
      const outcome =
        verdict.to.kind === 'measure' ? { ...verdict.to, release: 'automatic' as const } : verdict.to;
      return t('staff.case.verdictChange', { outcome: outcomeWords({ inputs, outcome }, wording) });
    }
  }
}
