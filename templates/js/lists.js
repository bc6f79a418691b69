// Lists in the page: their own words and severities, and the timeline's filter, which hides what has no part in the events that are shown.
class List {
  constructor(element) {
    Object.assign(this, { element, items: [...element.querySelectorAll(':scope > .card, :scope > tr, :scope > li')], words: [], levels: null, inTime: null });
    this.tools = document.querySelector(`.list-tools[data-list="${element.id}"]`);
    this.texts = null;
  }

  apply() {
    this.texts ??= this.items.map((item) => item.textContent.toLowerCase());
    let shown = 0;
    this.items.forEach((item, i) => {
      item.hidden = !(this.words.every((word) => this.texts[i].includes(word)) && (this.levels === null || this.levels.has(item.dataset.severity)) && (this.inTime === null || this.inTime(item)));
      if (!item.hidden) shown++;
    });
    const found = this.tools?.querySelector('.found');
    if (found) found.textContent = shown < this.items.length ? `${count(shown)} of ${count(this.items.length)}` : '';
    return shown;
  }

  setUp() {
    if (!this.tools) return;
    this.tools.querySelector('input[type="search"]')?.addEventListener('input', (e) => {
      this.words = e.target.value.toLowerCase().split(/\s+/).filter(Boolean);
      this.apply();
    });
    const boxes = [...this.tools.querySelectorAll('[data-severity]')];
    for (const box of boxes) {
      box.addEventListener('change', () => {
        const on = boxes.filter((one) => one.checked);
        this.levels = on.length === boxes.length ? null : new Set(on.map((one) => one.dataset.severity));
        this.apply();
      });
    }
    const hasCards = this.items.some((item) => item.classList.contains('card'));
    for (const button of this.tools.querySelectorAll('[data-open]')) {
      button.hidden = !hasCards;
      button.addEventListener('click', () => { for (const item of this.items) if (!item.hidden) item.open = button.dataset.open === 'all'; });
    }
  }
}

const lists = {
  all: [], isLinked: true,

  setUp() {
    this.all = [...document.querySelectorAll('.list')].map((element) => new List(element));
    for (const list of this.all) list.setUp();
  },

  // Whether an item has a part in the filtered events: by its own time, or by an event of it.
  test() {
    const { hits } = filter;
    if (!filter.isActive || !this.isLinked) return null;
    const subjects = new Uint8Array(data.index.subjects.length);
    for (const event of hits) subjects[data.subject[event]] = 1;
    const owners = new Set(data.index.subjects.flatMap((subject, i) => (subjects[i] ? subject.owners : [])));
    const [from, to] = filter.isTimed ? [filter.low < data.rows ? data.time[filter.low] : Infinity, filter.high > 0 ? data.time[filter.high - 1] : -Infinity] : [-Infinity, Infinity];
    return (item) => {
      if (item.dataset.seconds !== undefined) return Number(item.dataset.seconds) >= from && Number(item.dataset.seconds) <= to;
      return /^(image|container|layer)-/.test(item.id) ? owners.has(item.id) : true;
    };
  },

  link() {
    const test = this.test();
    const said = [];
    for (const list of this.all) {
      list.inTime = test;
      const shown = list.apply();
      if (test !== null && shown < list.items.length) said.push(`${count(shown)} of ${count(list.items.length)} ${list.element.dataset.what}`);
    }
    byId('filtered').hidden = !filter.isActive;
    byId('filtered-text').textContent = `Filtered: ${counted(filter.hits.length, 'event')}${said.length > 0 ? `; also ${said.join(', ')}` : ''}`;
  },

  setUpLink() {
    filter.listeners.push(() => this.link());
    byId('filtered-clear').addEventListener('click', clearFilter);
    byId('filtered-link').addEventListener('click', () => {
      this.isLinked = !this.isLinked;
      byId('filtered-link').setAttribute('aria-pressed', String(!this.isLinked));
      this.link();
    });
  },
};
