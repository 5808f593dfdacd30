/** Kinds of data that can go while the rest stays; what a decision or a claim rests on is not among them. */
export const ERASABLE_PARTS = [
  'contacts',
  'told_income',
  'support_needs',
  'surveys_and_offers',
  'statements',
] as const;
export type ErasablePart = (typeof ERASABLE_PARTS)[number];

export function isErasablePart(text: string): text is ErasablePart {
  return (ERASABLE_PARTS as readonly string[]).includes(text);
}
