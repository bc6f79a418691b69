// Events over time, by kind. A drag, the arrow keys or the buttons zoom, which is a choice of time for everything in the page.
const startOf = (year, month = 0) => { const date = new Date(0); date.setUTCFullYear(year, month, 1); return date.getTime() / 1000; };
const yearOf = (seconds) => new Date(seconds * 1000).getUTCFullYear();
const monthOf = (seconds) => new Date(seconds * 1000).getUTCMonth();
const fixedUnit = (length, name, letters) => ({ name, letters, length, floor: (s) => Math.floor(s / length) * length, next: (s) => s + length });
// From fine to coarse: the first whose bars are few enough. All in local seconds.
const UNITS = [
  fixedUnit(1, 'second', 19), fixedUnit(10, '10 seconds', 19), fixedUnit(60, 'minute', 16), fixedUnit(600, '10 minutes', 16), fixedUnit(3600, 'hour', 16),
  fixedUnit(6 * 3600, '6 hours', 16), fixedUnit(DAY, 'day', 10),
  { name: 'month', letters: 7, length: 30 * DAY, floor: (s) => startOf(yearOf(s), monthOf(s)), next: (s) => startOf(yearOf(s), monthOf(s) + 1) },
  { name: 'year', letters: 4, length: 365 * DAY, floor: (s) => startOf(yearOf(s)), next: (s) => startOf(yearOf(s) + 1) },
  { name: 'century', letters: 4, length: 36525 * DAY, floor: (s) => startOf(yearOf(s) - (yearOf(s) % 100)), next: (s) => startOf(yearOf(s) + 100) },
];
const MAX_BARS = 240;

const histogram = {
  bars: [], unit: UNITS[6], chosen: -1, dragFrom: -1, trail: [], early: 0, late: 0,

  set() {
    this.chosen = -1;
    this.fill();
    this.draw();
    byId('back').disabled = !filter.isTimed;
    byId('zoom').disabled = this.bars.length < 2;
  },

  at: (event) => data.time[event] + offsetAt(data.time[event]),

  // A few events of far years, as broken and forged clocks make, must not press all others into one bar: those are counted at the sides.
  span() {
    const { hits } = filter;
    const last = hits.length - 1;
    let [from, to] = [0, last];
    if (!filter.isTimed && hits.length > 20) {
      const [low, high] = [Math.floor(last * 0.02), Math.ceil(last * 0.98)];
      const inner = Math.max(60, data.time[hits[high]] - data.time[hits[low]]);
      if (data.time[hits[last]] - data.time[hits[0]] > 30 * inner) {
        from = lowerBound(hits, lowerBound(data.time, data.time[hits[low]] - inner));
        to = Math.min(last, lowerBound(hits, lowerBound(data.time, data.time[hits[high]] + inner)));
        if (to > high && data.time[hits[to]] > data.time[hits[high]] + inner) to--;
      }
    }
    return [from, to];
  },

  fill() {
    const { hits } = filter;
    this.bars = [];
    this.early = this.late = 0;
    if (hits.length === 0) return;
    const [first, final] = this.span();
    [this.early, this.late] = [first, hits.length - 1 - final];
    const [from, to] = [this.at(hits[first]), this.at(hits[final])];
    this.unit = UNITS.find((unit) => (to - from) / unit.length < MAX_BARS) ?? UNITS[UNITS.length - 1];
    const starts = [];
    for (let s = this.unit.floor(from); s <= to; s = this.unit.next(s)) starts.push(s);
    this.bars = starts.map((s) => ({ start: s, total: 0, groups: new Uint32Array(data.index.groups.length) }));
    let bar = 0;
    const { utc } = data.index;
    for (let i = first; i <= final; i++) {
      const event = hits[i];
      const time = utc ? data.time[event] : this.at(event);
      while (bar + 1 < starts.length && starts[bar + 1] <= time) bar++;
      while (bar > 0 && starts[bar] > time) bar--; // clocks set back
      this.bars[bar].groups[groupOf(data.type[event])]++;
      this.bars[bar].total++;
    }
  },

  draw() {
    const svg = byId('histogram');
    const { clientWidth: width, clientHeight: height } = svg;
    const base = height - 18;
    const most = Math.max(1, ...this.bars.map((bar) => bar.total));
    const step = width / Math.max(1, this.bars.length);
    const parts = [shape('line', { class: 'axis', x1: 0, x2: width, y1: base + 0.5, y2: base + 0.5 })];
    this.bars.forEach((bar, i) => parts.push(...this.stack(bar, i, step, base, most)));
    parts.push(...this.findings(step, base));
    parts.push(shape('rect', { class: 'choice', id: 'choice', x: 0, y: 0, width: 0, height: base }));
    const ticks = Math.max(1, Math.min(this.bars.length, Math.floor(width / 150)));
    for (let i = 0; i < ticks && this.bars.length > 0; i++) {
      const bar = Math.floor((i * this.bars.length) / ticks);
      parts.push(shape('text', { class: 'tick', x: bar * step, y: height - 4 }, this.name(bar)));
    }
    if (this.bars.length > 0) parts.push(shape('text', { class: 'tick most', x: 0, y: 11 }, `${count(most)} in the fullest ${this.unit.name}`));
    svg.setAttribute('viewBox', `0 0 ${Math.max(1, width)} ${Math.max(1, height)}`);
    svg.replaceChildren(...parts);
    this.tell();
  },

  stack(bar, i, step, base, most) {
    let y = base;
    const width = Math.max(1, Math.min(step - (step > 4 ? 1 : 0), 60));
    return Array.from(bar.groups, (n, group) => {
      if (n === 0) return null;
      const height = Math.max(2, (n / most) * (base - 24)); // a few must not vanish beside many
      y -= height;
      return shape('rect', { class: `g${group}`, x: i * step, y: Math.max(0, y), width, height });
    }).filter(Boolean);
  },

  // A mark above the bars for every finding that weighs.
  findings(step, base) {
    const marks = new Set();
    for (const item of document.querySelectorAll('#findings-list [data-level="damage"][data-seconds]')) {
      const time = Number(item.dataset.seconds) + offsetAt(Number(item.dataset.seconds));
      if (this.bars.length === 0 || time < this.bars[0].start || time >= this.unit.next(this.bars[this.bars.length - 1].start)) continue;
      marks.add(lowerBound(this.bars.map((bar) => bar.start), time + 1e-9) - 1);
    }
    return [...marks].map((bar) => {
      const x = (bar + 0.5) * step;
      return shape('path', { class: 'finding', d: `M${x - 4} 14h8l-4 6z M${x} 20V${base}` });
    });
  },

  name(bar) { return spell(this.bars[bar].start).slice(0, this.unit.letters); },

  // The line below says what the bar under the pointer or the keyboard holds.
  tell(from = this.chosen, to = from) {
    const choice = byId('choice');
    if (from < 0 || this.bars.length === 0) {
      choice.setAttribute('width', 0);
      const far = [this.early && `${counted(this.early, 'event')} earlier`, this.late && `${counted(this.late, 'event')} later`].filter(Boolean).join(' and ');
      byId('bar').textContent = this.bars.length ? `A bar is ${/\d/.test(this.unit.name) ? '' : 'one '}${this.unit.name}; a red mark is a finding.${far ? ` Not drawn, far from the rest: ${far}.` : ''}` : 'No events.';
      return;
    }
    const step = byId('histogram').clientWidth / this.bars.length;
    const [low, high] = [Math.min(from, to), Math.max(from, to)];
    choice.setAttribute('x', low * step);
    choice.setAttribute('width', (high - low + 1) * step);
    const groups = data.index.groups.map((name, group) => {
      let n = 0;
      for (let i = low; i <= high; i++) n += this.bars[i].groups[group];
      return n ? `${name} ${count(n)}` : '';
    }).filter(Boolean);
    byId('bar').textContent = `${low === high ? this.name(low) : `${this.name(low)} to ${this.name(high)}`}: ${groups.join(', ') || 'nothing'}`;
  },

  barAt(x) {
    const box = byId('histogram').getBoundingClientRect();
    return Math.max(0, Math.min(this.bars.length - 1, Math.floor(((x - box.left) / box.width) * this.bars.length)));
  },

  zoom(from, to) {
    if (this.bars.length === 0) return;
    this.trail.push([filter.since, filter.until]);
    filter.set({ since: spell(this.bars[Math.min(from, to)].start), until: spell(this.unit.next(this.bars[Math.max(from, to)].start)) });
  },

  // The middle half, or the bar that is chosen.
  zoomIn() {
    if (this.chosen >= 0) this.zoom(this.chosen, this.chosen);
    else this.zoom(Math.floor(this.bars.length / 4), Math.ceil((this.bars.length * 3) / 4) - 1);
  },

  back() {
    const [since, until] = this.trail.pop() ?? ['', ''];
    filter.set({ since, until });
  },

  setUp() {
    const svg = byId('histogram');
    filter.listeners.push(() => this.set());
    svg.addEventListener('pointerdown', (e) => {
      if (e.button !== 0 || this.bars.length === 0) return;
      this.dragFrom = this.barAt(e.clientX);
      svg.setPointerCapture(e.pointerId);
    });
    svg.addEventListener('pointermove', (e) => {
      if (this.bars.length === 0) return;
      const bar = this.barAt(e.clientX);
      this.tell(this.dragFrom < 0 ? bar : this.dragFrom, bar);
    });
    svg.addEventListener('pointerup', (e) => {
      if (this.dragFrom >= 0) this.zoom(this.dragFrom, this.barAt(e.clientX));
      this.dragFrom = -1;
    });
    svg.addEventListener('pointercancel', () => { this.dragFrom = -1; });
    svg.addEventListener('pointerleave', () => { if (this.dragFrom < 0) this.tell(); });
    svg.addEventListener('keydown', (e) => this.onKey(e));
    byId('zoom').addEventListener('click', () => this.zoomIn());
    byId('back').addEventListener('click', () => this.back());
    new ResizeObserver(() => this.draw()).observe(svg);
  },

  onKey(e) {
    const last = this.bars.length - 1;
    const moves = { ArrowLeft: Math.max(0, this.chosen - 1), ArrowRight: Math.min(last, this.chosen + 1), Home: 0, End: last };
    if (e.key in moves) this.chosen = moves[e.key];
    else if (e.key === 'Enter' || e.key === '+') this.zoomIn();
    else if (e.key === 'Escape' || e.key === '-') this.back();
    else return;
    e.preventDefault();
    this.tell();
    if (e.key in moves) tell(byId('bar').textContent);
  },
};
