/** What an attribute covers, without the numbers fitted to it. */
export type AttributeCover =
  | { readonly kind: 'range'; readonly from: number | null; readonly to: number | null }
  | { readonly kind: 'categories'; readonly values: readonly string[] }
  | { readonly kind: 'special'; readonly value: number }
  | { readonly kind: 'missing' }
  | { readonly kind: 'other' };
