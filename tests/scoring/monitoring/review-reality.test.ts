import { expect } from 'chai';
import fc from 'fast-check';
import {
  median,
  minutesWithFile,
  type ObservedVote,
  observedShare,
  observeMembers,
} from '../../../scoring/monitoring/review-reality.ts';

const thresholds = { leastVotes: 10, leastMinutes: 5, keptShare: 1 };

const votes = (
  memberId: number,
  count: number,
  minutes: number | null,
  verdict: ObservedVote['verdict'] = 'uphold',
): readonly ObservedVote[] =>
  Array.from({ length: count }, (_, i) => ({ memberId, reviewId: i, minutesWithFile: minutes, verdict }));

describe('whether review is real', () => {
  it('warns of many votes, little time and never another outcome, and of nothing less', () => {
    const stamp = (given: readonly ObservedVote[]) =>
      observeMembers(given, thresholds)[0]?.judged?.rubberStamp;
    expect(stamp(votes(1, 10, 1))).to.equal(true);
    expect(stamp(votes(1, 10, null))).to.equal(true);
    expect(stamp(votes(1, 10, 6))).to.equal(false);
    expect(stamp([...votes(1, 9, 1), ...votes(1, 1, 1, 'change')])).to.equal(false);
    expect(stamp(votes(1, 10, 1, 'send_back'))).to.equal(false);
  });

  it('does not judge a person by few votes', () => {
    expect(observeMembers(votes(7, 9, 0), thresholds)).to.deep.equal([
      { memberId: 7, votes: 9, unopened: 0, judged: null },
    ]);
  });

  it('agreement is of deciding votes alone: sending back is neither', () => {
    const given = [...votes(1, 6, 9), ...votes(1, 2, 9, 'change'), ...votes(1, 4, 9, 'send_back')];
    expect(observeMembers(given, thresholds)[0]?.judged?.agreement).to.equal(0.75);
  });

  it('time with the file is the sum of sittings, none counted over half an hour, nothing after the vote', () => {
    const at = (time: string) => `2026-03-02T${time}:00.000Z`;
    expect(minutesWithFile([], at('10:00'))).to.equal(null);
    expect(minutesWithFile([at('09:50')], at('10:00'))).to.equal(10);
    expect(minutesWithFile([at('08:00'), at('09:50')], at('10:00'))).to.equal(40);
    expect(minutesWithFile([at('10:01')], at('10:00'))).to.equal(null);
  });

  it('a share of few is kept back, and otherwise lies within its interval', () => {
    expect(observedShare(3, 9, 10)).to.deep.equal({ count: 3, of: 9, share: null });
    expect(observedShare(0, 0, 0).share).to.equal(null);
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 500 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (of, part) => {
          const { share } = observedShare(Math.round(part * of), of, 10);
          expect(share!.low).to.be.at.most(share!.value + 1e-12);
          expect(share!.high).to.be.at.least(share!.value - 1e-12);
        },
      ),
    );
  });

  it('the median is the middle one, or the middle of the two', () => {
    expect(median([])).to.equal(null);
    expect(median([3, 1, 2])).to.equal(2);
    expect(median([4, 1, 2, 3])).to.equal(2.5);
  });
});
