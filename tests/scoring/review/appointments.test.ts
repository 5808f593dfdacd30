import { expect } from 'chai';
import fc from 'fast-check';
import {
  type Appointment,
  drawCommittee,
  standIns,
  succession,
  type ToDraw,
  unfitFor,
} from '../../../scoring/review/appointments.ts';

const TODAY = '2026-06-01';

const appointed = (staffId: number, more: Partial<Appointment> = {}): Appointment => ({
  appointmentId: staffId,
  staffId,
  as: 'member',
  from: '2025-01-01',
  until: '2028-01-01',
  trainedOn: '2025-01-15',
  upToCents: null,
  endedAt: null,
  ...more,
});

const draw = (appointments: readonly Appointment[], more: Partial<ToDraw> = {}): ToDraw => ({
  appointments,
  involvements: [],
  today: TODAY,
  amountCents: 100_000,
  quorum: 3,
  ...more,
});

describe('an appointment to the committee', () => {
  it('holds from its first day and no longer on the day it ends', () => {
    const member = appointed(1);
    expect(unfitFor(member, '2024-12-31', 0)).to.equal('not_begun');
    expect(unfitFor(appointed(1, { trainedOn: '2024-01-01' }), '2025-01-01', 0)).to.equal(null);
    expect(unfitFor(member, '2027-12-31', 0)).to.equal(null);
    expect(unfitFor(member, '2028-01-01', 0)).to.equal('over');
  });

  it('needs training on record, and not only planned', () => {
    expect(unfitFor(appointed(1, { trainedOn: null }), TODAY, 0)).to.equal('not_trained');
    expect(unfitFor(appointed(1, { trainedOn: '2026-06-02' }), TODAY, 0)).to.equal('not_trained');
  });

  it('reaches to its amount, that amount included', () => {
    const small = appointed(1, { upToCents: 100_000 });
    expect(unfitFor(small, TODAY, 100_000)).to.equal(null);
    expect(unfitFor(small, TODAY, 100_001)).to.equal('amount');
  });
});

describe('drawing a committee', () => {
  it('seats every fit member and the chair, and leaves substitutes at home while the quorum stands', () => {
    const all = [
      appointed(1, { as: 'chair' }),
      appointed(2),
      appointed(3),
      appointed(4, { as: 'substitute' }),
    ];
    expect(drawCommittee(draw(all))).to.deep.equal({
      kind: 'drawn',
      memberIds: [1, 2, 3],
      chairId: 1,
      chairBy: 'chair',
      substituteIds: [],
      leftOut: [],
    });
  });

  it('calls substitutes only as far as the quorum needs them, and says who was left out and why', () => {
    const all = [
      appointed(1, { as: 'chair' }),
      appointed(2),
      appointed(3, { trainedOn: null }),
      appointed(4, { as: 'substitute' }),
      appointed(5, { as: 'substitute' }),
    ];
    const drawn = drawCommittee(draw(all));
    expect(drawn).to.deep.include({ memberIds: [1, 2, 4], substituteIds: [4] });
    expect(drawn).to.deep.include({ leftOut: [{ staffId: 3, because: 'not_trained' }] });
  });

  it('with the chair in conflict a deputy presides, and without one the member appointed longest', () => {
    const involvements = [{ memberId: 1, conflict: 'same_address' as const }];
    const rest = [appointed(2, { from: '2025-03-01' }), appointed(3), appointed(4, { from: '2025-02-01' })];
    const deputy = appointed(5, { as: 'deputy_chair', from: '2025-05-01' });
    const chair = appointed(1, { as: 'chair' });
    expect(drawCommittee(draw([chair, ...rest, deputy], { involvements }))).to.include({
      chairId: 5,
      chairBy: 'deputy_chair',
    });
    expect(drawCommittee(draw([chair, ...rest], { involvements }))).to.include({
      chairId: 3,
      chairBy: 'longest_appointed',
    });
  });

  it('with nobody appointed, or too few who may sit, it says which', () => {
    expect(drawCommittee(draw([]))).to.deep.equal({ kind: 'nobody_appointed' });
    const small = { upToCents: 1 };
    expect(drawCommittee(draw([appointed(1), appointed(2, small), appointed(3)]))).to.deep.equal({
      kind: 'too_few',
      fit: 2,
      needed: 3,
      leftOut: [{ staffId: 2, because: 'amount' }],
    });
  });

  it('never seats anybody unfit or in conflict, nor anybody twice, whoever is appointed', () => {
    const any = fc.record({
      staffId: fc.integer({ min: 1, max: 8 }),
      as: fc.constantFrom('chair', 'deputy_chair', 'member', 'substitute'),
      from: fc.constantFrom('2024-01-01', '2026-01-01', '2026-07-01'),
      until: fc.constantFrom(null, '2026-05-01', '2027-01-01'),
      trainedOn: fc.constantFrom(null, '2025-01-01', '2026-09-01'),
      upToCents: fc.constantFrom(null, 50_000, 100_000, 200_000),
      endedAt: fc.constantFrom(null, '2026-01-01T00:00:00.000Z'),
    });
    const conflicts = fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 3 });
    fc.assert(
      fc.property(
        fc.array(any, { maxLength: 12 }),
        conflicts,
        fc.integer({ min: 1, max: 5 }),
        (list, ids, quorum) => {
          const appointments = list.map((each, i) => ({ ...each, appointmentId: i + 1 }) as Appointment);
          const involvements = ids.map((memberId) => ({ memberId, conflict: 'made' as const }));
          const drawn = drawCommittee(draw(appointments, { involvements, quorum }));
          if (drawn.kind !== 'drawn') return;
          expect(new Set(drawn.memberIds).size).to.equal(drawn.memberIds.length);
          expect(drawn.memberIds).to.include(drawn.chairId);
          expect(drawn.memberIds.length).to.be.at.least(quorum);
          for (const id of drawn.memberIds) {
            expect(ids).to.not.include(id);
            const own = appointments.filter(({ staffId }) => staffId === id);
            expect(own.some((each) => unfitFor(each, TODAY, 100_000) === null)).to.equal(true);
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('seats that were lost', () => {
  it('are filled by members who were not drawn before substitutes, and only as many as are missing', () => {
    const all = [1, 2, 3, 4].map((id) => appointed(id)).concat(appointed(5, { as: 'substitute' }));
    expect(standIns(draw(all), [1, 2, 3], 2)).to.deep.equal([4]);
    expect(standIns(draw(all), [1, 2, 3, 4], 1)).to.deep.equal([5]);
    expect(standIns(draw(all), [1, 2, 3], 3)).to.deep.equal([]);
  });

  it('pass the chair on: chair, deputies, members by length of appointment, substitutes last', () => {
    const all = [
      appointed(1, { as: 'substitute', from: '2020-01-01' }),
      appointed(2, { from: '2025-06-01' }),
      appointed(3, { from: '2025-02-01' }),
      appointed(4, { as: 'deputy_chair' }),
      appointed(5, { as: 'chair' }),
    ];
    expect(succession(all).map(({ staffId }) => staffId)).to.deep.equal([5, 4, 3, 2, 1]);
  });
});
