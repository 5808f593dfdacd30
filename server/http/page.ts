import type { Frame, Message, Page, Viewer } from '../../review-ui/page.ts';
import { renderPage } from '../../review-ui/render.ts';
import { identifiedIn } from './authorise.ts';
import { formToken } from './form-token.ts';
import type { OpenCall } from './route.ts';

/** Answers with the page in the language of the request. Pages carry personal data, so that nobody may keep a copy. */
export function page<Context>(call: OpenCall, view: Page<Context>, context: Context, status = 200): void {
  const html = renderPage(view, context, frameFor(call));
  call.response.status(status).type('html').set('Cache-Control', 'no-store').send(html);
}

/** After a POST: on to a page that can be reloaded without doing it again, with a message at its top. */
export function seeOther(call: OpenCall, path: string, message?: Message): void {
  const leave = (): void => call.response.redirect(303, path);
  if (message === undefined) return leave();
  sayHere(call, message);
  // A browser follows as soon as it has read the headers: the next page must find the message. Were it not saved, the
  // way on matters more than the message.
  call.request.session.save(leave);
}

/** Said at the top of the page that this request answers with. */
export function sayHere(call: OpenCall, message: Message): void {
  call.request.session.messages = [...(call.request.session.messages ?? []), message];
}

/** What surrounds the page. Asking for it takes the waiting messages. */
export function frameFor(call: OpenCall): Frame {
  const { request, response, services, language } = call;
  return {
    language,
    here: request.originalUrl,
    csrfToken: formToken(services, request, response),
    viewer: viewerOf(call),
    messages: takeMessages(call),
    controller: identifiedIn(response)?.controller ?? null,
  };
}

export function viewerOf(call: OpenCall): Viewer {
  const identified = identifiedIn(call.response);
  switch (identified?.actor.kind) {
    case 'staff':
      return { kind: 'staff', name: identified.name ?? '', roles: identified.actor.roles };
    case 'customer':
      return {
        kind: 'customer',
        name: identified.name,
        partly: (identified.actor.mandate?.scope.kind ?? 'all') !== 'all',
      };
    case 'system':
    case undefined:
      return { kind: 'nobody' };
  }
}

function takeMessages(call: OpenCall): readonly Message[] {
  const session = call.request.session as typeof call.request.session | undefined;
  const messages = session?.messages ?? [];
  if (messages.length > 0) delete call.request.session.messages;
  return messages;
}
