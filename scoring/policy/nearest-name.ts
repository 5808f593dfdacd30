/** " (did you mean …?)" for the known name that differs least, when it differs little. */
export function nearestTo(name: string, names: Iterable<string>): string {
  let best = '';
  let least = Math.max(2, Math.floor(name.length / 3)) + 1;
  for (const known of names) {
    const distance = editDistance(name, known);
    if (distance < least) {
      least = distance;
      best = known;
    }
  }
  return best === '' ? '' : ` (did you mean ${best}?)`;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(
        Math.min(
          (row[j] ?? 0) + 1,
          (next[j - 1] ?? 0) + 1,
          (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
        ),
      );
    row = next;
  }
  return row[b.length] ?? 0;
}
