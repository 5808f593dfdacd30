import { expect } from 'chai';
import { type SimulatedPerson, simulatePersons } from '../../../data/sample/simulate.ts';
import { measureCase } from '../../../scoring/characteristics/catalogue.ts';
import { decide } from '../../../scoring/decision/decide.ts';
import { inputsOf } from '../../../scoring/decision/inputs.ts';
import { learnResponses } from '../../../scoring/decision/learn-responses.ts';
import { responseRowsOf } from '../../../scoring/decision/response-rows.ts';
import type { MeasureResponses } from '../../../scoring/decision/responses.ts';
import { type PlannedCase, type PlanValue, valueOfPlan } from '../../../scoring/decision/value-of-plan.ts';
import type { CompiledPolicy } from '../../../scoring/policy/compile-policy.ts';
import { historyOf } from '../../../scoring/portfolio/as-of.ts';
import { openCases } from '../../../scoring/portfolio/cases.ts';
import { addDays } from '../../../scoring/portfolio/dates.ts';
import type { PersonFile } from '../../../scoring/portfolio/records.ts';
import { paidWithin } from '../../../scoring/portfolio/targets.ts';
import { fitScorecard } from '../../../scoring/scorecard/fit.ts';
import type { Scorecard, Value } from '../../../scoring/scorecard/scorecard.ts';
import { tableOf } from '../../../scoring/scorecard/table.ts';
import { loadTensorFlow } from '../../../server/tensorflow.ts';
import { compiledPack } from './decision-cases.ts';

const PERSONS = 5_000;
const LAST_DATE = '2026-10-31';
const HORIZON_DAYS = 90;

/** A small scorecard trains in seconds; the full one only does better. */
const CHARACTERISTICS = [
  'days_past_due',
  'balance',
  'arrears',
  'days_since_payment',
  'payments_180d',
  'paid_share_180d',
  'broken_promises_365d',
  'kept_promises_share',
  'reached_share_365d',
  'plan_active',
  'average_days_to_pay',
  'paid_claims_share',
  'payment_defaults_active',
  'income_monthly',
  'days_since_measure',
  'answered_measures_share',
];

describe('recommendations on the sample, judged by its true probabilities', function () {
  this.timeout(600_000);
  const persons = [...simulatePersons({ persons: PERSONS, lastDate: LAST_DATE })];

  for (const [portfolio, pack, leastShare] of [
    ['ee-collector', 'collection-ee', 0.85],
    ['fi-collector', 'collection-fi', 0.8],
  ] as const)
    it(`${portfolio}: beat the best single measure for all and a ladder by days past due`, async () => {
      const compiled = compiledPack(pack);
      const own = persons.filter((person) => person.portfolio.name === portfolio);
      const files = own.map(({ file }) => file);
      const scorecard = await scorecardFrom(files);
      const responses = responsesFrom(files, compiled, scorecard);
      const learnt = judged(own, compiled, scorecard, responses);
      const byPriors = judged(own, compiled, scorecard, null);
      tell(portfolio, learnt, byPriors);
      expect(learnt.recommended).to.be.above(learnt.bestSingle.value);
      expect(learnt.recommended).to.be.above(learnt.ladder);
      expect(learnt.recommended).to.be.above(learnt.waiting);
      expect(learnt.recommended, 'what the records teach costs nothing against the priors').to.be.above(
        0.98 * byPriors.recommended,
      );
      expect(learnt.shareOfOracle).to.be.within(leastShare, 1);

      const again = responsesFrom(withoutTruth(own), compiled, scorecard);
      expect(again.fingerprint, 'the true probabilities are no input').to.equal(responses.fingerprint);
    });
});

function withoutTruth(persons: readonly SimulatedPerson[]): readonly PersonFile[] {
  return persons.map(({ file }) => JSON.parse(JSON.stringify(file)) as PersonFile);
}

async function scorecardFrom(files: readonly PersonFile[]): Promise<Scorecard> {
  const rows: Record<string, Value>[] = [];
  for (const file of files)
    for (let quarter = 1; quarter <= 8; quarter += 1) {
      const on = addDays(LAST_DATE, -HORIZON_DAYS * quarter);
      for (const ref of openCases(file, 'collection', on)) {
        if (ref.kind !== 'claim') continue;
        const target = paidWithin(file, ref.claimId, on, HORIZON_DAYS, LAST_DATE);
        if (target === null) continue;
        const { values } = measureCase(historyOf(file, on, ref));
        rows.push({ ...Object.fromEntries(CHARACTERISTICS.map((id) => [id, values[id] ?? null])), target });
      }
    }
  const { tf } = await loadTensorFlow();
  const fitted = await fitScorecard(tf, tableOf([...CHARACTERISTICS, 'target'], rows), {
    name: 'payment-90d',
    target: { name: 'target', favourable: 1 },
    seed: 0,
    observedOn: LAST_DATE,
  });
  if (fitted.kind === 'refused') throw new Error(fitted.reason);
  return fitted.scorecard;
}

function responsesFrom(
  files: readonly PersonFile[],
  compiled: CompiledPolicy,
  scorecard: Scorecard,
): MeasureResponses {
  const rows = files.flatMap((file) => responseRowsOf(file, compiled, scorecard, LAST_DATE));
  const responses = learnResponses(compiled.policy, scorecard, LAST_DATE, rows);
  if (responses === null) throw new Error(`${rows.length} rows teach nothing`);
  return responses;
}

function judged(
  persons: readonly SimulatedPerson[],
  compiled: CompiledPolicy,
  scorecard: Scorecard,
  responses: MeasureResponses | null,
): PlanValue {
  const scorecards = new Map([[scorecard.name, scorecard]]);
  const planned = persons.flatMap(({ file, truth }) =>
    truth.flatMap((told): readonly PlannedCase[] => {
      const claim = file.claims.find(({ claimNumber }) => claimNumber === told.number);
      if (told.kind !== 'claim' || claim === undefined) return [];
      const inputs = inputsOf(historyOf(file, told.asOf, { kind: 'claim', claimId: claim.claimId }));
      return [
        {
          decision: decide(inputs, compiled, scorecards, responses),
          truth: {
            payProbability: told.payWithin90,
            amountCents: Number(inputs.values.balance),
            paidShare: told.paidShare,
            daysPastDue: Number(inputs.values.days_past_due),
          },
        },
      ];
    }),
  );
  return valueOfPlan(planned, 1);
}

function tell(portfolio: string, learnt: PlanValue, byPriors: PlanValue): void {
  const euros = (cents: number): string => `€${Math.round(cents / 100).toLocaleString('en')}`;
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  console.log(
    `      ${portfolio}, ${learnt.cases} claims: recommended ${euros(learnt.recommended)}, ` +
      `oracle ${euros(learnt.oracle)} (${percent(learnt.shareOfOracle)}; ` +
      `${percent(learnt.shareOfGain)} of what choosing can win), by priors ${euros(byPriors.recommended)}, ` +
      `best single ${learnt.bestSingle.measure} ${euros(learnt.bestSingle.value)}, ` +
      `ladder ${euros(learnt.ladder)}, waiting ${euros(learnt.waiting)}`,
  );
}
