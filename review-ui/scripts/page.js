// Livelier, never needed: every page works without this file.
const rows = () => [...document.querySelectorAll('tr[data-row]')];
let at = -1;

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const key = event.key.toLowerCase();
  if (key === 'j' || key === 'k') {
    if (rows().length > 0) moveRow(key === 'j' ? 1 : -1);
    else document.querySelector(`a[rel=${key === 'j' ? 'next' : 'prev'}]`)?.click();
  }
});

function isTyping(target) {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;
}

/** Focus goes to the row's first link, so that Enter opens it and a screen reader says it. */
function moveRow(step) {
  const all = rows();
  at = Math.min(all.length - 1, Math.max(0, at + step));
  all[at].querySelector('a')?.focus();
}

// A form sent twice would do the thing twice: the second press is ignored. The pressed button still sends its value.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = 'yes';
  setTimeout(() => delete form.dataset.sent, 4000);
});

// A part that is still being worked on says so with data-refresh="seconds" and is fetched again.
for (const part of document.querySelectorAll('[data-refresh]')) refreshLater(part);

function refreshLater(part) {
  const seconds = Number(part.dataset.refresh);
  if (!(seconds > 0)) return;
  setTimeout(async () => {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } }).catch(() => null);
    const text = answer?.ok ? await answer.text() : null;
    const fresh = text && new DOMParser().parseFromString(text, 'text/html').getElementById(part.id);
    if (!fresh) return refreshLater(part);
    part.replaceWith(fresh);
    if (fresh.dataset.refresh) refreshLater(fresh);
  }, seconds * 1000);
}

// Papers to print are printed unfolded.
addEventListener('beforeprint', () => {
  for (const fold of document.querySelectorAll('details')) fold.open = true;
});
