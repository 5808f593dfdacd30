import { expect } from 'chai';
import { decide } from '../../../scoring/decision/decide.ts';
import type { Decision } from '../../../scoring/decision/decision.ts';
import { explain } from '../../../scoring/explanation/explain.ts';
import type { RecourseOption } from '../../../scoring/explanation/explanation.ts';
import { type Move, movesOf } from '../../../scoring/explanation/moves.ts';
import { isOnGoodSide, recourseOnScorecard } from '../../../scoring/explanation/recourse.ts';
import { withChanges } from '../../../scoring/explanation/recourse-effects.ts';
import { scoreRow } from '../../../scoring/scorecard/score.ts';
import type { Scorecard, ValueRow } from '../../../scoring/scorecard/scorecard.ts';
import { dice, madeCard, madeRow } from '../../bench/made-card.ts';
import { madeApplicant, madeCreditCard } from '../../bench/made-credit.ts';
import { creditInputs, creditPack } from './fixtures.ts';

const DECLINED_CASES = 10_000;
const SMALL_CARDS = 1_000;

describe('recourse, over many', function () {
  this.timeout(600_000);

  it('turns every one of ten thousand declined applications that have one, decided again', () => {
    const roll = dice(2);
    let cardNumber = 0;
    let flipped = 0;
    const certified = { rule: 0, score: 0, nothing_changeable: 0 };
    let unproved = 0;
    while (flipped < DECLINED_CASES) {
      const card = madeCreditCard(roll, 14, 5, cardNumber++ % 4 === 0 ? 0.2 : 1);
      const cards = new Map([[card.name, card]]);
      for (let person = 0; person < 400 && flipped < DECLINED_CASES; person += 1) {
        const values = { ...madeApplicant(roll, card), credit_ban: roll() < 0.03 ? 1 : 0 };
        const decision = decide(creditInputs(values), creditPack, cards, null);
        if (decision.outcome.kind !== 'decline') continue;
        const { recourse } = explain(decision, creditPack, cards);
        if (recourse.kind === 'none') {
          if (recourse.because === 'many_changes') unproved += 1;
          else certified[recourse.because] += 1;
          if (recourse.best) expect(recourse.best.points).to.be.below(recourse.best.neededPoints);
          continue;
        }
        if (recourse.kind !== 'options') throw new Error(`a declined case with ${recourse.kind}`);
        for (const option of recourse.options) {
          expect(outcomeAfter(option, decision, cards), JSON.stringify(option)).to.equal('approve');
        }
        flipped += 1;
      }
    }
    expect(flipped).to.equal(DECLINED_CASES);
    expect(certified.rule, 'a rule stands').to.be.above(50);
    expect(certified.score, 'the score is out of reach').to.be.above(50);
    expect(unproved, 'cases with neither').to.equal(0);
  });

  it('is the cheapest that trying everything finds, and where it certifies that there is none, there is none', () => {
    const roll = dice(3);
    let certified = 0;
    let advised = 0;
    for (let at = 0; at < SMALL_CARDS; at += 1) {
      const card = madeCard(roll, {
        characteristics: 5,
        attributes: 4,
        pairs: 4,
        groups: 3,
        changeable: 0.8,
      });
      const row = madeRow(roll, card);
      const cutoff = [0.15, 0.25, 0.35][at % 3]!;
      const recourse = recourseOnScorecard(card, row, cutoff);
      if (recourse.kind === 'not_needed') continue;
      const tried = tryEverything(card, row, cutoff);
      if (recourse.kind === 'none') {
        certified += 1;
        expect(tried.cheapest, `card ${at}`).to.equal(Infinity);
        expect(recourse.best.probability, `card ${at}`).to.equal(tried.best);
      } else {
        advised += 1;
        expect(recourse.options[0]!.cost, `card ${at}`).to.be.closeTo(tried.cheapest, 1e-9);
      }
    }
    expect(certified).to.be.above(50);
    expect(advised).to.be.above(200);
  });
});

function outcomeAfter(
  { changes }: RecourseOption,
  { inputs }: Decision,
  cards: ReadonlyMap<string, Scorecard>,
): string {
  const values = withChanges(inputs.values, new Map(changes.map(({ characteristic: id, to }) => [id, to])));
  return decide({ ...inputs, values }, creditPack, cards, null).outcome.kind;
}

/** Every combination of one move at most of each characteristic, scored as a whole row. */
function tryEverything(
  card: Scorecard,
  row: ValueRow,
  cutoff: number,
): { readonly cheapest: number; readonly best: number } {
  const { hits } = scoreRow(card, row);
  const moves = card.characteristics.map((one, at): readonly (Move | null)[] => [
    null,
    ...movesOf(one, hits[at]!, row, card.target.favourable === 1 ? 1 : -1),
  ]);
  let cheapest = Infinity;
  let best = scoreRow(card, row).probability;
  const extend = (at: number, changed: ValueRow, cost: number): void => {
    if (at === moves.length) {
      const { probability } = scoreRow(card, changed);
      if (isOnGoodSide(card, probability, cutoff)) cheapest = Math.min(cheapest, cost);
      best = card.target.favourable === 1 ? Math.max(best, probability) : Math.min(best, probability);
      return;
    }
    for (const move of moves[at]!) {
      if (move === null) extend(at + 1, changed, cost);
      else extend(at + 1, { ...changed, [move.characteristic]: move.to }, cost + move.cost);
    }
  };
  extend(0, row, 0);
  return { cheapest, best };
}
