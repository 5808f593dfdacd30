import { expect } from 'chai';
import { CHARACTERISTICS } from '../../../scoring/characteristics/catalogue.ts';
import { refuseForbidden } from '../../../scoring/characteristics/forbidden.ts';

describe('using a right', () => {
  it('is no characteristic that scores: what a restriction, an objection or a consent sets only routes a case', () => {
    const brakes = CHARACTERISTICS.filter(({ family }) => family === 'restrictions');
    expect(brakes.map(({ id }) => id)).to.include.members(['restricted', 'objection', 'hardship']);
    for (const { id, role } of brakes) expect(role, id).to.equal('route');
  });

  it('cannot be taught to a scorecard under any of its names', () => {
    for (const name of [
      'access_request',
      'review_request',
      'RectificationRequest',
      'erasure_request',
      'restriction request',
      'portability_request',
      'rights_requests',
      'consent_withdrawn',
      'marketing_opt_out',
      'objection',
      'complaint',
    ]) {
      expect(
        refuseForbidden([name]).map(({ forbidden }) => forbidden),
        name,
      ).to.deep.equal(['use_of_rights']);
    }
  });
});
