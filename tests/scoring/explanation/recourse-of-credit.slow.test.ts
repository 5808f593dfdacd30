import { expect } from 'chai';
import { decide } from '../../../scoring/decision/decide.ts';
import type { Decision } from '../../../scoring/decision/decision.ts';
import { isKnownGround, layOut } from '../../../scoring/explanation/credit-case.ts';
import { planOf } from '../../../scoring/explanation/credit-plan.ts';
import { MoneyFigures, MoneyRules } from '../../../scoring/explanation/money-figures.ts';
import { AMOUNT, MoneyOffers } from '../../../scoring/explanation/money-offers.ts';
import {
  type Candidate,
  candidate,
  candidatesOf,
  changeOf,
} from '../../../scoring/explanation/recourse-candidates.ts';
import { isRoot, withChanges } from '../../../scoring/explanation/recourse-effects.ts';
import { CHANGES_AT_MOST, recourseOfDecision } from '../../../scoring/explanation/recourse-of-decision.ts';
import { rulesInTheWay } from '../../../scoring/explanation/rules-in-the-way.ts';
import type { Scorecard } from '../../../scoring/scorecard/scorecard.ts';
import { dice } from '../../bench/made-card.ts';
import { madeApplicant, madeCreditCard } from '../../bench/made-credit.ts';
import { creditInputs, creditPack } from './fixtures.ts';

const CARDS = 120;
const PEOPLE = 60;
const PEOPLE_OF_A_CARD = 4;
/** Dearer advice leaves too much to try. */
const COST_AT_MOST = 12;

describe('recourse of whole credit decisions', function () {
  this.timeout(600_000);

  it('is as cheap as trying every value on offer finds, two figures of money at once and everything beside them', () => {
    const roll = dice(31);
    const seen = { cases: 0, tried: 0, twoOfMoney: 0, moneyAndMore: 0 };
    for (let at = 0; at < CARDS; at += 1) {
      const card = madeCreditCard(roll, 13, 12, 1);
      const cards = new Map([[card.name, card]]);
      let ofCard = 0;
      for (let person = 0; person < PEOPLE && ofCard < PEOPLE_OF_A_CARD; person += 1) {
        const decision = decide(creditInputs(madeApplicant(roll, card)), creditPack, cards, null);
        if (decision.outcome.kind !== 'decline') continue;
        const recourse = recourseOfDecision(decision, creditPack, cards, {
          threshold: null,
          responses: undefined,
          changesAtMost: CHANGES_AT_MOST.credit,
        });
        if (recourse.kind !== 'options' || recourse.options[0]!.cost > COST_AT_MOST) continue;
        ofCard += 1;
        const { cost, changes } = recourse.options[0]!;
        const ofMoney = changes.filter(({ characteristic: id }) => isRoot(id)).length;
        if (ofMoney === 2) seen.twoOfMoney += 1;
        if (ofMoney > 0 && changes.length > ofMoney) seen.moneyAndMore += 1;
        const tried = tryAllBelow(cost - 1e-9, decision, card, cards);
        expect(tried.found, `card ${at}, person ${person}: ${JSON.stringify(changes)} at ${cost}`).to.equal(
          null,
        );
        seen.cases += 1;
        seen.tried += tried.count;
      }
    }
    expect(seen.cases).to.be.above(200);
    expect(seen.twoOfMoney, 'cheapest with two figures of money').to.be.above(20);
    expect(seen.moneyAndMore, 'cheapest with money and more').to.be.above(40);
    expect(seen.tried).to.be.above(100_000);
  });
});

/** The first set of changes that costs less and turns the decision, decided again; null when none does. */
function tryAllBelow(
  cost: number,
  decision: Decision,
  card: Scorecard,
  cards: ReadonlyMap<string, Scorecard>,
): { readonly found: readonly Candidate[] | null; readonly count: number } {
  const { inputs } = decision;
  const { money, others } = onOffer(decision, card, cards);
  const groups = [...money, ...others];
  let count = 0;
  const turns = (changes: readonly Candidate[]): boolean => {
    count += 1;
    const values = withChanges(inputs.values, new Map(changes.map(({ characteristic: id, to }) => [id, to])));
    return decide({ ...inputs, values }, creditPack, cards, null).outcome.kind === 'approve';
  };
  const extend = (
    from: number,
    made: readonly Candidate[],
    spent: number,
    ofMoney: number,
  ): readonly Candidate[] | null => {
    if (turns(made)) return made;
    for (let at = from; at < groups.length; at += 1) {
      const isMoney = at < money.length;
      if (isMoney && ofMoney === 2) continue;
      for (const one of groups[at]!) {
        if (spent + one.cost >= cost) continue;
        const found = extend(at + 1, [...made, one], spent + one.cost, ofMoney + (isMoney ? 1 : 0));
        if (found !== null) return found;
      }
    }
    return null;
  };
  return { found: extend(0, [], 0, 0), count };
}

/** The values on offer; of the amount all the lender's steps. */
function onOffer(decision: Decision, card: Scorecard, cards: ReadonlyMap<string, Scorecard>) {
  const { values, asOf } = decision.inputs;
  const plan = planOf(creditPack, cards)!;
  const of = layOut(decision, plan, cards);
  const offered = candidatesOf(values, creditPack, [card], asOf)
    .map((group) => group.filter(({ characteristic: id, to }) => isKnownGround(plan, id, to)))
    .filter((group) => group.length > 0);
  const isMoney = ([first]: readonly Candidate[]): boolean => isRoot(first!.characteristic);
  const others = offered.filter((group) => !isMoney(group));
  const figures = new MoneyFigures(of);
  const ids = offered.filter(isMoney).map(([first]) => first!.characteristic);
  const rules = rulesInTheWay(
    of,
    new Set(others.map(([first]) => first!.characteristic)),
    new Set(ids.flatMap((id) => figures.touchedBy(id))),
  )!;
  const offers = new MoneyOffers(of, figures, new MoneyRules(of, rules.ofMoney));
  const money = offered
    .filter(isMoney)
    .map((group) =>
      group[0]!.characteristic === AMOUNT ? everyStep(group[0]!, card) : offers.withEdges(group),
    );
  return { money, others };
}

function everyStep({ characteristic: id, from }: Candidate, card: Scorecard): readonly Candidate[] {
  const amounts: Candidate[] = [];
  for (let to = 20_000; to < Number(from); to += 5_000)
    amounts.push(candidate(id, Number(from), to, changeOf(id, [card])!));
  return amounts;
}
