// The table: only the rows in view are elements. Browsers stop at some 17 to 33 million pixels: past this height a pixel of the scroll bar stands for more.
const MAX_HEIGHT = 12e6;
const ON_PAPER = 200; // rows

const table = {
  pool: [], columns: DEFAULT_COLUMNS, active: -1, anchor: -1, activeEvent: -1, height: 28, first: 0,

  get total() { return filter.shown.length; },
  get viewHeight() { return byId('view').clientHeight; },
  get inView() { return Math.max(1, Math.floor(this.viewHeight / this.height)); },
  // First and last row of the selection; nothing but the active row unless it was widened.
  get selection() { return this.active < 0 ? [0, -1] : [Math.min(this.active, this.anchor), Math.max(this.active, this.anchor)]; },

  reset() {
    this.active = this.anchor = this.activeEvent < 0 ? -1 : filter.shown.indexOf(this.activeEvent);
    byId('grid').setAttribute('aria-rowcount', this.total + 1);
    this.measure();
    this.showHead();
    if (this.active < 0) byId('grid').scrollTop = 0;
    else this.scrollToRow(Math.max(0, this.active - Math.floor(this.inView / 2)));
    this.render();
  },

  // Another choice of columns: the rows are made anew.
  setColumns(ids) {
    this.columns = ids.filter((id) => columnById.has(id));
    if (this.columns.length === 0) this.columns = DEFAULT_COLUMNS;
    for (const element of this.pool) element.remove();
    this.pool = [];
    const widths = this.columns.map((id) => columnById.get(id).width);
    byId('grid').style.setProperty('--columns', widths.join(' '));
    byId('grid').style.setProperty('--least', `${widths.reduce((sum, width) => sum + parseFloat(/[\d.]+/.exec(width)[0]) + 0.75, 1.5)}rem`);
    byId('grid').setAttribute('aria-colcount', this.columns.length);
    this.showHead();
    this.measure();
    this.render();
  },

  showHead() {
    const focused = document.activeElement?.dataset.sort; // the buttons are made anew
    byId('head').replaceChildren(...this.columns.map((id) => {
      const { title, isNumber } = columnById.get(id);
      const isSorted = filter.sort === id;
      const button = make('button', { type: 'button', 'data-sort': id }, id === 'time' ? `${title}, ${data.index.zone}` : title,
        isSorted ? make('span', { 'aria-hidden': 'true' }, filter.isDescending ? ' ▾' : ' ▴') : null);
      return make('span', { role: 'columnheader', class: isNumber ? 'number' : null, 'aria-sort': isSorted ? (filter.isDescending ? 'descending' : 'ascending') : null }, button);
    }));
    if (focused) byId('head').querySelector(`[data-sort="${focused}"]`)?.focus();
  },

  measure() {
    this.height = parseFloat(getComputedStyle(byId('grid')).getPropertyValue('--row'));
    this.full = this.total * this.height;
    byId('space').style.height = `${Math.max(0, Math.min(this.full, MAX_HEIGHT) - this.viewHeight)}px`;
  },

  // The row at the top, with its fraction.
  topRow() {
    const top = byId('grid').scrollTop;
    if (this.full <= MAX_HEIGHT) return top / this.height;
    return (top / (MAX_HEIGHT - this.viewHeight)) * (this.total - this.viewHeight / this.height);
  },

  scrollToRow(row) {
    const top = this.full <= MAX_HEIGHT ? row * this.height
      : (row / (this.total - this.viewHeight / this.height)) * (MAX_HEIGHT - this.viewHeight);
    byId('grid').scrollTop = Math.max(0, top);
  },

  render(rows = Math.ceil(this.viewHeight / this.height) + 1) {
    if (!data.isReady) return;
    const top = Math.max(0, Math.min(this.topRow(), this.total - 1));
    this.first = Math.floor(top);
    while (this.pool.length < rows) this.pool.push(this.addRow());
    this.pool.forEach((element, i) => {
      const row = this.first + i;
      const isVisible = i < rows && row < this.total;
      element.hidden = !isVisible;
      if (!isVisible) return;
      element.style.transform = `translateY(${(i - (top - this.first)) * this.height}px)`;
      this.fillRow(element, row);
    });
    const active = this.active - this.first;
    if (this.active >= 0 && active >= 0 && active < rows) byId('grid').setAttribute('aria-activedescendant', this.pool[active].id);
    else byId('grid').removeAttribute('aria-activedescendant');
  },

  addRow() {
    const cells = this.columns.map((id, i) => make('span', { role: 'gridcell', class: `${id}${columnById.get(id).isNumber ? ' number' : ''}`, 'aria-colindex': i + 1 }));
    const element = make('div', { class: 'event', id: `event-${this.pool.length}`, role: 'row' }, cells);
    byId('view').append(element);
    return element;
  },

  fillRow(element, row) {
    const event = filter.shown[row];
    const [low, high] = this.selection;
    this.columns.forEach((id, i) => {
      const cell = element.children[i];
      cell.textContent = columnById.get(id).text(event);
      if (id === 'type') cell.className = `type g${groupOf(data.type[event])}`;
    });
    element.classList.toggle('mine', notes.marks.has(event));
    element.classList.toggle('active', row === this.active);
    element.setAttribute('aria-rowindex', row + 2);
    element.setAttribute('aria-selected', String(row >= low && row <= high));
  },

  choose(row, isWider = false) {
    if (this.total === 0) return;
    this.active = Math.max(0, Math.min(this.total - 1, row));
    if (!isWider) this.anchor = this.active;
    const top = this.topRow();
    if (this.active < top) this.scrollToRow(this.active);
    else if (this.active > top + this.inView - 1) this.scrollToRow(this.active - this.inView + 1);
    this.activeEvent = filter.shown[this.active];
    this.render();
    showDetail(this.activeEvent);
    showCopy();
    permalink.write();
  },

  // A permalink's event, where the filter lets it through.
  chooseEvent(event) {
    const row = filter.shown.indexOf(event);
    if (row < 0) return;
    this.scrollToRow(Math.max(0, row - Math.floor(this.inView / 2)));
    this.choose(row);
  },

  sortBy(id) {
    filter.set({ sort: id, isDescending: filter.sort === id ? !filter.isDescending : false });
  },

  onKey(e) {
    if (e.target !== byId('grid')) return;
    const moves = {
      ArrowDown: this.active + 1, ArrowUp: this.active - 1, PageDown: this.active + this.inView, PageUp: this.active - this.inView,
      Home: 0, End: this.total - 1,
    };
    if (e.key in moves) this.choose(moves[e.key], e.shiftKey);
    else if (e.key === 'Enter') byId('detail').focus();
    else if ((e.key === 't' || e.key === 'n') && !e.ctrlKey && !e.metaKey && this.active >= 0) byId(e.key === 't' ? 'my-tags' : 'my-note').focus();
    else if (e.key === 'c' && (e.ctrlKey || e.metaKey)) copyCsv();
    else return;
    e.preventDefault();
  },

  setUp() {
    const grid = byId('grid');
    let isWaiting = false;
    filter.listeners.push(() => this.reset());
    grid.addEventListener('scroll', () => {
      if (isWaiting) return;
      isWaiting = true;
      requestAnimationFrame(() => { isWaiting = false; this.render(); });
    }, { passive: true });
    byId('view').addEventListener('click', (e) => {
      const element = e.target.closest('.event');
      if (element) this.choose(this.first + this.pool.indexOf(element), e.shiftKey);
    });
    byId('head').addEventListener('click', (e) => {
      const { sort } = e.target.closest('button')?.dataset ?? {};
      if (sort) this.sortBy(sort);
    });
    grid.addEventListener('keydown', (e) => this.onKey(e));
    new ResizeObserver(() => { this.measure(); this.render(); }).observe(grid);
    addEventListener('beforeprint', () => {
      this.render(Math.min(ON_PAPER, this.total));
      byId('on-paper').textContent = this.total > ON_PAPER ? `Of these, ${count(ON_PAPER)} from the top of the list are printed; filter to print others.` : '';
    });
    addEventListener('afterprint', () => this.render());
  },
};
