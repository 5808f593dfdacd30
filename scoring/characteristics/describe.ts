import { CHARACTERISTICS } from './catalogue.ts';
import type { Characteristic } from './characteristic.ts';
import { FORBIDDEN } from './forbidden.ts';

/** The catalogue as Markdown: `docs/characteristics.md` is exactly this text, and a test holds the two together. */
export function describeCatalogue(): string {
  const scored = CHARACTERISTICS.filter(({ role }) => role === 'score');
  const forClaims = scored.filter(({ applies }) => applies !== 'application').length;
  const forApplications = scored.filter(({ applies }) => applies !== 'claim').length;
  return [
    '# Characteristics',
    '',
    `${CHARACTERISTICS.length} facts are computed from the records of a person, as of an observation date: what happened or`,
    `became known later changes none of them. ${forClaims} may be scored for a claim and ${forApplications} for an application; the others`,
    'route a case by rules and never count in a score. A datum past its last day of use is not used, and is said to be out of date.',
    '',
    'Favours: ▲ a higher value means a better outcome for the person, ▼ a worse one, – not fixed by the domain.',
    'Change: what the person can do about it (▲ raise it, ▼ lower it, ↕ either way; days for one unit); – nothing.',
    'Reason: the code said when it speaks against the person (`scoring/explanation/reason-codes.ts`).',
    '',
    ...families().flatMap(([family, members]) => ['', `## ${family}`, '', ...tableOf(members)]),
    '',
    '## Never used',
    '',
    'Training refuses a column or characteristic that gives one of these away, whatever it would add to accuracy.',
    '',
    '| what | why | law | barred in |',
    '| --- | --- | --- | --- |',
    ...FORBIDDEN.map(
      ({ id, reason, law, barredIn }) =>
        `| ${id} | ${reason.en} | ${law} | ${barredIn.length === 0 ? 'everywhere' : barredIn.join(', ')} |`,
    ),
    '',
  ].join('\n');
}

function families(): readonly (readonly [string, readonly Characteristic[]])[] {
  const found = new Map<string, Characteristic[]>();
  for (const characteristic of CHARACTERISTICS) {
    const members = found.get(characteristic.family) ?? [];
    members.push(characteristic);
    found.set(characteristic.family, members);
  }
  return [...found];
}

function tableOf(members: readonly Characteristic[]): readonly string[] {
  return [
    '| id | name | nimi | unit | for | role | favours | change | reason | sources |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...members.map((member) =>
      [
        '',
        `\`${member.id}\``,
        member.name.en,
        member.name.et,
        member.unit,
        member.applies,
        member.role,
        member.favours === 0 ? '–' : member.favours > 0 ? '▲' : '▼',
        changeOf(member),
        member.reason,
        member.sources.join(', '),
        '',
      ]
        .join(' | ')
        .trim(),
    ),
  ];
}

function changeOf({ change }: Characteristic): string {
  if (change === null) return '–';
  const way = change.direction === 0 ? '↕' : change.direction > 0 ? '▲' : '▼';
  return change.daysPerUnit === 0 ? way : `${way} ${change.daysPerUnit}`;
}
