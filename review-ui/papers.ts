import { sizeText } from './size.ts';
import type { Wording } from './wording.ts';

/** What `partials/papers` draws of a paper handed in. */
export interface PaperShown {
  /** Null: this reader may not open it. */
  readonly href: string | null;
  readonly name: string;
  readonly size: string;
  /** Of a signed container: what is known of its signatures; null for any other paper. */
  readonly signatures: {
    readonly text: string;
    readonly tone: 'yes' | 'no' | 'wait';
    readonly signers: readonly string[];
    /** Where staff have the service asked again. */
    readonly again: string | null;
  } | null;
}

interface Handed {
  readonly id: number;
  readonly name: string;
  readonly bytes: number;
  readonly mediaType: string;
}

interface Checked {
  readonly result: string;
  readonly signers: readonly {
    readonly name: string;
    readonly signedAt: string | null;
    readonly holds: boolean;
  }[];
}

const CONTAINER = 'application/vnd.etsi.asic-e+zip';
const TONES: Readonly<Record<string, 'yes' | 'no'>> = { valid: 'yes', not_valid: 'no', unsigned: 'no' };

/** Where papers are opened, and whether this reader may open them and have them checked again. */
export interface PapersAt {
  readonly folder: string;
  readonly opens: boolean;
  readonly again: boolean;
}

/** Papers with what is known of their signatures: nothing that nobody checked looks like one that holds. */
export function presentPapers(
  papers: readonly Handed[],
  checks: ReadonlyMap<number, Checked>,
  at: PapersAt,
  wording: Wording,
): readonly PaperShown[] {
  const { t } = wording;
  return papers.map(({ id, name, bytes, mediaType }) => {
    const check = checks.get(id);
    const result = check?.result ?? 'no_answer';
    return {
      href: at.opens ? `${at.folder}/${id}` : null,
      name,
      size: sizeText(bytes, wording),
      signatures:
        mediaType !== CONTAINER
          ? null
          : {
              text: t(`contest.signatures.${result}`),
              tone: TONES[result] ?? 'wait',
              signers: (check?.signers ?? []).map((signer) => signerText(signer, wording)),
              again: at.again ? `${at.folder}/${id}/signature-checks` : null,
            },
    };
  });
}

function signerText({ name, signedAt, holds }: Checked['signers'][number], { t, date }: Wording): string {
  const day = /^\d{4}-\d{2}-\d{2}/.exec(signedAt ?? '')?.[0];
  const who = day === undefined ? name : `${name}, ${date(day)}`;
  return holds ? who : `${who} (${t('contest.signatures.doesNotHold')})`;
}
