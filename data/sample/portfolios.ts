import type { Country } from '../../scoring/portfolio/records.ts';
import type { ControllerProfile } from '../../scoring/safeguards/controller-profile.ts';

/** A controller of the sample, with a portfolio of its own. */
export interface SamplePortfolio {
  readonly name: string;
  readonly controller: string;
  readonly kind: 'collection' | 'credit';
  readonly jurisdiction: Country;
  /** The policy pack that decides it. */
  readonly policy: string;
  /** Whose promises it follows. */
  readonly profile: string;
}

const EE_COLLECTOR = {
  name: 'ee-collector',
  controller: 'Näidis Inkasso OÜ',
  kind: 'collection',
  jurisdiction: 'EE',
  policy: 'collection-ee',
  profile: 'debt-collector-ee',
} as const satisfies SamplePortfolio;

const FI_COLLECTOR = {
  name: 'fi-collector',
  controller: 'Malli Perintä Oy',
  kind: 'collection',
  jurisdiction: 'FI',
  policy: 'collection-fi',
  profile: 'debt-collector-fi',
} as const satisfies SamplePortfolio;

const EE_LENDER = {
  name: 'ee-lender',
  controller: 'Näidis Krediit AS',
  kind: 'credit',
  jurisdiction: 'EE',
  policy: 'consumer-credit-ee',
  profile: 'retail-credit-ee',
} as const satisfies SamplePortfolio;

export const SAMPLE_PORTFOLIOS: readonly SamplePortfolio[] = [EE_COLLECTOR, FI_COLLECTOR, EE_LENDER];

/** In every ten persons. A person's controller hangs on the number alone, so that it is the same in every size. */
const ROTA: readonly SamplePortfolio[] = [
  EE_COLLECTOR,
  EE_LENDER,
  EE_COLLECTOR,
  FI_COLLECTOR,
  EE_COLLECTOR,
  EE_LENDER,
  EE_COLLECTOR,
  FI_COLLECTOR,
  EE_COLLECTOR,
  EE_LENDER,
];

export const ROTA_LENGTH = ROTA.length;

export function portfolioOf(person: number): SamplePortfolio {
  return ROTA[person % ROTA_LENGTH] ?? EE_COLLECTOR;
}

/** The one portfolio of a controller that runs by itself (`npm start -- --profile`). */
export function portfolioOfProfile({ id, controller, portfolio }: ControllerProfile): SamplePortfolio {
  return { ...portfolio, controller: controller.name, profile: id };
}
