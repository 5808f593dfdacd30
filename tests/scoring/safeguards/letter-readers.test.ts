import { expect } from 'chai';
import fc from 'fast-check';
import {
  type ActingFor,
  type LetterCopy,
  lettersFor,
  readersOf,
  wayToRepresentative,
} from '../../../scoring/safeguards/letter-readers.ts';
import type { Matter } from '../../../scoring/safeguards/mandate.ts';

const TODAY = '2026-03-02';
const counsellor: ActingFor = {
  mandateId: 1,
  kind: 'debt_counsellor',
  scope: { kind: 'reviews' },
  validFrom: '2026-01-01',
  validUntil: '2026-12-31',
  confirmedAt: '2026-01-02T10:00:00.000Z',
  endedAt: null,
  replacesPerson: false,
};
const guardian: ActingFor = {
  ...counsellor,
  mandateId: 2,
  kind: 'guardian',
  scope: { kind: 'all' },
  replacesPerson: true,
};
const review: Matter = { kind: 'review', claimId: 7 };
const file: Matter = { kind: 'file' };

const mandateIds = (mandates: readonly ActingFor[], about: Matter, today = TODAY) =>
  readersOf(mandates, about, today).map((reader) =>
    reader.kind === 'person' ? 'person' : reader.mandate.mandateId,
  );

describe('who gets a letter', () => {
  it('the person, and beside them whoever acts for them in that matter', () => {
    expect(mandateIds([], review)).to.deep.equal(['person']);
    expect(mandateIds([counsellor], review)).to.deep.equal(['person', 1]);
    expect(mandateIds([counsellor], file)).to.deep.equal(['person']);
  });

  it('a guardian who acts instead, in the person’s place', () => {
    expect(mandateIds([guardian], file)).to.deep.equal([2]);
    expect(mandateIds([guardian, counsellor], review)).to.deep.equal([2, 1]);
  });

  it('nobody by a mandate that is over, not confirmed, or not begun, and never nobody at all', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            ends: fc.constantFrom(null, '2026-03-01', '2026-03-02', '2026-04-01'),
            begins: fc.constantFrom('2026-01-01', '2026-03-02', '2026-03-03'),
            confirmed: fc.boolean(),
            ended: fc.boolean(),
            instead: fc.boolean(),
          }),
          { maxLength: 4 },
        ),
        (drafts) => {
          const mandates = drafts.map(
            (draft, at): ActingFor => ({
              ...guardian,
              mandateId: at,
              validFrom: draft.begins,
              validUntil: draft.ends,
              confirmedAt: draft.confirmed ? guardian.confirmedAt : null,
              endedAt: draft.ended ? guardian.confirmedAt : null,
              replacesPerson: draft.instead,
            }),
          );
          const readers = mandateIds(mandates, file);
          expect(readers.length).to.be.greaterThan(0);
          drafts.forEach((draft, at) => {
            const holds =
              draft.confirmed && !draft.ended && draft.begins <= TODAY && (draft.ends ?? TODAY) >= TODAY;
            expect(readers.includes(at)).to.equal(holds);
          });
        },
      ),
    );
  });

  it('goes the way their contact leads', () => {
    expect(wayToRepresentative('liis@advokaat.ee')).to.equal('email');
    expect(wayToRepresentative('Pikk 5-3, 10123 Tallinn')).to.equal('letter');
    expect(wayToRepresentative('+372 5555 555')).to.equal('portal');
    expect(wayToRepresentative('Liis')).to.equal('portal');
    expect(wayToRepresentative(null)).to.equal('portal');
  });
});

describe('the letters on a page', () => {
  const copy = (mandateId: number | null, createdAt: string): LetterCopy => ({
    ...{ mandateId, createdAt, kind: 'review_decided', decisionId: 3, reviewId: 4 },
  });
  const own = copy(null, '2026-03-01T10:00:00.000Z');
  const theirs = copy(1, '2026-03-01T10:00:00.000Z');
  const guardians = copy(2, '2026-03-02T10:00:00.000Z');
  const letters = [guardians, own, theirs];
  const about = () => review;

  it('stand there once, in the reader’s own copy', () => {
    expect(lettersFor(letters, null, about)).to.deep.equal([guardians, own]);
    expect(lettersFor(letters, counsellor, about)).to.deep.equal([guardians, theirs]);
  });

  it('leave out what a narrow mandate does not cover, but never what was sent to it', () => {
    const narrow = { mandateId: 1, scope: { kind: 'claim', claimId: 99 } } as const;
    expect(lettersFor(letters, narrow, about)).to.deep.equal([theirs]);
  });
});
