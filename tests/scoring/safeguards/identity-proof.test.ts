import { expect } from 'chai';
import { canProve, CHANNELS, methodsBy, PROOF_METHODS } from '../../../scoring/safeguards/identity-proof.ts';

describe('proof of identity', () => {
  it('every way to reach us has a way to show who one is', () => {
    for (const channel of CHANNELS) expect(methodsBy(channel, null), channel).to.not.be.empty;
  });

  it('every method is good for some channel', () => {
    for (const method of PROOF_METHODS) {
      expect(
        CHANNELS.some((channel) => canProve(channel, method, null)),
        method,
      ).to.equal(true);
    }
  });

  it('an e-mail proves nothing but what is signed in it, and a caller shows no paper', () => {
    expect(methodsBy('email', null)).to.deep.equal(['digital_signature']);
    expect(canProve('phone', 'id_document', null)).to.equal(false);
    expect(canProve('phone', 'session', null)).to.equal(false);
  });

  it('what a controller accepts only narrows what can prove it', () => {
    expect(methodsBy('visit', ['session', 'id_document'])).to.deep.equal(['id_document']);
    expect(methodsBy('phone', ['session', 'id_document'])).to.deep.equal([]);
    expect(canProve('phone', 'id_document', ['id_document'])).to.equal(false);
  });
});
