import { expect } from 'chai';
import fc from 'fast-check';
import type { CreditOutcome } from '../../../scoring/decision/decision.ts';
import { type Ballot, castVote } from '../../../scoring/review/cast-vote.ts';
import {
  castBefore,
  type Committee,
  countedVotes,
  seatOf,
  visibleVotes,
} from '../../../scoring/review/committee.ts';
import { type BurdenOf, isWorseFor } from '../../../scoring/review/favour.ts';
import type { Verdict, Vote } from '../../../scoring/review/review.ts';
import { type CommitteeVerdict, verdictOf } from '../../../scoring/review/verdict.ts';

const rules = {
  quorum: 3,
  majority: 'simple',
  tie: 'person',
  deadlineDays: 30,
  deadlineMonths: 1,
} as const;
const committee: Committee = { rules, chairId: 1, memberIds: [1, 2, 3, 4], involvements: [], closed: true };
const declined: CreditOutcome = { kind: 'decline' };
const uphold: Verdict = { kind: 'uphold' };
const approve = (euros: number): Verdict => ({
  kind: 'change',
  to: { kind: 'approve', amountCents: euros * 100, termMonths: 36 },
});
const sendBack: Verdict = { kind: 'send_back', missing: 'A payslip for October.' };

const BURDENS: Readonly<Record<string, number>> = { PAUSE: 0, REMIND_LETTER: 500, PAYMENT_ORDER: 6500 };
const burdenOf: BurdenOf = (measure) => ({
  legalEffect: measure === 'PAYMENT_ORDER',
  debtorCostCents: BURDENS[measure] ?? 0,
});

function vote(memberId: number, verdict: Verdict, castAt = '2026-11-20T09:00:00.000Z'): Vote {
  return { memberId, verdict, castAt, reasons: 'Because.' };
}

function decide(votes: readonly Vote[], c: Committee = committee): CommitteeVerdict {
  return verdictOf(c, votes, declined, burdenOf);
}

describe('the committee', () => {
  it('is upheld by a majority', () => {
    expect(decide([vote(1, uphold), vote(2, uphold), vote(3, approve(2000))])).to.deep.equal({
      kind: 'upheld',
      tally: { uphold: 2, change: 1, sendBack: 0 },
      byTie: false,
    });
  });

  it('changes to the outcome that more than half would give or exceed', () => {
    const result = decide([vote(1, approve(3000)), vote(2, approve(2000)), vote(3, uphold)]);
    expect(result).to.deep.include({ kind: 'changed', to: toOf(approve(2000)) });
  });

  it('knows which votes were cast before the person last said something', () => {
    const [early, late] = [vote(1, uphold), vote(2, uphold, '2026-11-22T09:00:00.000Z')];
    const asked = '2026-11-01T09:00:00.000Z';
    expect(castBefore([early, late], [])).to.deep.equal([]);
    expect(castBefore([early, late], [asked])).to.deep.equal([]);
    expect(castBefore([early, late], [asked, '2026-11-21T09:00:00.000Z'])).to.deep.equal([early]);
  });

  it('decides a tie in the person’s favour', () => {
    const votes = [vote(1, uphold), vote(2, uphold), vote(3, approve(2000)), vote(4, approve(2500))];
    expect(decide(votes)).to.deep.include({ kind: 'changed', to: toOf(approve(2000)), byTie: true });
  });

  it('decides a tie by the chair’s side where the policy says so, and for the person when the chair has none', () => {
    const byChair = { ...committee, rules: { ...rules, tie: 'chair' as const } };
    const votes = [vote(1, uphold), vote(2, uphold), vote(3, approve(2000)), vote(4, approve(2500))];
    expect(decide(votes, byChair)).to.include({ kind: 'upheld', byTie: true });
    expect(decide(votes, { ...byChair, chairId: 3 })).to.include({ kind: 'changed' });
    expect(decide(votes, { ...byChair, chairId: null })).to.include({ kind: 'changed' });
  });

  it('sends back only by more than half of the votes, and says what is missing', () => {
    expect(decide([vote(1, sendBack), vote(2, sendBack), vote(3, uphold)])).to.deep.include({
      kind: 'sent_back',
      missing: ['A payslip for October.', 'A payslip for October.'],
    });
    expect(decide([vote(1, sendBack), vote(2, uphold), vote(3, uphold)])).to.include({ kind: 'upheld' });
  });

  it('stays open until all have voted or the chair has closed', () => {
    const open = { ...committee, closed: false };
    const three = [vote(1, uphold), vote(2, uphold), vote(3, uphold)];
    expect(decide(three, open)).to.deep.equal({ kind: 'open', voted: 3 });
    expect(decide([...three, vote(4, uphold)], open)).to.include({ kind: 'upheld' });
  });

  it('has no quorum when too few votes count', () => {
    expect(decide([vote(1, uphold), vote(2, uphold)])).to.deep.equal({
      kind: 'no_quorum',
      voted: 2,
      needed: 3,
    });
    expect(decide([])).to.deep.equal({ kind: 'no_quorum', voted: 0, needed: 3 });
  });

  it('does not let anyone vote who made, released or prepared the decision, or declared a conflict', () => {
    for (const conflict of ['made', 'released', 'prepared', 'declared', 'recused'] as const) {
      const involved = { ...committee, involvements: [{ memberId: 2, conflict }] };
      expect(seatOf(involved, 2)).to.deep.equal({ kind: 'may_not', because: conflict });
      const votes = [vote(1, uphold), vote(2, approve(2000)), vote(3, uphold), vote(4, uphold)];
      expect(countedVotes(involved, votes).map((v) => v.memberId)).to.deep.equal([1, 3, 4]);
    }
    expect(seatOf(committee, 9)).to.deep.equal({ kind: 'may_not', because: 'not_a_member' });
  });

  it('covers the votes of others until all have voted or the chair has closed', () => {
    const open = { ...committee, closed: false };
    const votes = [vote(1, uphold), vote(2, approve(2000))];
    expect(visibleVotes(open, votes, 2).map((v) => v.memberId)).to.deep.equal([2]);
    expect(visibleVotes(open, votes, 3)).to.deep.equal([]);
    expect(visibleVotes(committee, votes, 3)).to.have.length(2);
    const all = [...votes, vote(3, uphold), vote(4, uphold)];
    expect(visibleVotes(open, all, 9)).to.have.length(4);
  });
});

describe('a vote', () => {
  const open = { ...committee, closed: false };
  const ballot: Ballot = {
    memberId: 2,
    castAt: '2026-11-20T09:00:00.000Z',
    verdict: uphold,
    reasons: ' Seen. ',
  };
  const because = (...args: Parameters<typeof castVote>): string => {
    const result = castVote(...args);
    return result.kind === 'refused' ? result.because : result.kind;
  };

  it('is cast with its reasons', () => {
    const result = castVote('before_committee', open, [], declined, burdenOf, ballot);
    expect(result).to.deep.equal({ kind: 'cast', vote: { ...ballot, reasons: 'Seen.' } });
  });

  it('is refused with a reason: no seat, twice, closed, too early, without reasons', () => {
    const cast = (c: Committee, votes: readonly Vote[], b = ballot): string =>
      because('before_committee', c, votes, declined, burdenOf, b);
    expect(cast(open, [], { ...ballot, memberId: 9 })).to.equal('not_a_member');
    expect(cast(open, [vote(2, uphold)])).to.equal('already_voted');
    expect(cast(committee, [])).to.equal('closed');
    expect(cast(open, [], { ...ballot, reasons: ' ' })).to.equal('no_reasons');
    expect(cast(open, [], { ...ballot, verdict: { kind: 'send_back', missing: '' } })).to.equal(
      'nothing_missing_named',
    );
    expect(because('prepared', open, [], declined, burdenOf, ballot)).to.equal('not_before_committee');
  });

  it('never leaves the person worse off than the contested outcome', () => {
    const measure = (id: string): Verdict => ({ kind: 'change', to: { kind: 'measure', measure: id } });
    const letter = { kind: 'measure', measure: 'REMIND_LETTER', release: 'automatic' } as const;
    const on = (verdict: Verdict): string =>
      because('before_committee', open, [], letter, burdenOf, { ...ballot, verdict });
    expect(on(measure('PAYMENT_ORDER'))).to.equal('worse_for_person');
    expect(on(measure('PAUSE'))).to.equal('cast');
    expect(on(measure('REMIND_LETTER'))).to.equal('no_change');
    expect(on(approve(1000))).to.equal('wrong_kind');
    const approved: CreditOutcome = { kind: 'approve', amountCents: 200_000, termMonths: 36 };
    const onCredit = (verdict: Verdict): string =>
      because('before_committee', open, [], approved, burdenOf, { ...ballot, verdict });
    expect(onCredit({ kind: 'change', to: { kind: 'decline' } })).to.equal('worse_for_person');
    expect(onCredit(approve(1500))).to.equal('worse_for_person');
    expect(onCredit(approve(2500))).to.equal('cast');
  });

  it('decides a referred application anew: there is nothing to uphold, and a decline is no worsening', () => {
    const referred: CreditOutcome = { kind: 'refer', why: ['income_missing'] };
    const on = (verdict: Verdict): string =>
      because('before_committee', open, [], referred, burdenOf, { ...ballot, verdict });
    expect(on(uphold)).to.equal('nothing_to_uphold');
    expect(on({ kind: 'change', to: { kind: 'decline' } })).to.equal('cast');
    expect(on(approve(10))).to.equal('cast');
  });
});

describe('any sequence of what members and chair do', () => {
  const verdict = fc.oneof(
    fc.constant(uphold),
    fc.constant(sendBack),
    fc.integer({ min: 1, max: 50 }).map((hundreds) => approve(hundreds * 100)),
    fc.constant<Verdict>({ kind: 'change', to: { kind: 'decline' } }),
  );
  const act = fc.oneof(
    fc.record({ kind: fc.constant('vote' as const), memberId: fc.integer({ min: 0, max: 6 }), verdict }),
    fc.record({ kind: fc.constant('recuse' as const), memberId: fc.integer({ min: 0, max: 6 }) }),
    fc.record({ kind: fc.constant('close' as const) }),
  );
  const tie = fc.constantFrom('person' as const, 'chair' as const);
  const outcome = fc.constantFrom<CreditOutcome>(
    { kind: 'decline' },
    { kind: 'approve', amountCents: 200_000, termMonths: 36 },
  );

  it('loses no vote, always has a defined verdict, and never ends worse for the person', () => {
    fc.assert(
      fc.property(
        fc.array(act, { maxLength: 30 }),
        tie,
        outcome,
        fc.integer({ min: 1, max: 5 }),
        (acts, t, was, quorum) => {
          let c: Committee = {
            ...committee,
            rules: { ...rules, tie: t, quorum },
            memberIds: [1, 2, 3, 4, 5],
            closed: false,
          };
          let votes: readonly Vote[] = [];
          for (const a of acts) {
            if (a.kind === 'close') c = { ...c, closed: true };
            else if (a.kind === 'recuse') {
              c = { ...c, involvements: [...c.involvements, { memberId: a.memberId, conflict: 'recused' }] };
            } else {
              const ballot = { ...vote(a.memberId, a.verdict) };
              const result = castVote('before_committee', c, votes, was, burdenOf, ballot);
              if (result.kind === 'cast') votes = [...votes, result.vote];
            }
          }
          const recused = new Set(c.involvements.map((i) => i.memberId));
          const kept = votes.filter((v) => !recused.has(v.memberId)).map((v) => v.memberId);
          expect(countedVotes(c, votes).map((v) => v.memberId)).to.deep.equal([...kept].sort());
          const result = verdictOf(c, votes, was, burdenOf);
          expect(result.kind).to.be.oneOf(['open', 'no_quorum', 'upheld', 'changed', 'sent_back']);
          if (c.closed) expect(result.kind).to.not.equal('open');
          if (result.kind === 'changed') expect(isWorseFor(result.to, was, burdenOf)).to.equal(false);
          expect(verdictOf(c, [...votes].reverse(), was, burdenOf)).to.deep.equal(result);
        },
      ),
    );
  });
});

function toOf(verdict: Verdict): unknown {
  return verdict.kind === 'change' ? verdict.to : null;
}
