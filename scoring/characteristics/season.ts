import { family } from './characteristic.ts';

const season = family({ applies: 'both', family: 'season', sources: ['derived'], reason: 'R21' });

export const SEASON_CHARACTERISTICS = [
  season('month_of_year', 'category', 'Kuu', 'Month of the year', {}, ({ asOf }) => ({
    value: asOf.slice(5, 7),
    evidence: null,
  })),
];
