'use strict';
// What every part of the page needs: light and dark, ways to a place inside closed parts, lists to search and to open, printing.
(() => {
  const root = document.documentElement;
  root.classList.add('js');

  const stored = {
    get() { try { return localStorage.getItem('storeforensics-theme'); } catch { return null; } },
    set(value) { try { localStorage.setItem('storeforensics-theme', value); } catch { /* a browser may forbid it: then it is not kept */ } },
  };
  const prefersDark = matchMedia('(prefers-color-scheme: dark)');
  if (stored.get()) root.dataset.theme = stored.get() === 'dark' ? 'dark' : 'light';
  const isDark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : prefersDark.matches);

  function setUpTheme() {
    const button = document.getElementById('theme');
    const show = () => button.setAttribute('aria-pressed', String(isDark()));
    button.addEventListener('click', () => {
      root.dataset.theme = isDark() ? 'light' : 'dark';
      stored.set(root.dataset.theme);
      show();
    });
    prefersDark.addEventListener('change', show);
    show();
  }

  // A link may lead into closed parts: those around the target open, and the target itself if it can.
  function reveal() {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let at = target; at; at = at.parentElement) {
      if (at.tagName === 'DETAILS') at.open = true;
    }
    target.scrollIntoView();
  }

  function setUpLists() {
    for (const input of document.querySelectorAll('[data-filters]')) {
      const list = document.getElementById(input.dataset.filters);
      const found = input.closest('.list-tools').querySelector('.found');
      let items = null;
      input.addEventListener('input', () => {
        items ??= [...list.querySelectorAll(':scope > .card, :scope > tbody > tr')].map((element) => [element, element.textContent.toLowerCase()]);
        const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
        let count = 0;
        for (const [element, text] of items) {
          element.hidden = !words.every((word) => text.includes(word));
          if (!element.hidden) count++;
        }
        found.textContent = words.length ? `${count.toLocaleString('en-US')} of ${items.length.toLocaleString('en-US')}` : '';
      });
      if (!list.querySelector(':scope > .card')) {
        for (const button of input.closest('.list-tools').querySelectorAll('button')) button.hidden = true;
      }
    }
    const setAll = (name, open) => {
      for (const card of document.querySelectorAll(`#${name} > .card`)) {
        if (!card.hidden) card.open = open;
      }
    };
    for (const button of document.querySelectorAll('[data-opens]')) button.addEventListener('click', () => setAll(button.dataset.opens, true));
    for (const button of document.querySelectorAll('[data-closes]')) button.addEventListener('click', () => setAll(button.dataset.closes, false));
  }

  // On paper every card is open, as nothing can be opened there; the long lists of changes print where the reader opened them.
  function setUpPrinting() {
    let opened = [];
    document.getElementById('print').addEventListener('click', () => print());
    addEventListener('beforeprint', () => {
      opened = [...document.querySelectorAll('.card:not([open])')].filter((card) => !card.hidden);
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
    for (const id of links.keys()) observer.observe(document.getElementById(id));
  }

  addEventListener('DOMContentLoaded', () => {
    setUpTheme();
    setUpLists();
    setUpPrinting();
    setUpContents();
    addEventListener('hashchange', reveal);
    reveal();
  });
})();
