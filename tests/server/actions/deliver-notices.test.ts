import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { SMTPServer } from 'smtp-server';
import { listDeliveries, takeBatch, takeDelivery } from '../../../data/stores/deliveries.ts';
import { findNotice, insertNotices, type NewNotice } from '../../../data/stores/notices.ts';
import { countOutbox } from '../../../data/views/outbox.ts';
import { listAuditEntries } from '../../../data/audit/chain.ts';
import type { ActionContext } from '../../../server/actions/action.ts';
import { readBounces } from '../../../server/actions/read-bounces.ts';
import type { DeliveryReport } from '../../../server/delivery-reports.ts';
import { nextTryAt, sendMail } from '../../../server/actions/send-mail.ts';
import { settleDelivery } from '../../../server/actions/settle-delivery.ts';
import { spendSignInCode } from '../../../data/stores/sign-in-codes.ts';
import { writeLetters } from '../../../server/actions/write-letters.ts';
import { mailSender, type SendMail } from '../../../server/mail.ts';
import { onEveryDatabase } from '../../data/engines.ts';
import { AS_OF, insertSmallPortfolio, NOW } from '../../data/small-portfolio.ts';
import { textOfPdf } from '../../review-ui/pdf-text.ts';

const TEXT = 'Otsus\n\nTere!\nTeie võlg on 812 €.\n\nMiks\n1. Põhjus.\n\nNäidis AS\n';

onEveryDatabase('notices on their way', (check) => {
  let context: ActionContext;
  let personIds: readonly number[];

  const test = (title: string, body: () => Promise<void>): void =>
    check(title, async ({ db, vault }) => {
      ({ personIds } = await insertSmallPortfolio(db, vault, 4));
      context = {
        db,
        vault,
        now: NOW,
        today: AS_OF,
        actor: { kind: 'system' },
        address: 'https://r.example',
      };
      await body();
    });

  const notice = (at: number, channel: NewNotice['channel'], more: Partial<NewNotice> = {}): NewNotice => ({
    personId: personIds[at] ?? 0,
    decisionId: null,
    reviewId: null,
    kind: 'review_decided',
    language: 'et',
    channel,
    text: TEXT,
    createdAt: NOW,
    ...more,
  });
  const make = async (...notices: readonly NewNotice[]): Promise<number[]> => [
    ...(await insertNotices(context.db, context.vault, notices)),
  ];
  const pass = (send: SendMail, now = NOW) => sendMail(() => ({ ...context, now }), send);

  describe('by e-mail', () => {
    test('arrive at a mail server: that there is news and a code, and nothing of the letter', () =>
      withMailServer({}, async ({ send, mails }) => {
        const [id = 0] = await make(notice(0, 'email'));
        expect(await pass(send)).to.deep.equal({ sent: 1, later: 0, failed: 0, unsure: 0 });
        const [mail = ''] = mails;
        const body = decoded(mail);
        expect(body).to.contain('https://r.example').and.to.contain('Teie lehel on uus kiri.');
        expect(body).not.to.match(/812|võlg|Otsus|Person/);
        const code = /kood on (\S+)\./.exec(body)?.[1] ?? '';
        expect((await spendSignInCode(context.db, code, NOW))?.personId).to.equal(personIds[0]);
        expect((await findNotice(context.db, context.vault, id))?.state).to.equal('sent');
        // A second pass has nothing to do.
        expect((await pass(send)).sent).to.equal(0);
        expect(mails).to.have.length(1);
      }));

    test('carry the letter as PDF where the person asked to be answered by e-mail', () =>
      withMailServer({}, async ({ send, mails }) => {
        await make(notice(0, 'email', { attach: true }));
        await pass(send);
        const packed =
          /application\/pdf[\s\S]*?\r\n\r\n([A-Za-z0-9+/=\r\n]+)\r\n--/.exec(mails[0] ?? '')?.[1] ?? '';
        expect(textOfPdf(Buffer.from(packed, 'base64'))).to.contain('812');
      }));

    test('are tried again later, each time after a longer wait, while the server is away', async () => {
      const send = mailSender({ smtpUrl: 'smtp://127.0.0.1:1', mailFrom: 'a@firm.example' }) as SendMail;
      const [id = 0] = await make(notice(0, 'email'));
      expect((await pass(send)).later).to.equal(1);
      expect((await pass(send)).later, 'not before its time').to.equal(0);
      expect((await pass(send, nextTryAt(1, NOW))).later).to.equal(1);
      const [delivery] = await listDeliveries(context.db, id);
      expect(delivery).to.include({ state: 'waiting', tries: 2, failure: 'esocket' });
      expect(nextTryAt(1, NOW) < nextTryAt(2, NOW)).to.equal(true);
      expect(nextTryAt(7, NOW)).to.equal(nextTryAt(8, NOW));
    });

    test('give up after eight tries, and go as a letter', async () => {
      const [id = 0] = await make(notice(0, 'email'));
      let now = NOW;
      for (let tried = 1; tried <= 8; tried += 1) {
        await pass(() => Promise.resolve({ kind: 'later', code: 'smtp_451' }), now);
        now = nextTryAt(tried, now);
      }
      expect((await listDeliveries(context.db, id))[0]).to.include({ state: 'failed', tries: 8 });
      await withFolder(async (folder) => {
        expect((await writeLetters(context, folder)).letters).to.equal(1);
      });
      expect((await findNotice(context.db, context.vault, id))?.state).to.equal('sent');
    });

    test('that a server refuses for good are not tried again, and go as a letter', () =>
      withMailServer({ refuse: 550 }, async ({ send }) => {
        const [id = 0] = await make(notice(0, 'email'));
        expect((await pass(send)).failed).to.equal(1);
        expect((await pass(send, '2030-01-01T00:00:00.000Z')).failed).to.equal(0);
        expect((await listDeliveries(context.db, id))[0]).to.include({
          state: 'failed',
          failure: 'smtp_550',
        });
        expect((await countOutbox(context.db)).trouble).to.equal(1);
        await withFolder(async (folder) => {
          expect((await writeLetters(context, folder)).letters).to.equal(1);
        });
      }));

    test('that were handed over before the line broke are not sent again by themselves', () =>
      withMailServer({ breakAfterData: true }, async ({ send, mails }) => {
        const [id = 0] = await make(notice(0, 'email'));
        expect((await pass(send)).unsure).to.equal(1);
        await pass(send, '2030-01-01T00:00:00.000Z');
        expect(mails).to.have.length(1);
        expect((await listDeliveries(context.db, id))[0]?.state).to.equal('unsure');
      }));

    test('that a killed process was sending are left to a person, who sends again or not', () =>
      withMailServer({}, async ({ send, mails }) => {
        const [id = 0, other = 0] = await make(notice(0, 'email'), notice(1, 'email'));
        await sendMail(
          () => context,
          () => new Promise(() => undefined),
          0,
        );
        await takeDelivery(context.db, 'email', NOW);
        // Within ten minutes another process lets it be.
        expect((await pass(send)).sent).to.equal(1);
        const later = '2030-01-01T00:00:00.000Z';
        expect(await pass(send, later)).to.include({ sent: 0, unsure: 1 });
        expect(mails).to.have.length(1);
        const officer: ActionContext = {
          ...context,
          actor: { kind: 'staff', staffId: 1, roles: ['officer'] },
          now: later,
        };
        const [unsure = 0] = [id, other].filter((each) => each === id);
        expect(await settleDelivery(officer, { noticeId: unsure, as: 'again' })).to.deep.equal({
          kind: 'settled',
        });
        expect((await pass(send, later)).sent).to.equal(1);
        expect(mails).to.have.length(2);
      }));

    test('that came back go as a letter', () =>
      withMailServer({}, async ({ send }) => {
        const [id = 0] = await make(notice(0, 'email'));
        await pass(send);
        const officer: ActionContext = {
          ...context,
          actor: { kind: 'staff', staffId: 1, roles: ['officer'] },
        };
        await settleDelivery(officer, { noticeId: id, as: 'returned' });
        await withFolder(async (folder) => {
          expect((await writeLetters(context, folder)).letters).to.equal(1);
        });
      }));

    test('two processes at once send each one once', () =>
      withMailServer({}, async ({ send, mails, port }) => {
        await make(notice(0, 'email'), notice(1, 'email'), notice(2, 'email'), notice(3, 'email'));
        const other = mailAt(port);
        const passes = await Promise.all([pass(send), pass(other)]);
        expect(passes[0].sent + passes[1].sent).to.equal(4);
        expect(mails).to.have.length(4);
      }));
  });

  describe('that came back later', () => {
    const report = (messageId: string, action: DeliveryReport['action'], status: string) =>
      readBounces(context, { reports: [{ messageId, action, status }], others: 0 });

    test('wait again and go as letters; the person counts as told on the day of the letter', () =>
      withMailServer({}, async ({ send }) => {
        const [id = 0] = await make(notice(0, 'email'));
        await pass(send);
        expect(await report(`notice-${id}.1`, 'delayed', '4.4.1')).to.include({ delayed: 1, returned: 0 });
        expect((await findNotice(context.db, context.vault, id))?.sentAt).to.equal(NOW);
        expect(await report(`notice-${id}.1`, 'failed', '5.1.1')).to.include({ returned: 1 });
        expect(await findNotice(context.db, context.vault, id)).to.include({ state: 'outbox', sentAt: null });
        expect(
          (await listDeliveries(context.db, id)).map(({ state, failure }) => [state, failure]),
        ).to.deep.equal([['failed', 'dsn_5_1_1']]);
        // The same report again, and one of a try that never was.
        expect(await report(`notice-${id}.1`, 'failed', '5.1.1')).to.include({ known: 1, returned: 0 });
        expect(await report(`notice-${id}.7`, 'failed', '5.1.1')).to.include({ others: 1, returned: 0 });
        const folder = await mkdtemp(path.join(tmpdir(), 'recourse-returned-'));
        const later = '2026-03-05T10:00:00.000Z';
        expect(await writeLetters({ ...context, now: later }, folder)).to.include({ letters: 1 });
        await rm(folder, { recursive: true });
        expect(await findNotice(context.db, context.vault, id)).to.include({ state: 'sent', sentAt: later });
        expect(await report(`notice-${id}.1`, 'failed', '5.1.1')).to.include({ known: 1 });
        expect((await findNotice(context.db, context.vault, id))?.state).to.equal('sent');
        const trail = (await listAuditEntries(context.db, 0, 50)).filter(
          ({ action }) => action === 'notice.returned',
        );
        expect(trail).to.have.length(1);
        expect(trail[0]?.payload.toString()).to.contain('5.1.1').and.not.to.contain('@');
      }));

    test('settle what may have been sent, either way', async () => {
      const [arrived = 0, returned = 0] = await make(notice(0, 'email'), notice(1, 'email'));
      await pass(() => Promise.resolve({ kind: 'unsure', code: 'econnection' }));
      expect(await report(`notice-${arrived}.1`, 'delivered', '2.0.0')).to.include({ arrived: 1 });
      expect(await report(`notice-${returned}.1`, 'failed', '5.2.2')).to.include({ returned: 1 });
      expect((await findNotice(context.db, context.vault, arrived))?.state).to.equal('sent');
      expect(await countOutbox(context.db)).to.deep.equal({ waiting: 0, trouble: 1, sent: 1 });
    });
  });

  describe('as letters', () => {
    test('are written as PDF with a manifest of their hashes, once', () =>
      withFolder(async (folder) => {
        const [id = 0] = await make(notice(0, 'letter'), notice(1, 'portal'), notice(2, 'email'));
        const written = await writeLetters(context, folder);
        expect(written).to.include({ letters: 1, withoutAddress: 0 });
        const [batch = ''] = written.batches;
        const pdf = await readFile(path.join(folder, batch, `notice-${id}.pdf`));
        expect(textOfPdf(pdf)).to.contain('812').and.to.contain('Kellele');
        const manifest = JSON.parse(await readFile(path.join(folder, batch, 'manifest.json'), 'utf8')) as {
          readonly letters: readonly { readonly sha256: string }[];
        };
        expect(manifest.letters[0]?.sha256).to.equal(createHash('sha256').update(pdf).digest('hex'));
        expect(await writeLetters(context, folder)).to.deep.equal({
          batches: [],
          letters: 0,
          withoutAddress: 0,
        });
        expect(await countOutbox(context.db)).to.include({ waiting: 1, sent: 2 });
      }));

    test('cut off before or after their folder was named, are finished under the same name with the same bytes', () =>
      withFolder(async (folder) => {
        await make(notice(0, 'letter'), notice(1, 'letter'));
        await writeLetters({ ...context }, path.join(folder, 'first')).then(() => undefined);
        const [batch = ''] = await readdir(path.join(folder, 'first'));
        const before = await readFile(path.join(folder, 'first', batch, 'manifest.json'), 'utf8');
        // As if it had died before the letters were marked as sent.
        await context.db('deliveries').update({ state: 'sending' });
        await context.db('notices').update({ state: 'outbox', sent_at: null });
        const again = await writeLetters(context, path.join(folder, 'first'));
        expect(again).to.deep.equal({ batches: [batch], letters: 2, withoutAddress: 0 });
        await context.db('deliveries').update({ state: 'sending' });
        await writeLetters(context, path.join(folder, 'second'));
        expect(await readFile(path.join(folder, 'second', batch, 'manifest.json'), 'utf8')).to.equal(before);
      }));

    test('are never in two batches, whoever writes at the same time', async () => {
      await make(notice(0, 'letter'), notice(1, 'letter'));
      await withFolder(async (folder) => {
        await writeLetters(context, folder);
        expect(await takeBatch(context.db, String, NOW, 10)).to.equal(null);
      });
    });
  });
});

interface MailWorld {
  readonly port: number;
  readonly send: SendMail;
  readonly mails: readonly string[];
}

async function withMailServer(
  { refuse, breakAfterData = false }: { readonly refuse?: number; readonly breakAfterData?: boolean },
  use: (world: MailWorld) => Promise<void>,
): Promise<void> {
  const mails: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onRcptTo: (_address, _session, callback) =>
      refuse === undefined
        ? callback()
        : callback(Object.assign(new Error('no such person here'), { responseCode: refuse })),
    onData: (stream, _session, callback) => {
      let text = '';
      stream.on('data', (piece: Buffer) => (text += piece.toString('utf8')));
      stream.on('end', () => {
        mails.push(text);
        if (breakAfterData)
          server.connections.forEach((each) => (each as { _socket: { destroy(): void } })._socket.destroy());
        else callback();
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.server.address() as AddressInfo;
  try {
    await use({ send: mailAt(port), mails, port });
  } finally {
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
}

function mailAt(port: number): SendMail {
  const send = mailSender({
    smtpUrl: `smtp://127.0.0.1:${port}`,
    mailFrom: 'Näidis AS <notices@firm.example>',
  });
  if (send === null) throw new Error('no sender');
  return send;
}

async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'recourse-letters-'));
  try {
    await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Quoted-printable and base64 as a mail program shows them. */
function decoded(mail: string): string {
  const [head = '', ...rest] = mail.split('\r\n\r\n');
  const body = rest.join('\r\n\r\n');
  if (/base64/i.test(head)) return Buffer.from(body, 'base64').toString('utf8');
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
