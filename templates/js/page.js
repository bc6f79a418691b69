// What every part of the page needs: light and dark, ways to a place inside closed parts, printing, where in the contents one is.
const root = document.documentElement;
root.classList.add('js');

const theme = {
  prefersDark: matchMedia('(prefers-color-scheme: dark)'),
  get stored() { try { return localStorage.getItem('storeforensics-theme'); } catch { return null; } },
  set stored(value) { try { localStorage.setItem('storeforensics-theme', value); } catch { /* a browser may forbid it: then it is not kept */ } },
  get isDark() { return root.dataset.theme ? root.dataset.theme === 'dark' : this.prefersDark.matches; },

  setUp() {
    const button = byId('theme');
    const show = () => button.setAttribute('aria-pressed', String(this.isDark));
    button.addEventListener('click', () => {
      root.dataset.theme = this.isDark ? 'light' : 'dark';
      this.stored = root.dataset.theme;
      show();
    });
    this.prefersDark.addEventListener('change', show);
    show();
  },
};
if (theme.stored) root.dataset.theme = theme.stored === 'dark' ? 'dark' : 'light'; // before the first paint

// A link may lead into closed parts: those around the target open, and the target itself if it can. A filter's address leads to the timeline.
function reveal() {
  const target = byId(location.hash.slice(1).split('?')[0]); // ids of the page need no decoding
  if (!target) return;
  for (let at = target; at; at = at.parentElement) {
    if (at.tagName === 'DETAILS') at.open = true;
    if (at.hidden && at.closest('.list')) at.hidden = false; // wanted more than the filter
  }
  target.scrollIntoView();
}

// On paper every card is open, as nothing can be opened there; the long lists of changes print where the reader opened them.
function setUpPrinting() {
  let opened = [];
  byId('print').addEventListener('click', () => print());
  addEventListener('beforeprint', () => {
    opened = [...document.querySelectorAll('.card:not([open]), .fold > details:not([open])')].filter((card) => !card.hidden);
    for (const card of opened) card.open = true;
  });
  addEventListener('afterprint', () => {
    for (const card of opened) card.open = false;
  });
}

function setUpContents() {
  const links = new Map([...document.querySelectorAll('.contents a')].map((link) => [link.hash.slice(1), link]));
  const inView = new Set();
  const bar = document.querySelector('.contents ul');
  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries) inView[entry.isIntersecting ? 'add' : 'delete'](entry.target.id);
    const current = [...links.keys()].find((id) => inView.has(id));
    for (const [id, link] of links) {
      if (id !== current) link.removeAttribute('aria-current');
      else if (!link.hasAttribute('aria-current')) {
        link.setAttribute('aria-current', 'true');
        bar.scrollLeft = link.offsetLeft - 16; // where the contents lie in a row
      }
    }
  }, { rootMargin: '-15% 0px -60% 0px' });
  for (const id of links.keys()) observer.observe(byId(id));
}

// "/" leads to the search wherever one is, unless one is typing.
function setUpKeys() {
  addEventListener('keydown', (e) => {
    if (e.key !== '/' || e.ctrlKey || e.metaKey || e.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName) || !byId('find')) return;
    e.preventDefault();
    byId('timeline').scrollIntoView();
    byId('find').focus({ preventScroll: true });
  });
}
