import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';

const names = z.array(z.string().min(1));
const byColumn = <T extends z.ZodType>(value: T) => z.record(z.string().min(1), value);

/** What a person says about a table in SPEC.yaml; `docs/scorecard-spec.md` explains each entry. */
const SPEC = z.strictObject({
  name: z.string().min(1).max(100).optional(),
  target: z.strictObject({ favourable: z.union([z.literal(0), z.literal(1)]) }).optional(),
  drop: names.optional(),
  monotone: byColumn(z.union([z.literal(1), z.literal(-1)])).optional(),
  change: byColumn(
    z.strictObject({
      direction: z.union([z.literal(-1), z.literal(0), z.literal(1)]),
      daysPerUnit: z.number().min(0),
      costPerUnit: z.number().min(0),
    }),
  ).optional(),
  special: byColumn(z.array(z.number())).optional(),
  categorical: names.optional(),
  scaling: z
    .strictObject({
      pointsToDouble: z.number().positive(),
      anchorPoints: z.number(),
      anchorOdds: z.number().positive(),
    })
    .optional(),
});

/** What a spec may say; the document shows each of them. */
export const SPEC_ENTRIES: readonly string[] = Object.keys(SPEC.shape);

export type SpecFile = z.infer<typeof SPEC>;

export type SpecRead =
  | { readonly kind: 'spec'; readonly spec: SpecFile }
  | { readonly kind: 'refused'; readonly reason: string; readonly problems: readonly string[] };

export async function readSpecFile(path: string): Promise<SpecRead> {
  const name = basename(path);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    return { kind: 'refused', reason: `${name}: the spec is not there, or cannot be read`, problems: [] };
  }
  return readSpec(text, name);
}

export function readSpec(text: string, name: string): SpecRead {
  let value: unknown;
  try {
    value = parse(text) ?? {};
  } catch (error) {
    const problem = error instanceof YAMLParseError ? error.message : String(error);
    return { kind: 'refused', reason: `${name}: the spec is not YAML`, problems: [problem] };
  }
  const checked = SPEC.safeParse(value);
  if (checked.success) return { kind: 'spec', spec: checked.data };
  const problems = checked.error.issues.map(
    ({ path, message }) => `${path.join('.') || 'the spec'}: ${message}`,
  );
  return { kind: 'refused', reason: `${name}: the spec is not right (see docs/scorecard-spec.md)`, problems };
}
