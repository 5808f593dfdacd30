import { expect } from 'chai';
import { SAMPLE_LAST_DATE, simulatePersons } from '../../../data/sample/simulate.ts';
import type { ClaimTruth } from '../../../data/sample/truth.ts';
import { characteristicsFor, measureCase } from '../../../scoring/characteristics/catalogue.ts';
import { historyOf } from '../../../scoring/portfolio/as-of.ts';
import { openCases } from '../../../scoring/portfolio/cases.ts';
import { addMonths } from '../../../scoring/portfolio/dates.ts';
import { paymentMonths, type PaymentMonths } from '../../../scoring/portfolio/targets.ts';
import { informationValues } from '../../../scoring/scorecard/information-value.ts';
import {
  fitHazard,
  type PaymentCurve,
  paymentCurves,
  recoveredAfterFirst,
} from '../../../scoring/scorecard/hazard.ts';
import { hazardMetrics, observedHazard } from '../../../scoring/scorecard/hazard-metrics.ts';
import { mean } from '../../../scoring/scorecard/metrics.ts';
import type { ValueRow } from '../../../scoring/scorecard/scorecard.ts';
import { type Table, tableOf } from '../../../scoring/scorecard/table.ts';
import { loadTensorFlow } from '../../../server/tensorflow.ts';

const CHARACTERISTICS = 25;
const HORIZON = 24;

interface Observed {
  /** One claim is observed anew every four months. */
  readonly claim: string;
  readonly values: ValueRow;
  readonly followed: PaymentMonths;
}

interface OpenClaim {
  readonly values: ValueRow;
  readonly truth: ClaimTruth;
}

for (const persons of [3000, 6000])
  describe(`the payment curve of a sample portfolio of ${persons}, on persons it did not see`, function () {
    this.timeout(600_000);
    let test: readonly Observed[];
    let curves: readonly PaymentCurve[];
    let base: readonly number[];
    let open: readonly OpenClaim[];
    let openCurves: readonly PaymentCurve[];

    before(async () => {
      const { seen, unseen, openClaims } = observations(persons);
      const { tf } = await loadTensorFlow();
      const ids = characteristicsFor('claim')
        .filter(({ role }) => role === 'score')
        .map(({ id }) => id);
      const whole = tableFor(ids, seen);
      const strongest = informationValues(whole, 'paid')
        .filter(({ id }) => id !== 'followed' && id !== 'claim')
        .slice(0, CHARACTERISTICS)
        .map(({ id }) => id);
      const recovered = recoveredAfterFirst(
        seen.flatMap(({ followed }) => (followed.paid ? [followed.sharesAfter] : [])),
      );
      const fitted = await fitHazard(tf, tableFor(strongest, seen), {
        name: 'payment-curve',
        target: { name: 'paid', favourable: 1 },
        months: 'followed',
        claim: 'claim',
        recovered,
      });
      if (fitted.kind === 'refused') throw new Error(fitted.reason);
      test = unseen;
      curves = paymentCurves(fitted.scorecard, tableFor(strongest, unseen));
      base = observedHazard(followedOf(seen), HORIZON);
      open = openClaims;
      openCurves = paymentCurves(
        fitted.scorecard,
        tableOf(
          strongest,
          openClaims.map(({ values }) => values),
        ),
      );
    });

    it('knows more than the month alone, and its mean is the observed curve to 0.03 at 6, 12 and 24 months', () => {
      const { logLoss, baseLogLoss, concordance, curve } = hazardMetrics(curves, followedOf(test), base);
      expect(logLoss).to.be.below(0.97 * baseLogLoss);
      expect(concordance).to.be.above(0.65);
      for (const { month, foretold, observed } of curve) {
        expect(foretold, `month ${month}`).to.be.closeTo(observed, 0.03);
      }
    });

    it('each fifth of the cases by what is foretold has its own observed curve, to 0.06 at 12 months', () => {
      const order = [...test.keys()].sort((a, b) => curves[a]!.paid[11]! - curves[b]!.paid[11]!);
      for (let fifth = 0; fifth < 5; fifth += 1) {
        const rows = order.slice((fifth * order.length) / 5, ((fifth + 1) * order.length) / 5);
        const [told] = hazardMetrics(
          rows.map((row) => curves[row]!),
          followedOf(rows.map((row) => test[row]!)),
          base,
        ).curve.filter(({ month }) => month === 12);
        expect(told!.foretold, `fifth ${fifth + 1}`).to.be.closeTo(told!.observed, 0.06);
      }
    });

    it('the share of the balance foretold to come in by month 12 is what came in, to 0.03', () => {
      const whole = [...test.keys()].filter(
        (row) => test[row]!.followed.months + Math.max(0, test[row]!.followed.sharesAfter.length - 1) >= 12,
      );
      const came = whole.map((row) => {
        const { months, sharesAfter } = test[row]!.followed;
        return Math.min(
          1,
          sharesAfter.slice(0, 12 - months + 1).reduce((sum, share) => sum + share, 0),
        );
      });
      const foretold = whole.map((row) => curves[row]!.recovered[11]!);
      expect(mean(foretold)).to.be.closeTo(mean(came), 0.03);
    });

    it('for the claims open at the end it follows the simulator’s true probability of payment within 90 days', () => {
      const foretold = openCurves.map(({ paid }) => paid[2]!);
      const truth = open.map(({ truth }) => mean(Object.values(truth.payWithin90)));
      const squared = (against: readonly number[]): number =>
        mean(truth.map((one, row) => (one - against[row]!) ** 2));
      const flat = foretold.map(() => mean(foretold));
      expect(correlationOf(foretold, truth)).to.be.above(0.6);
      expect(squared(foretold)).to.be.below(squared(flat));
    });
  });

/** Even persons teach, odd ones judge; every half year a claim is observed anew. */
function observations(persons: number): {
  readonly seen: readonly Observed[];
  readonly unseen: readonly Observed[];
  readonly openClaims: readonly OpenClaim[];
} {
  const [seen, unseen, openClaims]: [Observed[], Observed[], OpenClaim[]] = [[], [], []];
  let person = 0;
  for (const { portfolio, file, truth } of simulatePersons({ persons })) {
    person += 1;
    if (portfolio.kind !== 'collection') continue;
    for (let back = 1; back <= 29; back += 4) {
      const on = addMonths(SAMPLE_LAST_DATE, -back);
      for (const ref of openCases(file, 'collection', on)) {
        if (ref.kind !== 'claim') continue;
        const followed = paymentMonths(file, ref.claimId, on, SAMPLE_LAST_DATE, HORIZON);
        if (followed === null) continue;
        const { values } = measureCase(historyOf(file, on, ref));
        (person % 2 === 0 ? seen : unseen).push({ claim: `${person}-${ref.claimId}`, values, followed });
      }
    }
    if (person % 2 === 0) continue;
    for (const ref of openCases(file, 'collection', SAMPLE_LAST_DATE)) {
      if (ref.kind !== 'claim') continue;
      const number = file.claims.find(({ claimId }) => claimId === ref.claimId)?.claimNumber;
      const known = truth.find((one): one is ClaimTruth => one.kind === 'claim' && one.number === number);
      if (known === undefined) continue;
      openClaims.push({ values: measureCase(historyOf(file, SAMPLE_LAST_DATE, ref)).values, truth: known });
    }
  }
  return { seen, unseen, openClaims };
}

function tableFor(ids: readonly string[], observed: readonly Observed[]): Table {
  const rows = observed.map(({ claim, values, followed }) => ({
    ...values,
    claim,
    followed: followed.months,
    paid: followed.paid ? 1 : 0,
  }));
  return tableOf([...ids, 'claim', 'followed', 'paid'], rows);
}

function followedOf(observed: readonly Observed[]): {
  readonly events: Float64Array;
  readonly months: Uint16Array;
} {
  return {
    events: Float64Array.from(observed, ({ followed }) => (followed.paid ? 1 : 0)),
    months: Uint16Array.from(observed, ({ followed }) => followed.months),
  };
}

function correlationOf(a: readonly number[], b: readonly number[]): number {
  const [centreA, centreB] = [mean(a), mean(b)];
  const spread = (values: readonly number[], centre: number): number =>
    Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
  return (
    mean(a.map((value, row) => (value - centreA) * (b[row]! - centreB))) /
    (spread(a, centreA) * spread(b, centreB))
  );
}
