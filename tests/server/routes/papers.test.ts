import { expect } from 'chai';
import { findDocument, listDocuments } from '../../../data/stores/documents.ts';
import { listReviewsOfDecision } from '../../../data/stores/reviews.ts';
import { listStatements } from '../../../data/stores/statements.ts';
import { ASICE_TYPE, asiceOf, zipOf } from '../../fixtures/zip.ts';
import { startSiva } from '../../stand-ins/siva.ts';
import type { Browser } from '../http/browser.ts';
import { withServer } from '../http/test-server.ts';
import {
  inEnglish,
  insertContestedWorld,
  numberIn,
  pageOf,
  PDF,
  sendPapers,
  signInCommittee,
} from './contested-world.ts';

const LETTER = { name: 'letter.txt', content: Buffer.from('Maksin aprillis.') };
const SIGNED = asiceOf(LETTER, [{ name: 'MAASIKAS,MARI' }, { name: 'TAMM,JÜRI', forged: true }]);

describe('a signed paper', () => {
  it('is kept, checked by the service, and its signatures are shown to staff and to the person', async () => {
    const siva = await startSiva();
    try {
      await withServer(
        async (server) => {
          const world = await insertContestedWorld(server.services);
          const customer = inEnglish(await server.customer('mari', world.personId));
          const path = `/my/decisions/${world.declined}/reviews`;
          const sent = await sendPapers(customer, path, { words: 'See.' }, [
            { name: 'bank.asice', content: SIGNED },
          ]);
          const review = numberIn(sent);
          const { officer, members } = await signInCommittee(server);
          for (const html of [
            await pageOf(customer, `/my/reviews/${review}`),
            await pageOf(members[0], `/reviews/${review}`),
          ]) {
            expect(html)
              .to.contain('A signature does not hold')
              .and.to.contain('MAASIKAS,MARI, 27')
              .and.to.match(/TAMM,JÜRI, 27.*\(does not hold\)/);
          }
          const sealed = await server.services.db('signature_checks').pluck<Buffer[]>('signers_sealed');
          expect(String(sealed[0])).to.not.contain('MAASIKAS');
          expect(server.loggedText()).to.not.contain('MAASIKAS');
          // Asked again while the service is down: the newest answer is the one that is shown.
          siva.fault = 'failing';
          const [paper] = await listDocuments(server.services.db, server.services.vault, {
            reviewId: review,
          });
          await officer.post(`/documents/${paper?.id}/signature-checks`);
          expect(await pageOf(officer, `/reviews/${review}`)).to.contain('Signatures not verified');
        },
        { SIVA_URL: siva.url },
      );
    } finally {
      await siva.close();
    }
  });

  it('is shown as not verified where no service is set or it hangs; the request is not lost', async () => {
    const siva = await startSiva();
    siva.fault = 'silent';
    try {
      const slow = { SIVA_URL: siva.url, SIVA_TIMEOUT_SECONDS: '1' };
      for (const settings of [{} as Readonly<Record<string, string>>, slow]) {
        await withServer(async (server) => {
          const world = await insertContestedWorld(server.services);
          const customer = inEnglish(await server.customer('mari', world.personId));
          const path = `/my/decisions/${world.declined}/reviews`;
          const review = numberIn(
            await sendPapers(customer, path, { words: 'See.' }, [{ name: 'bank.asice', content: SIGNED }]),
          );
          const html = await pageOf(customer, `/my/reviews/${review}`);
          expect(html).to.contain('Signatures not verified').and.to.not.contain('Signatures hold');
        }, settings);
      }
    } finally {
      await siva.close();
    }
  });
});

describe('hostile papers', () => {
  it('each get a clear answer, and what was typed comes back', () =>
    withServer(async (server) => {
      const world = await insertContestedWorld(server.services);
      const customer = inEnglish(await server.customer('mari', world.personId));
      const path = `/my/decisions/${world.declined}/reviews`;
      const bomb = { name: 'zeros', content: Buffer.alloc(110 * 1024 * 1024), deflate: true };
      for (const [name, content, says] of [
        ['bomb.asice', zipOf([ASICE_TYPE, bomb]), 'holds far more than a paper'],
        [
          'out.asice',
          zipOf([ASICE_TYPE, { ...LETTER, name: '../../etc/cron.d/x' }]),
          'names that we cannot take',
        ],
        ['cut.asice', SIGNED.subarray(0, 300), 'damaged or cut short'],
        ['both.pdf', Buffer.concat([PDF, zipOf([LETTER])]), 'two kinds of file at once'],
        [
          'page.pdf',
          Buffer.from('%PDF-1.4 <html><script>alert(1)</script>%%EOF'),
          'two kinds of file at once',
        ],
        ['cut.pdf', Buffer.from('%PDF-1.7\n1 0 obj'), 'damaged or cut short'],
        ['program.exe', Buffer.from('MZ\x90\0'), 'neither a PDF'],
      ] as const) {
        const refused = await sendPapers(customer, path, { words: 'Look at it.', 'point.rule': 'yes' }, [
          { name, content },
        ]);
        expect(refused.status, name).to.equal(422);
        expect(await refused.text(), name)
          .to.contain(says)
          .and.to.contain('Look at it.')
          .and.to.match(/name="point.rule" value="yes" checked/);
      }
      expect(await listReviewsOfDecision(server.services.db, world.declined)).to.deep.equal([]);
    }));

  it('of 200 megabytes are read to their end and not kept; the answer comes with what was typed', function () {
    this.timeout(120_000);
    return withServer(async (server) => {
      const world = await insertContestedWorld(server.services);
      const customer = inEnglish(await server.customer('mari', world.personId));
      const sent = await sendHuge(customer, `/my/decisions/${world.declined}/reviews`, 200);
      expect(sent.status).to.equal(422);
      expect(await sent.text())
        .to.contain('larger than 10')
        .and.to.contain('Words beside it.');
      expect(await listReviewsOfDecision(server.services.db, world.declined)).to.deep.equal([]);
    });
  });

  it('with a name that turns letters around, leads elsewhere or ends in another kind, are renamed', () =>
    withServer(async (server) => {
      const world = await insertContestedWorld(server.services);
      const customer = inEnglish(await server.customer('mari', world.personId));
      const names = [
        '../../../etc/passwd',
        'C:\\temp\\bill.exe',
        'invoice\u202efdp.exe',
        '..',
        '🙂'.repeat(200),
      ];
      const sent = await sendPapers(
        customer,
        `/my/decisions/${world.declined}/reviews`,
        { words: '' },
        names.map((name) => ({ name, content: PDF })),
      );
      const { db, vault } = server.services;
      const kept = (await listDocuments(db, vault, { reviewId: numberIn(sent) })).map(({ name }) => name);
      expect(kept).to.deep.equal([
        'passwd.pdf',
        'bill.exe.pdf',
        'invoicefdp.exe.pdf',
        'paper.pdf',
        `${'🙂'.repeat(120)}.pdf`,
      ]);
    }));
});

describe('words of any script', () => {
  const WORDS = 'שלום, שילמתי באפריל. \u202eoverride 🙂👩‍👩‍👧 Ümmargune — ﷽';

  it('are kept and shown as they were written, apart from the text around them', () =>
    withServer(async (server) => {
      const world = await insertContestedWorld(server.services);
      const customer = inEnglish(await server.customer('mari', world.personId));
      const path = `/my/decisions/${world.declined}/reviews`;
      const review = numberIn(await sendPapers(customer, path, { words: WORDS }, []));
      const { db, vault } = server.services;
      const [statement] = await listStatements(db, vault, { reviewId: review });
      expect(statement?.text).to.equal(WORDS);
      const { members } = await signInCommittee(server);
      for (const html of [
        await pageOf(customer, `/my/reviews/${review}`),
        await pageOf(members[0], `/reviews/${review}`),
      ]) {
        expect(html).to.contain(`<blockquote dir="auto">${WORDS}</blockquote>`);
      }
    }));

  it('of 100,000 characters come back whole, to the last one, and nothing is contested', () =>
    withServer(async (server) => {
      const world = await insertContestedWorld(server.services);
      const customer = inEnglish(await server.customer('mari', world.personId));
      const words = `${'🙂'.repeat(99_990)}the end...`;
      const path = `/my/decisions/${world.declined}/reviews`;
      const refused = await sendPapers(customer, path, { words }, [{ name: 'a.pdf', content: PDF }]);
      expect(refused.status).to.equal(422);
      expect(await refused.text())
        .to.contain(words)
        .and.to.contain('at most 20,000 characters');
      expect(await listReviewsOfDecision(server.services.db, world.declined)).to.deep.equal([]);
      expect(await findDocument(server.services.db, server.services.vault, 1)).to.equal(null);
    }));
});

/** A form with one paper of so many megabytes, sent as it is made. */
async function sendHuge(customer: Browser, path: string, megabytes: number): Promise<Response> {
  const line = '--huge';
  const token = await customer.token();
  const field = (name: string, value: string) =>
    `${line}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const head = `${field('_csrf', token)}${field('words', 'Words beside it.')}${line}\r\nContent-Disposition: form-data; name="papers"; filename="huge.pdf"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.4\n`;
  const chunk = Buffer.alloc(1024 * 1024, 0x20);
  async function* body(): AsyncGenerator<Buffer> {
    yield Buffer.from(head);
    for (let sent = 0; sent < megabytes; sent++) yield chunk;
    yield Buffer.from(`\r\n${line}--\r\n`);
  }
  return customer.request(path, {
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data; boundary=huge', accept: 'text/html' },
    body: body() as unknown as ReadableStream,
    duplex: 'half',
  } as RequestInit);
}
