import type { CodeOfCountry } from '../../data/views/identities.ts';

/** Countries whose codes our portfolios hold without the country before them. */
const BARE = ['EE', 'FI'];

/**
 * The personal code in a claim, in every way it may stand on record. Identity providers write it with its country:
 * TARA "EE38001085718", certificates "PNOEE-38001085718" (ETSI EN 319 412-1), eIDAS "FI/EE/131052-308T"; Suomi.fi
 * writes it bare, and then `country` says whose it is.
 */
export function personalCodesIn(claim: string, country: string): readonly CodeOfCountry[] {
  const text = claim
    .trim()
    .toUpperCase()
    .replace(/^PNO(?=[A-Z]{2}-)/, '');
  const [, of, code] =
    /^([A-Z]{2})\/[A-Z]{2}\/(\S{4,40})$/.exec(text) ?? /^([A-Z]{2})-?(\d\S{3,39})$/.exec(text) ?? [];
  if (of !== undefined && code !== undefined) {
    return [{ code: `${of}${code}`, country: null }, ...(BARE.includes(of) ? [{ code, country: of }] : [])];
  }
  return /^\d\S{3,39}$/.test(text) ? [{ code: text, country }] : [];
}
