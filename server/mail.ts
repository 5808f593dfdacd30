import { createTransport } from 'nodemailer';
import type { Configuration } from './configuration.ts';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The same for the same try, so that a mail server knows a message it was given before. */
  readonly messageId: string;
  readonly attachment: { readonly name: string; readonly pdf: Buffer } | null;
}

export type MailSent =
  | { readonly kind: 'sent' }
  /** The server said no for good: the address does not exist, or refuses us. */
  | { readonly kind: 'refused'; readonly code: string }
  /** Not now: the server is away or busy. It took nothing. */
  | { readonly kind: 'later'; readonly code: string }
  /** The connection broke after the message was handed over: it may have gone out. */
  | { readonly kind: 'unsure'; readonly code: string };

export type SendMail = (mail: Mail) => Promise<MailSent>;

/** Mail over SMTP; null when no server is set: notices then wait in the outbox. One message at a time. */
export function mailSender({ smtpUrl, mailFrom }: MailSettings): SendMail | null {
  if (smtpUrl === null || mailFrom === null) return null;
  // Once the server has said "354" the message is on its way to it, and an error no longer tells that it has none.
  let handedOver = false;
  const heard = (entry: unknown, line: unknown): void => {
    if ((entry as { readonly tnx?: string } | null)?.tnx === 'server' && String(line).startsWith('354'))
      handedOver = true;
  };
  const logger = {
    level: () => undefined,
    trace: heard,
    debug: heard,
    info: heard,
    warn: heard,
    error: heard,
    fatal: heard,
  };
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: WAIT_MS,
    greetingTimeout: WAIT_MS,
    socketTimeout: 2 * WAIT_MS,
    transactionLog: true,
    logger,
    // Read nothing from disk or the web, whatever a message may name.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return async ({ to, subject, text, messageId, attachment }) => {
    handedOver = false;
    try {
      await transport.sendMail({
        from: mailFrom,
        to,
        subject,
        text,
        messageId: `<${messageId}@${domainOf(mailFrom)}>`,
        // Answers by machines ("out of office") help nobody here.
        headers: { 'Auto-Submitted': 'auto-generated' },
        attachments:
          attachment === null
            ? []
            : [{ filename: attachment.name, content: attachment.pdf, contentType: 'application/pdf' }],
      });
      return { kind: 'sent' };
    } catch (error) {
      return outcomeOf(error as SmtpError, handedOver);
    }
  };
}

function domainOf(address: string): string {
  return /@([^>\s]+)/.exec(address)?.[1] ?? 'localhost';
}

export type MailSettings = Pick<Configuration, 'smtpUrl' | 'mailFrom'>;

const WAIT_MS = 30_000;

interface SmtpError extends Error {
  readonly code?: string;
  readonly responseCode?: number;
}

/** Codes alone: what a mail server says may name the person. */
function outcomeOf({ code = 'EUNKNOWN', responseCode }: SmtpError, handedOver: boolean): MailSent {
  if (responseCode !== undefined) {
    const said = `smtp_${responseCode}`;
    return responseCode >= 500 && code !== 'EAUTH'
      ? { kind: 'refused', code: said }
      : { kind: 'later', code: said };
  }
  if (code === 'EENVELOPE') return { kind: 'refused', code: 'address' };
  return { kind: handedOver ? 'unsure' : 'later', code: code.toLowerCase() };
}
