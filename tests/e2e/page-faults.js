// Runs inside the page, by page-faults.ts: what a reader would stumble over, each as one sentence.
(parts) => {
  const faults = new Set();
  const say = (what, where) => faults.add(`${what}: ${where.replaceAll(/\s+/g, ' ').trim().slice(0, 160)}`);
  const wide = innerWidth > 1000;
  const shown = (element) =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: true }) &&
    element.closest('.hidden, .skip') === null;

  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) say(`the page is ${scrollWidth} px wide on a screen of ${clientWidth} px`, '');
  const headings = document.querySelectorAll('h1').length;
  if (headings !== 1) say(`${headings} headings of the first rank`, location.pathname);
  if (document.title.trim() === '') say('no title', location.pathname);

  const CODES = [
    ['a value that is none', /\b(undefined|NaN|Infinity|Invalid Date)\b|\[object /],
    ['a key without its text', new RegExp(`(?<![\\w/@.-])(${parts.join('|')})\\.[a-z]\\w*(\\.\\w+)+`)],
    ['a moment as machines write it', /\d{4}-\d\d-\d\dT\d\d:\d\d/],
    ['a day as machines write it', /(?<![\w/.-])\d{4}-\d\d-\d\d(?![\w/-])/],
    ['a code as machines write it', /(?<![\w/@.:"-])[a-z][a-z0-9]*(_[a-z0-9]+)+(?![\w@.(])/],
    ['a code as machines write it', /^(?!www\.)[a-z_]+(\.[a-z_]+)+(?<!\.(csv|pdf|ee|fi|com))$/],
    ['marks of a text that was not filled in', /\{\{(?!constructor)|\$t\((?!common\.skip)/],
  ];
  const machine = 'code, pre, kbd, textarea, script, style, .codes, [data-verbatim]';
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    const element = node.parentElement;
    if (node.data.trim() === '' || !shown(element) || element.closest(machine) !== null) continue;
    for (const [what, pattern] of CODES) if (pattern.test(node.data.trim())) say(what, node.data);
    if (/[\u0590-\u08ff\u202a-\u202e\u2066-\u2069]/.test(node.data) && !isApart(node)) {
      say('a foreign direction of writing runs into what stands beside it', element.textContent);
    }
  }

  // Text that is cut off, or runs out of the screen where nobody can slide to it.
  for (const element of document.body.querySelectorAll('*')) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '');
    if (!own || !shown(element)) continue;
    const { overflowX } = getComputedStyle(element);
    if (overflowX !== 'visible' && overflowX !== 'auto' && element.clientWidth > 1 && element.scrollWidth > element.clientWidth + 1 && !('value' in element)) {
      say('a text is cut', element.textContent);
    }
    if (element.closest('.scroll') === null && element.getBoundingClientRect().right > innerWidth + 1) {
      say('a text runs out of the screen', element.textContent);
    }
  }
  for (const slide of document.querySelectorAll('.scroll')) {
    if (wide && shown(slide) && slide.scrollWidth > slide.clientWidth + 1 && slide.querySelector('[data-wide]') === null) {
      say(`a table of ${slide.scrollWidth} px has to be slid on a wide screen`, slide.getAttribute('aria-label') ?? '');
    }
  }

  for (const label of document.querySelectorAll('label[for]')) {
    if (document.getElementById(label.htmlFor)?.labels?.length === undefined) say('a label of nothing', label.textContent);
  }
  for (const form of document.querySelectorAll('form[method=post]')) {
    if (form.querySelector('[name=_csrf]') === null) say('a form without its token', form.action);
  }

  // What somebody typed must not have become a part of the page.
  if (globalThis.attacked !== undefined) say('a script of a stranger ran', String(globalThis.attacked));
  const scripts = [...document.scripts].filter(({ src }) => !src.startsWith(`${location.origin}/assets/`));
  if (scripts.length > 0) say('a script that is not ours', scripts[0].outerHTML);
  if (document.querySelector('[id^=planted], img[src="x"], [onerror], [onload], [style]') !== null) {
    say('markup of a stranger', document.querySelector('[id^=planted], img[src="x"], [onerror], [onload], [style]').outerHTML);
  }
  for (const { href } of document.links) if (/^(javascript|data):/i.test(href)) say('a link that runs', href);
  return [...faults];

  /** The nearest part that browsers order by itself holds nothing but this text, or the text is closed in itself. */
  function isApart(node) {
    const open = (text) => text.replaceAll(/\u2068[^\u2069]*\u2069/g, '');
    if (!/[\u0590-\u08ff\u202a-\u202e]/.test(open(node.data))) return true;
    let part = node.parentElement;
    while (!/isolate|plaintext/.test(getComputedStyle(part).unicodeBidi) && getComputedStyle(part).display === 'inline') {
      part = part.parentElement;
    }
    const others = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    for (let other = others.nextNode(); other !== null; other = others.nextNode()) {
      if (other === node || other.data.trim() === '' || !shown(other.parentElement)) continue;
      const between = [];
      for (let each = other.parentElement; each !== part; each = each.parentElement) between.push(getComputedStyle(each));
      if (!between.some(({ display, unicodeBidi }) => display !== 'inline' || unicodeBidi !== 'normal')) return false;
    }
    return true;
  }
}
