import { expect } from 'chai';
import fc from 'fast-check';
import { measureEdit } from '../../../scoring/monitoring/edit-measure.ts';
import type { BinarySide } from '../../../scoring/monitoring/training-report.ts';
import { compileScorer } from '../../../scoring/scorecard/compile.ts';
import { brokenDirections } from '../../../scoring/scorecard/directions.ts';
import type { Edit } from '../../../scoring/scorecard/edit-record.ts';
import { type EditOutcome, editScorecard } from '../../../scoring/scorecard/edit.ts';
import { fingerprintOfScorecard } from '../../../scoring/scorecard/fingerprint.ts';
import { basePointsOf, exactLogOdds, pointsOf } from '../../../scoring/scorecard/scaling.ts';
import { scoreRow } from '../../../scoring/scorecard/score.ts';
import type { Attribute, PairTerm, Scorecard } from '../../../scoring/scorecard/scorecard.ts';
import { rowOf } from '../../../scoring/scorecard/table.ts';
import { cardOf } from './cards.ts';
import {
  characteristic,
  lineIndices,
  MADE_OUTCOMES as OUTCOMES,
  MADE_TABLE as TABLE,
  madeCard as card,
  meanOf,
  rawPair,
} from './made-card.ts';

describe('the analyst’s hand', () => {
  it('leaves the parent as it is and gives a new version that says who, when, what and why', () => {
    const parent = card();
    const before = structuredClone(parent);
    const edited = done(edit(parent, { kind: 'merge', characteristic: 'income', attributes: [0, 1] }));
    expect(parent).to.deep.equal(before);
    expect(edited.version).to.equal(2);
    expect(edited.fingerprint).to.not.equal(parent.fingerprint);
    expect(edited.fingerprint).to.equal(fingerprintOfScorecard(edited));
    expect(edited.edits).to.deep.equal([
      {
        by: 'mari',
        at: '2026-03-02T10:00:00.000Z',
        why: 'too few cases',
        parent: { version: 1, fingerprint: parent.fingerprint },
        changes: [
          {
            kind: 'merge',
            characteristic: 'income',
            covers: [
              { kind: 'range', from: null, to: 900 },
              { kind: 'range', from: 900, to: 1600 },
            ],
          },
        ],
      },
    ]);
    const again = done(edit(edited, { kind: 'drop', term: 'region' }));
    expect(again.edits?.map((record) => record.parent.fingerprint)).to.deep.equal([
      parent.fingerprint,
      edited.fingerprint,
    ]);
  });

  it('keeps intercept and contributions adding up exactly, in log-odds and in points, whatever is edited', () => {
    fc.assert(
      fc.property(edits, (order) => {
        const outcome = edit(card(), ...order);
        if (outcome.kind === 'refused') {
          expect(outcome.reason).to.match(/\S/);
          return;
        }
        const { scorecard } = outcome;
        const { logOdds, points } = compileScorer(scorecard).score(TABLE);
        for (let row = 0; row < 40; row += 1) {
          const scored = scoreRow(scorecard, rowOf(TABLE, row));
          expect(scored.logOdds).to.equal(logOdds[row]);
          expect(scored.points).to.equal(points[row]);
          const whole = pointsOf(scorecard.scaling, scorecard.target.favourable, scored.logOdds);
          const terms = scorecard.characteristics.length + scorecard.pairs.length + 1;
          // Points are rounded term by term, to multiples of 2 ** −16, and those of log-odds in between.
          expect(Math.abs(scored.points - whole)).to.be.at.most(terms * 2 ** -14);
        }
        expect(brokenDirections(scorecard)).to.deep.equal([]);
      }),
    );
  });

  it('keeps the training-weighted mean of every term at 0, so that the base stays the average case', () => {
    fc.assert(
      fc.property(edits, (order) => {
        const outcome = edit(card(), ...order);
        if (outcome.kind === 'refused') return;
        for (const { id, attributes } of outcome.scorecard.characteristics) {
          const mean = meanOf(
            attributes.map(({ logOdds }) => logOdds),
            attributes.map(({ count }) => count),
          );
          expect(Math.abs(mean), id).to.be.at.most(2 ** -18);
        }
        for (const pair of outcome.scorecard.pairs) {
          for (const { logOdds, counts } of linesOf(pair)) {
            expect(Math.abs(meanOf(logOdds, counts)), pair.id).to.be.at.most(2 ** -18);
          }
        }
      }),
    );
  });

  describe('merging', () => {
    it('joins neighbours into one range with the mean of their numbers, weighted by training cases', () => {
      const parent = card();
      const [first, second, third] = attributesOf(parent, 'income');
      const edited = done(edit(parent, { kind: 'merge', characteristic: 'income', attributes: [0, 1] }));
      const [joined, next] = attributesOf(edited, 'income');
      expect(joined).to.deep.include({ kind: 'range', from: null, to: 1600 });
      expect(joined!.count).to.equal(first!.count + second!.count);
      expect(joined!.positives).to.equal(first!.positives + second!.positives);
      const mean = meanOf([first!.logOdds, second!.logOdds], [first!.count, second!.count]);
      expect(joined!.logOdds).to.equal(exactLogOdds(mean));
      expect(next).to.deep.equal(third);
    });

    it('joins the groups of a pair term that the merged attributes lie in, weighted by cases, and no others', () => {
      const parent = card();
      const edited = done(edit(parent, { kind: 'merge', characteristic: 'income', attributes: [1, 2] }));
      const [pair] = parent.pairs as [PairTerm];
      const [joined] = edited.pairs as [PairTerm];
      expect(joined.first).to.deep.equal({ characteristic: 'income', groups: 2, groupOf: [0, 1, 0] });
      const { groups } = pair.second;
      for (let group = 0; group < groups; group += 1) {
        const [a, b] = [groups + group, 2 * groups + group];
        expect(joined.logOdds[group]).to.equal(pair.logOdds[group]);
        expect(joined.counts[groups + group]).to.equal(pair.counts[a]! + pair.counts[b]!);
        expect(joined.logOdds[groups + group]).to.equal(
          exactLogOdds(meanOf([pair.logOdds[a]!, pair.logOdds[b]!], [pair.counts[a]!, pair.counts[b]!])),
        );
      }
      const other = done(edit(parent, { kind: 'merge', characteristic: 'arrears', attributes: [0, 1] }));
      expect(other.pairs[0]!.second.groupOf).to.have.length(attributesOf(other, 'arrears').length);
    });

    it('of a category with the rest makes it part of the rest', () => {
      const edited = done(edit(card(), { kind: 'merge', characteristic: 'region', attributes: [1, 2] }));
      expect(attributesOf(edited, 'region').map(({ kind }) => kind)).to.deep.equal([
        'categories',
        'other',
        'missing',
      ]);
      expect(scoreRow(edited, { region: 'south' }).hits[2]).to.equal(1);
    });

    it('is refused for ranges with a gap, for a code or a missing value, and for what is not there', () => {
      expect(reasonOf({ kind: 'merge', characteristic: 'income', attributes: [0, 2] })).to.equal(
        '"income": ranges can be merged with their neighbours only, without a gap',
      );
      expect(codeOf({ kind: 'merge', characteristic: 'income', attributes: [2, 3] })).to.equal('cannot_join');
      expect(codeOf({ kind: 'merge', characteristic: 'income', attributes: [1, 9] })).to.equal(
        'unknown_attribute',
      );
      expect(codeOf({ kind: 'merge', characteristic: 'age', attributes: [0, 1] })).to.equal('unknown_term');
      expect(codeOf({ kind: 'merge', characteristic: 'income', attributes: [1, 1] })).to.equal(
        'nothing_to_change',
      );
    });
  });

  describe('splitting', () => {
    it('moves nobody outside the attribute, keeps its mean, and raises the side whose rows were worse than thought', () => {
      const parent = card();
      const edited = done(edit(parent, { kind: 'split', characteristic: 'bureau', at: 50 }));
      const [low, high] = attributesOf(edited, 'bureau');
      expect([low, high].map((side) => side!.kind === 'range' && [side!.from, side!.to])).to.deep.equal([
        [null, 50],
        [50, null],
      ]);
      // The table was made so that the outcome falls with the bureau's figure.
      expect(low!.logOdds).to.be.above(high!.logOdds + 0.3);
      const [before, after] = [compileScorer(parent).score(TABLE), compileScorer(edited).score(TABLE)];
      const place = parent.characteristics.findIndex(({ id }) => id === 'bureau');
      before.hits[place]!.forEach((hit, row) => {
        if (hit !== 0) expect(after.logOdds[row]).to.equal(before.logOdds[row]);
      });
      expect(edited.intercept).to.equal(parent.intercept);
      const own = attributesOf(parent, 'bureau')[0]!;
      expect(low!.count + high!.count).to.equal(own.count);
      expect(low!.positives + high!.positives).to.equal(own.positives);
      const measured = measureEdit(parent, edited, {
        kind: 'binary',
        table: TABLE,
        outcomes: OUTCOMES,
      });
      const [was, is] = [measured.before, measured.after] as readonly BinarySide[];
      expect(is!.metrics.auc).to.be.above(was!.metrics.auc + 0.005);
      expect(is!.metrics.logLoss).to.be.below(was!.metrics.logLoss);
    });

    it('counts the training’s own rows exactly', () => {
      const edited = done(edit(card(), { kind: 'split', characteristic: 'income', at: 1200 }));
      const { hits } = compileScorer(edited).score(TABLE);
      const [, low, high] = attributesOf(edited, 'income');
      for (const [index, side] of [low!, high!].entries()) {
        expect(side.count).to.equal(hits[0]!.filter((hit) => hit === index + 1).length);
        const positives = hits[0]!.reduce(
          (sum, hit, row) => sum + (hit === index + 1 ? OUTCOMES[row]! : 0),
          0,
        );
        expect(side.positives).to.equal(positives);
      }
    });

    it('takes a category out of its group, or out of the rest', () => {
      const parent = done(edit(card(), { kind: 'merge', characteristic: 'region', attributes: [0, 1] }));
      const edited = done(
        edit(
          parent,
          { kind: 'split', characteristic: 'region', at: 'south' },
          { kind: 'split', characteristic: 'region', at: 'west' },
        ),
      );
      expect(
        attributesOf(edited, 'region').map((each) => (each.kind === 'categories' ? each.values : each.kind)),
      ).to.deep.equal([['north'], ['south'], 'other', ['west'], 'missing']);
    });

    it('is refused at a cut that is there, without rows, and where a side has too few of them', () => {
      expect(codeOf({ kind: 'split', characteristic: 'income', at: 900 })).to.equal('no_such_cut');
      expect(codeOf({ kind: 'split', characteristic: 'region', at: 'north' })).to.equal('no_such_cut');
      expect(codeOf({ kind: 'split', characteristic: 'income', at: 3499 })).to.equal('too_few_rows');
      const without = editScorecard(card(), {
        ...ORDER,
        rows: null,
        edits: [{ kind: 'split', characteristic: 'income', at: 1200 }],
      });
      expect((without as { code: string }).code).to.equal('needs_rows');
    });

    it('is refused where the sides would go against the declared direction', () => {
      // Declared the wrong way round, so that the rows must break it.
      const wrong = card({ bureau: 1 });
      const outcome = edit(wrong, { kind: 'split', characteristic: 'bureau', at: 50 });
      expect((outcome as { reason: string }).reason).to.equal(
        '"bureau" would go against its declared direction between [−∞, 50) and [50, ∞)',
      );
    });
  });

  describe('fixing points', () => {
    it('gives the attribute the points asked for and changes nobody else’s score', () => {
      const parent = card();
      const edited = done(edit(parent, { kind: 'fix', characteristic: 'region', attribute: 0, points: -25 }));
      expect(attributesOf(edited, 'region')[0]).to.include({ points: -25, standardError: 0 });
      const place = parent.characteristics.findIndex(({ id }) => id === 'region');
      const [before, after] = [compileScorer(parent).score(TABLE), compileScorer(edited).score(TABLE)];
      before.hits[place]!.forEach((hit, row) => {
        if (hit !== 0) expect(after.logOdds[row]).to.equal(before.logOdds[row]);
      });
      expect(basePointsOf(edited)).to.not.equal(basePointsOf(parent));
    });

    it('holds what was fixed before, in the same order and in an earlier version', () => {
      const first = done(edit(card(), { kind: 'fix', characteristic: 'region', attribute: 0, points: -25 }));
      const second = done(
        edit(
          first,
          { kind: 'fix', characteristic: 'region', attribute: 1, points: 10 },
          { kind: 'fix', characteristic: 'region', attribute: 1, points: 8 },
        ),
      );
      expect(
        attributesOf(second, 'region')
          .slice(0, 2)
          .map(({ points }) => points),
      ).to.deep.equal([-25, 8]);
      const all = edit(second, { kind: 'fix', characteristic: 'region', attribute: 2, points: 3 });
      expect((all as { code: string }).code).to.equal('all_fixed');
    });

    it('is refused where it breaks the direction, also when only the pair term does', () => {
      const broken = edit(card(), { kind: 'fix', characteristic: 'income', attribute: 2, points: -60 });
      expect((broken as { code: string }).code).to.equal('direction_broken');
      // Half a point is left between the main term's last two ranges: in one group of arrears the pair takes more.
      const parent = card();
      const own = attributesOf(parent, 'income');
      const [, middle, last] = own as [Attribute, Attribute, Attribute];
      const share = last.count / own.reduce((sum, { count }) => sum + count, 0);
      const close = last.points - (last.points - middle.points - 0.5) * (1 - share);
      const outcome = edit(parent, { kind: 'fix', characteristic: 'income', attribute: 2, points: close });
      expect((outcome as { code: string }).code).to.equal('direction_broken');
      const alone = edit(
        parent,
        { kind: 'drop', term: 'income × arrears' },
        { kind: 'fix', characteristic: 'income', attribute: 2, points: close },
      );
      expect(alone.kind).to.equal('edited');
    });
  });

  describe('dropping a term', () => {
    it('takes its contribution out of every score and leaves the rest', () => {
      const parent = card();
      const edited = done(edit(parent, { kind: 'drop', term: 'income × arrears' }));
      expect(edited.pairs).to.deep.equal([]);
      expect(edited.characteristics).to.deep.equal(parent.characteristics);
    });

    it('is refused for a side of a pair term, for the last term, and for one that is not there', () => {
      expect(reasonOf({ kind: 'drop', term: 'income' })).to.match(
        /side of the pair terms "income × arrears"/,
      );
      expect(codeOf({ kind: 'drop', term: 'age' })).to.equal('unknown_term');
      const one = cardOf([card().characteristics[0]!]);
      expect((edit(one, { kind: 'drop', term: 'income' }) as { code: string }).code).to.equal('last_term');
      expect(
        edit(card(), { kind: 'drop', term: 'income × arrears' }, { kind: 'drop', term: 'income' }).kind,
      ).to.equal('edited');
    });
  });

  it('is refused without a reason, and without a change', () => {
    const edits: readonly Edit[] = [{ kind: 'drop', term: 'region' }];
    const codes = [
      { ...ORDER, why: ' ', edits },
      { ...ORDER, edits: [] },
    ].map((order) => (editScorecard(card(), order) as { code: string }).code);
    expect(codes).to.deep.equal(['no_reason', 'nothing_to_change']);
  });
});

describe('the proof of directions', () => {
  it('finds what a search through every combination of attributes finds', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -6, max: 6 }), { minLength: 15, maxLength: 15 }), (steps) => {
        const numbers = steps.map((step) => step / 8);
        const x = characteristic('x', [1, 2], numbers.slice(0, 3), 1);
        const y = characteristic('y', [1, 2], numbers.slice(3, 6), 0);
        const pair = rawPair(x, y, numbers.slice(6, 15));
        const broken = brokenDirections({ characteristics: [x, y], pairs: [pair] });
        let searched = false;
        for (let group = 0; group < 3; group += 1) {
          const at = (own: number): number => x.attributes[own]!.logOdds + pair.logOdds[own * 3 + group]!;
          searched ||= at(1) < at(0) || at(2) < at(1);
        }
        expect(broken.length > 0).to.equal(searched);
      }),
    );
  });
});

const ORDER = {
  by: 'mari',
  at: '2026-03-02T10:00:00.000Z',
  why: 'too few cases',
  version: 2,
  rows: { table: TABLE, outcomes: OUTCOMES },
} as const;

const edits = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant('merge' as const),
      characteristic: fc.constantFrom('income', 'arrears', 'region', 'bureau'),
      attributes: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 2, maxLength: 3 }),
    }),
    fc.record({
      kind: fc.constant('split' as const),
      characteristic: fc.constantFrom('income', 'arrears', 'bureau', 'region'),
      at: fc.constantFrom<number | string>(700, 1200, 2000, 1, 3, 30, 60, 'south', 'west'),
    }),
    fc.record({
      kind: fc.constant('fix' as const),
      characteristic: fc.constantFrom('income', 'arrears', 'region'),
      attribute: fc.integer({ min: 0, max: 4 }),
      points: fc.double({ min: -60, max: 60, noNaN: true }),
    }),
    fc.record({
      kind: fc.constant('drop' as const),
      term: fc.constantFrom('income × arrears', 'region', 'bureau', 'income'),
    }),
  ),
  { minLength: 1, maxLength: 4 },
);

function edit(parent: Scorecard, ...order: readonly Edit[]): EditOutcome {
  return editScorecard(parent, { ...ORDER, version: parent.version + 1, edits: order });
}

function done(outcome: EditOutcome): Scorecard {
  if (outcome.kind === 'refused') throw new Error(outcome.reason);
  return outcome.scorecard;
}

function codeOf(order: Edit): string {
  return (edit(card(), order) as { code: string }).code;
}

function reasonOf(order: Edit): string {
  return (edit(card(), order) as { reason: string }).reason;
}

function attributesOf({ characteristics }: Scorecard, id: string): readonly Attribute[] {
  return characteristics.find((each) => each.id === id)!.attributes;
}

function linesOf({ first, second, logOdds, counts }: PairTerm) {
  return (['row', 'column'] as const).flatMap((direction) =>
    lineIndices(direction, first.groups, second.groups).map((line) => ({
      logOdds: line.map((cell) => logOdds[cell]!),
      counts: line.map((cell) => counts[cell]!),
    })),
  );
}
