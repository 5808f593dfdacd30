/** What of a person a member of staff opened; each has its purpose in words in `review-ui/locales/…/access.json`. */
export const SIGHTS = [
  'case',
  'application',
  'decision',
  'review',
  'document',
  'statement',
  'identity',
  'mandate',
  'request',
  'notice',
  // Not opened: seen among others, or taken out with others.
  'list',
  'export',
] as const;
export type Sight = (typeof SIGHTS)[number];
