/** Partial choices in columns: what each costs, gains and changes, its key in the open couplings, and its own number. */
export interface Front {
  readonly cost: number[];
  readonly gain: number[];
  readonly changes: number[];
  readonly key: number[];
  readonly id: number[];
}

/** Drops every partial choice that another one of its key beats or equals in cost, in gain and, where they count, in changes. */
export function unbeaten(front: Front, changesAtMost: number): Front {
  const { cost, gain, changes, key, id } = front;
  const order = cost.map((_, at) => at);
  order.sort((a, b) => cost[a]! - cost[b]! || changes[a]! - changes[b]! || gain[b]! - gain[a]!);
  const counts = Number.isFinite(changesAtMost);
  const most: number[][] = [];
  const kept: Front = { cost: [], gain: [], changes: [], key: [], id: [] };
  for (const at of order) {
    const own = (most[key[at]!] ??= []);
    // Sorted by cost, then by changes: where the number is free, whoever came before changes no more at equal cost.
    const until = counts ? changes[at]! : 0;
    let isBeaten = false;
    for (let count = 0; count <= until && !isBeaten; count += 1)
      isBeaten = (own[count] ?? -Infinity) >= gain[at]!;
    if (isBeaten) continue;
    own[until] = gain[at]!;
    kept.cost.push(cost[at]!);
    kept.gain.push(gain[at]!);
    kept.changes.push(changes[at]!);
    kept.key.push(key[at]!);
    kept.id.push(id[at]!);
  }
  return kept;
}

export interface Answer {
  readonly cost: number;
  readonly gain: number;
  readonly changes: number;
  readonly id: number;
  readonly choices: readonly number[] | null;
}

/** Cheaper; at equal burden fewer changes; then the surer one. */
export function isCheaper(a: Answer, b: Answer): boolean {
  if (a.cost !== b.cost) return a.cost < b.cost;
  if (a.changes !== b.changes) return a.changes < b.changes;
  return a.gain > b.gain;
}
