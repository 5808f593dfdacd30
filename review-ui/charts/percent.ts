/** A share as an SVG percentage. Charts are placed in percent and have no viewBox, so their text never shrinks. */
export function svgPercent(share: number): string {
  return `${Math.round(Math.min(1, Math.max(0, share)) * 10_000) / 100}%`;
}
