import { sendMail } from '../actions/send-mail.ts';
import { mailSender } from '../mail.ts';
import { contextFor, type Services } from '../services.ts';

const LOOK_EVERY_MS = 60_000;

/** Sends what waits, once a minute, where a mail server is set. Returns what ends it, and waits for a pass under way. */
export function startMail(services: Services): () => Promise<void> {
  const send = mailSender(services.configuration);
  if (send === null) return () => Promise.resolve();
  let underWay: Promise<void> | null = null;
  const look = (): void => {
    underWay ??= sendMail(() => contextFor(services, { kind: 'system' }), send)
      .then(({ sent, failed, unsure, later }) => {
        if (sent + failed + unsure + later > 0)
          services.log.info({ sent, failed, unsure, later }, 'notices by e-mail');
      })
      .catch((error: unknown) => services.log.error({ err: error }, 'notices by e-mail could not be sent'))
      .finally(() => (underWay = null));
  };
  look();
  const timer = setInterval(look, LOOK_EVERY_MS);
  return async () => {
    clearInterval(timer);
    await underWay;
  };
}
