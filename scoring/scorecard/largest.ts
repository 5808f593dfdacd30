/** The largest of many; −Infinity of none. Math.max(...values) puts each on the stack, which ends at some 120,000. */
export function largest(values: Iterable<number>): number {
  let most = -Infinity;
  for (const value of values) if (value > most) most = value;
  return most;
}
