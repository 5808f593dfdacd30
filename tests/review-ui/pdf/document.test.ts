import { expect } from 'chai';
import { documentPdf, type PaperDocument } from '../../../review-ui/pdf/document.ts';
import { textOfPdf } from '../pdf-text.ts';

const LETTER: PaperDocument = {
  title: 'Otsus on tehtud',
  lead: 'Inimesed vaatasid teie asja läbi.',
  facts: [
    { name: 'Number', value: 'K-1204' },
    { name: 'Nimi', value: 'Žõäöü Šåberg-Łukasiewicz' },
  ],
  sections: [
    {
      title: 'Miks',
      texts: ['Esimene põhjus.', 'Teine põhjus.'],
      list: ['Palk 1 650,00 €', 'Võlg −12 ≤ 20'],
    },
    {
      title: 'Hääled',
      table: {
        caption: 'Hääled',
        columns: [
          { label: 'Liige', kind: 'text' },
          { label: 'Päevi', kind: 'number' },
        ],
        rows: [{ cells: ['Mari', '12'] }, { cells: [{ text: 'Jüri', note: 'eriarvamus' }, null] }],
        total: ['Kokku', '12'],
        empty: 'Hääli ei ole.',
      },
    },
  ],
  foot: 'Näidis AS',
};

describe('a document on paper', () => {
  it('shows a box where somebody wrote a picture that the typeface lacks, and keeps every word', async () => {
    const said = 'Maksin 🙂 ära 👩🏽‍⚖️ eile 🇪🇪 ❤️ © 12 € → lõpp';
    const words = textOfPdf(await documentPdf({ ...LETTER, lead: said }, 'et'));
    expect(words).to.contain('Maksin □ ära □ eile □ □ © 12 € → lõpp');
  });

  it('says all of its words, in order, and the number of each page', async () => {
    const words = textOfPdf(await documentPdf(LETTER, 'et'));
    for (const each of [
      'Otsus on tehtud',
      'Number',
      'K-1204',
      'Miks',
      'Palk 1 650,00 €',
      'Jüri',
      'eriarvamus',
    ])
      expect(words).to.contain(each);
    for (const each of ['–', 'Kokku', 'Näidis AS', '1 / 1']) expect(words).to.contain(each);
    expect(words.indexOf('Esimene')).to.be.below(words.indexOf('Teine'));
  });

  it('in large print says the same words, and takes the room that they need', async () => {
    const long = { ...LETTER, sections: Array.from({ length: 8 }, () => LETTER.sections).flat() };
    const [usual, large] = [await documentPdf(long, 'et'), await documentPdf(long, 'et', 'large')];
    const pages = (words: string) => Number(/1 \/ (\d+)/.exec(words)?.[1]);
    const [small, big] = [textOfPdf(usual), textOfPdf(large)];
    expect(pages(big)).to.be.greaterThan(pages(small));
    for (const each of ['Otsus on tehtud', 'K-1204', 'Palk 1 650,00 €', 'eriarvamus', 'Kokku']) {
      expect(big).to.contain(each);
    }
  });

  it('gives the same bytes for the same words', async () => {
    const [one, other] = [await documentPdf(LETTER, 'et'), await documentPdf(LETTER, 'et')];
    expect(one.equals(other)).to.equal(true);
    expect((await documentPdf({ ...LETTER, foot: 'Teine AS' }, 'et')).equals(one)).to.equal(false);
  });

  it('is tagged and names its language and title, for who listens to it', async () => {
    const raw = (await documentPdf(LETTER, 'fi')).toString('latin1');
    expect(raw)
      .to.contain('/Lang (fi)')
      .and.to.contain('/Marked true')
      .and.to.contain('/DisplayDocTitle true');
    for (const tag of ['/S /H1', '/S /H2', '/S /P', '/S /Table', '/S /TH', '/S /TD'])
      expect(raw).to.contain(tag);
  });

  it('prints the letters of every European name', async () => {
    const names = [
      'Õunapuu Šćęłň',
      'Þórðarson Åse Øyvind',
      'Ґалаґан Їжакевич',
      'Αθηνά Παππά',
      'Ștefănescu Őry',
    ];
    const words = textOfPdf(
      await documentPdf({ title: 'Nimed', sections: [{ title: 'Kõik', list: names }] }, 'et'),
    );
    for (const name of names) expect(words).to.contain(name);
  });

  it('shows a letter that no font has as a box, never as a question mark or nothing', async () => {
    const words = textOfPdf(await documentPdf({ title: 'משה 🦊', sections: [] }, 'en'));
    expect(words.replace(/\s/g, '')).to.match(/^□{4}/).and.not.to.contain('?');
  });

  it('runs a statement of 100,000 characters on over pages and loses no word of it', async () => {
    const long = Array.from({ length: 12_500 }, (_, at) => `w${String(at).padStart(6, '0')}`).join(' ');
    const pdf = await documentPdf(
      { title: 'Pikk', sections: [{ title: 'Sõnad', texts: [long], table: cellsOf([[long, '1']]) }] },
      'et',
    );
    const words = textOfPdf(pdf);
    expect(words.match(/w\d{6}/g)).to.have.length(25_000);
    const pages = Number(/1 \/ (\d+)/.exec(words)?.[1]);
    expect(pages).to.be.within(20, 120);
  });

  it('repeats the head of a table on each page', async () => {
    const rows = Array.from({ length: 120 }, (_, at) => [`rida ${at}`, String(at)]);
    const words = textOfPdf(
      await documentPdf({ title: 'Tabel', sections: [{ title: 'T', table: cellsOf(rows) }] }, 'et'),
    );
    const pages = Number(/1 \/ (\d+)/.exec(words)?.[1]);
    expect(pages).to.be.greaterThan(2);
    expect(words.match(/Veerg A/g)).to.have.length(pages);
    expect(words.match(/rida \d+/g)).to.have.length(120);
  });

  it('says what a table without rows would hold', async () => {
    const words = textOfPdf(
      await documentPdf({ title: 'Tabel', sections: [{ title: 'T', table: cellsOf([]) }] }, 'et'),
    );
    expect(words).to.contain('Siia tulevad read.');
  });
});

function cellsOf(
  rows: readonly (readonly string[])[],
): NonNullable<PaperDocument['sections'][number]['table']> {
  return {
    caption: 'Tabel',
    columns: [
      { label: 'Veerg A', kind: 'text' },
      { label: 'Veerg B', kind: 'number' },
    ],
    rows: rows.map((cells) => ({ cells })),
    empty: 'Siia tulevad read.',
  };
}
