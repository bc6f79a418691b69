'use strict';
// The timeline: reads the numbers of all events at once, their texts only where they are shown or searched. EventChunk.cs describes the data.
(() => {
  const byId = (id) => document.getElementById(id);
  const count = (value) => value.toLocaleString('en-US');
  const pause = () => new Promise((resolve) => { setTimeout(resolve); });
  const SLICE = 12; // milliseconds of work between two looks at the user's input

  // ---- Data ----------------------------------------------------------------------------------------------------------------------------

  // One chunk's texts, parsed when first needed; the few used last are kept.
  class Chunk {
    constructor(first, length, element) {
      Object.assign(this, { first, length, element, rows: null, hay: null, lines: null });
    }

    row(event) {
      this.rows ??= Chunk.parse(this.element);
      Chunk.recent.delete(this);
      Chunk.recent.add(this);
      if (Chunk.recent.size > 12) {
        const [oldest] = Chunk.recent;
        oldest.rows = null;
        Chunk.recent.delete(oldest);
      }
      return this.rows[event - this.first];
    }

    static parse(element) {
      const { r, d } = JSON.parse(element.textContent);
      let path = '';
      return r.map(([shared, rest, change, kind, mode, uid, gid, size, meaning, origin, message, tag, link, sha256]) => {
        path = path.slice(0, shared) + rest;
        return {
          path, change, mode, uid, gid, size, link, sha256,
          kind: d[kind], meaning: d[meaning], tag: d[tag],
          origin: typeof origin === 'number' ? d[origin] + path : origin,
          message: Array.isArray(message) ? d[message[0]] + path + d[message[1]] : message,
        };
      });
    }

    // One long text a chunk, a line an event: searching it is one call for thousands of events.
    prepareSearch() {
      if (this.hay !== null) return;
      const lines = Chunk.parse(this.element).map((row) =>
        [row.message.includes(row.path) ? '' : row.path, row.message, row.link, row.tag, row.sha256].filter(Boolean).join(' '));
      this.lines = new Uint32Array(lines.length + 1);
      lines.forEach((line, i) => { this.lines[i + 1] = this.lines[i] + line.length + 1; });
      this.hay = lines.join('\n').toLowerCase();
      if (this.hay.length + 1 !== this.lines[lines.length]) { // a letter whose lower case is longer: count again
        this.hay = lines.map((line, i) => {
          const lower = line.toLowerCase();
          this.lines[i + 1] = this.lines[i] + lower.length + 1;
          return lower;
        }).join('\n');
      }
    }

    // Calls back for every event whose line has the word.
    find(word, found) {
      this.prepareSearch();
      let line = 0;
      for (let at = this.hay.indexOf(word); at >= 0; at = this.hay.indexOf(word, this.lines[line + 1])) {
        line = lowerBound(this.lines, at + 1, line) - 1;
        found(this.first + line);
        if (line + 1 >= this.length) break;
      }
    }
  }
  Chunk.recent = new Set();

  // The first place in sorted values that is not below the wanted one.
  function lowerBound(values, wanted, low = 0, high = values.length) {
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (values[middle] < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  const data = { rows: 0, time: null, nanos: null, type: null, subject: null, chunks: [], index: null, owners: [] };

  async function read() {
    data.index = JSON.parse(byId('events-index').textContent);
    data.rows = data.index.rows;
    data.time = new Float64Array(data.rows); // seconds; the fraction apart, for a double cannot hold both
    data.nanos = new Uint32Array(data.rows);
    data.type = new Uint8Array(data.rows);
    data.subject = new Uint32Array(data.rows);
    const texts = document.getElementsByClassName('events-texts');
    let at = 0;
    let started = performance.now();
    for (const element of [...document.getElementsByClassName('events-numbers')]) {
      const { b, t, n, y, s } = JSON.parse(element.textContent);
      element.remove(); // read for good: its memory can go
      let time = b;
      for (let i = 0; i < t.length; i++) data.time[at + i] = time += t[i];
      data.nanos.set(n, at);
      data.type.set(y, at);
      data.subject.set(s, at);
      data.chunks.push(new Chunk(at, t.length, texts[data.chunks.length]));
      at += t.length;
      if (performance.now() - started > SLICE) {
        await pause();
        started = performance.now();
      }
    }
    data.firsts = data.chunks.map((chunk) => chunk.first);
  }

  const chunkOf = (event) => data.chunks[lowerBound(data.firsts, event + 1) - 1];
  const groupOf = (type) => data.index.types[type][1];

  // ---- Times ---------------------------------------------------------------------------------------------------------------------------

  const two = (value) => String(value).padStart(2, '0');

  // The zone's offset in seconds at a moment, from the table that came with the events.
  function offsetAt(seconds) {
    const offsets = data.index.offsets;
    let i = offsets.length - 1;
    while (i > 0 && offsets[i][0] > seconds) i--;
    return i < 0 ? 0 : offsets[i][1];
  }

  // Local date and time; years 1 to 9999 as text, others cannot occur.
  const local = (seconds) => new Date((seconds + offsetAt(seconds)) * 1000).toISOString().slice(0, 19).replace('T', ' ');

  function zoneAt(seconds) {
    if (data.index.utc) return 'UTC';
    const offset = Math.abs(offsetAt(seconds));
    return `${offsetAt(seconds) < 0 ? '-' : '+'}${two(Math.floor(offset / 3600))}:${two(Math.floor(offset / 60) % 60)}`;
  }

  // A time as typed: seconds since 1970, null for nothing, NaN for what is no time. A bare date as an end means the end of that day.
  function parseTime(text, isEnd) {
    const typed = text.trim();
    if (typed === '') return null;
    const match = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?\s*(Z|UTC|[+-]\d\d:\d\d)?)?$/i.exec(typed);
    if (!match) return NaN;
    const [, year, month, day, hour, minute, second, fraction, zone] = match;
    const date = new Date(0);
    date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
    date.setUTCHours(Number(hour ?? 0), Number(minute ?? 0), Number(second ?? 0));
    if (date.getUTCMonth() !== Number(month) - 1 || Number(hour ?? 0) > 23 || Number(minute ?? 0) > 59) return NaN;
    const seconds = date.getTime() / 1000 + Number(fraction ?? 0) + (hour === undefined && isEnd ? 86400 : 0);
    if (zone === undefined) return seconds - offsetAt(seconds - offsetAt(seconds));
    if (!/[+-]/.test(zone)) return seconds;
    return seconds - (zone[0] === '-' ? -1 : 1) * (Number(zone.slice(1, 3)) * 3600 + Number(zone.slice(4)) * 60);
  }

  // ---- Filter --------------------------------------------------------------------------------------------------------------------------

  const filter = { hits: new Uint32Array(0), low: 0, high: 0, run: 0, newestFirst: false };

  const wordsOf = (subject) => [subject.store, subject.evidence, subject.layer, subject.command,
    ...(subject.images ?? []), ...(subject.imageIds ?? []), ...(subject.containers ?? []), ...(subject.containerIds ?? [])]
    .filter(Boolean).join('\n').toLowerCase();

  // Which events hold every word, in their own texts or in their subject's. Null: all. Gives way to input, and stops when a newer search has begun.
  async function searchText(text, run) {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 0) return null;
    const hits = new Uint8Array(data.rows);
    let started = performance.now();
    for (let w = 0; w < words.length; w++) {
      const inSubject = data.index.subjects.map((subject) => wordsOf(subject).includes(words[w]));
      for (let i = 0; i < data.rows; i++) {
        if (hits[i] === w && inSubject[data.subject[i]]) hits[i]++;
      }
      for (const [c, chunk] of data.chunks.entries()) {
        chunk.find(words[w], (event) => { if (hits[event] === w) hits[event]++; });
        if (performance.now() - started > SLICE) {
          byId('status').textContent = `Searching … ${Math.round((100 * (w + c / data.chunks.length)) / words.length)} %`;
          await pause();
          if (run !== filter.run) return null;
          started = performance.now();
        }
      }
    }
    return (event) => hits[event] === words.length;
  }

  function readTimes() {
    const bounds = [['since', false, -Infinity], ['until', true, Infinity]].map(([id, isEnd, open]) => {
      const input = byId(id);
      const value = parseTime(input.value, isEnd);
      const wrong = Number.isNaN(value);
      input.setAttribute('aria-invalid', String(wrong));
      return value === null || wrong ? open : value;
    });
    // Whole seconds by bisection, then past those whose fraction lies before the bound.
    [filter.low, filter.high] = bounds.map((bound) => {
      let at = lowerBound(data.time, Math.floor(bound));
      const nanos = Math.round((bound - Math.floor(bound)) * 1e9);
      while (at < data.rows && data.time[at] === Math.floor(bound) && data.nanos[at] < nanos) at++;
      return at;
    });
    return bounds;
  }

  async function apply() {
    const run = ++filter.run;
    const started = performance.now();
    const bounds = readTimes();
    const wanted = new Uint8Array(data.index.types.length);
    for (const box of document.querySelectorAll('[data-type]:checked')) wanted[box.dataset.type] = 1;
    const owner = byId('owner').value;
    const ofOwner = data.index.subjects.map((subject) => owner === '' || subject.owners.includes(owner));
    const hasText = await searchText(byId('find').value, run);
    if (run !== filter.run) return;

    const hits = new Uint32Array(Math.max(0, filter.high - filter.low));
    let found = 0;
    for (let i = filter.low; i < filter.high; i++) {
      if (wanted[data.type[i]] && ofOwner[data.subject[i]] && (hasText === null || hasText(i))) hits[found++] = i;
    }
    filter.hits = hits.subarray(0, found);
    histogram.set(bounds);
    table.reset();
    showStatus();
    byId('events').dataset.took = Math.round(performance.now() - started);
  }

  function showStatus() {
    const { hits } = filter;
    const span = hits.length ? ` · ${local(data.time[hits[0]])} to ${local(data.time[hits[hits.length - 1]])}` : '';
    byId('status').textContent = `${count(hits.length)} of ${count(data.rows)} events${span}`;
  }

  // ---- Histogram -----------------------------------------------------------------------------------------------------------------------

  const DAY = 86400;
  const start = (year, month = 0) => { const date = new Date(0); date.setUTCFullYear(year, month, 1); return date.getTime() / 1000; };
  const year = (seconds) => new Date(seconds * 1000).getUTCFullYear();
  const month = (seconds) => new Date(seconds * 1000).getUTCMonth();
  const fixed = (size, name, letters, limit) => ({
    name, letters, limit, floor: (s) => Math.floor(s / size) * size, next: (s) => s + size,
  });
  // From fine to coarse: the first whose bars are few enough. All in local seconds.
  const units = [
    fixed(1, 'second', 19, 120), fixed(60, 'minute', 16, 6 * 3600), fixed(3600, 'hour', 13, 14 * DAY), fixed(DAY, 'day', 10, 400 * DAY),
    { name: 'month', letters: 7, limit: 30 * 366 * DAY, floor: (s) => start(year(s), month(s)), next: (s) => start(year(s), month(s) + 1) },
    { name: 'year', letters: 4, limit: 400 * 366 * DAY, floor: (s) => start(year(s)), next: (s) => start(year(s) + 1) },
    { name: 'century', letters: 4, limit: Infinity, floor: (s) => start(year(s) - (year(s) % 100)), next: (s) => start(year(s) + 100) },
  ];

  const histogram = {
    bars: [], unit: units[3], chosen: -1, dragFrom: -1, trail: [], bounds: [-Infinity, Infinity],

    set(bounds) {
      this.bounds = bounds;
      this.chosen = -1;
      this.fill();
      this.draw();
      byId('back').disabled = this.trail.length === 0;
    },

    // Counts by bar and group, between the first and the last hit or the typed bounds, whichever is narrower.
    fill() {
      const { hits } = filter;
      this.bars = [];
      if (hits.length === 0) return;
      const at = (event) => data.time[event] + offsetAt(data.time[event]);
      const from = at(hits[0]);
      const to = at(hits[hits.length - 1]);
      this.unit = units.find((unit) => to - from <= unit.limit);
      const starts = [];
      for (let s = this.unit.floor(from); s <= to; s = this.unit.next(s)) starts.push(s);
      this.bars = starts.map((s) => ({ start: s, total: 0, groups: new Uint32Array(data.index.groups.length) }));
      const utc = data.index.utc;
      let bar = 0;
      for (const event of hits) {
        const time = utc ? data.time[event] : at(event);
        while (bar + 1 < starts.length && starts[bar + 1] <= time) bar++;
        while (bar > 0 && starts[bar] > time) bar--; // clocks set back
        this.bars[bar].groups[groupOf(data.type[event])]++;
        this.bars[bar].total++;
      }
    },

    draw() {
      const svg = byId('histogram');
      const width = svg.clientWidth;
      const height = svg.clientHeight;
      const base = height - 18;
      const parts = [];
      const most = Math.max(1, ...this.bars.map((bar) => bar.total));
      const step = width / Math.max(1, this.bars.length);
      const gap = step > 4 ? 1 : 0;
      parts.push(shape('line', { class: 'axis', x1: 0, x2: width, y1: base + 0.5, y2: base + 0.5 }));
      this.bars.forEach((bar, i) => {
        let y = base;
        bar.groups.forEach((n, group) => {
          if (n === 0) return;
          const h = Math.max(2, (n / most) * (base - 18)); // a few must not vanish beside many
          y -= h;
          parts.push(shape('rect', { class: `g${group}`, x: i * step, y: Math.max(0, y), width: Math.max(1, Math.min(step - gap, 60)), height: h }));
        });
      });
      parts.push(shape('rect', { class: 'choice', id: 'choice', x: 0, y: 0, width: 0, height: base }));
      const ticks = Math.max(1, Math.min(this.bars.length, Math.floor(width / 150)));
      for (let i = 0; i < ticks && this.bars.length > 0; i++) {
        const bar = Math.floor((i * this.bars.length) / ticks);
        parts.push(shape('text', { class: 'tick', x: bar * step, y: height - 4 }, this.name(bar)));
      }
      if (this.bars.length > 0) parts.push(shape('text', { class: 'tick most', x: 0, y: 11 }, `${count(most)} in the fullest ${this.unit.name}`));
      svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
      svg.replaceChildren(...parts);
      this.tell();
    },

    name(bar) {
      return new Date(this.bars[bar].start * 1000).toISOString().replace('T', ' ').slice(0, this.unit.letters) + (this.unit.name === 'hour' ? ':00' : '');
    },

    // The line below says what the bar under the pointer or the keyboard holds.
    tell(from = this.chosen, to = from) {
      const choice = byId('choice');
      if (from < 0 || this.bars.length === 0) {
        choice.setAttribute('width', 0);
        byId('bar').textContent = this.bars.length ? `A bar is a ${this.unit.name}. Kinds that occur are drawn at least 2 pixels high.` : 'No events.';
        return;
      }
      const step = byId('histogram').clientWidth / this.bars.length;
      choice.setAttribute('x', Math.min(from, to) * step);
      choice.setAttribute('width', (Math.abs(to - from) + 1) * step);
      const groups = data.index.groups.map((name, group) => {
        let n = 0;
        for (let i = Math.min(from, to); i <= Math.max(from, to); i++) n += this.bars[i].groups[group];
        return n ? `${name} ${count(n)}` : '';
      }).filter(Boolean);
      const span = from === to ? this.name(from) : `${this.name(Math.min(from, to))} to ${this.name(Math.max(from, to))}`;
      byId('bar').textContent = `${span}: ${groups.join(', ') || 'nothing'}`;
    },

    barAt(x) {
      const box = byId('histogram').getBoundingClientRect();
      return Math.max(0, Math.min(this.bars.length - 1, Math.floor(((x - box.left) / box.width) * this.bars.length)));
    },

    zoom(from, to) {
      if (this.bars.length === 0) return;
      this.trail.push([byId('since').value, byId('until').value]);
      const spell = (seconds) => new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
      byId('since').value = spell(this.bars[Math.min(from, to)].start);
      byId('until').value = spell(this.unit.next(this.bars[Math.max(from, to)].start));
      apply();
    },

    back() {
      if (this.trail.length === 0) return;
      [byId('since').value, byId('until').value] = this.trail.pop();
      apply();
    },

    setUp() {
      const svg = byId('histogram');
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
      svg.addEventListener('keydown', (e) => {
        const last = this.bars.length - 1;
        const moves = { ArrowLeft: this.chosen - 1, ArrowRight: this.chosen + 1, Home: 0, End: last };
        if (e.key in moves) this.chosen = Math.max(0, Math.min(last, moves[e.key]));
        else if (e.key === 'Enter' && this.chosen >= 0) this.zoom(this.chosen, this.chosen);
        else if (e.key === 'Escape') this.back();
        else return;
        e.preventDefault();
        this.tell();
      });
      byId('back').addEventListener('click', () => this.back());
      new ResizeObserver(() => this.draw()).observe(svg);
    },
  };

  function shape(name, attributes, text) {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text !== undefined) element.textContent = text;
    return element;
  }

  // ---- Table ---------------------------------------------------------------------------------------------------------------------------

  // Browsers stop at some 17 to 33 million pixels: past this height a pixel of the scroll bar stands for more than a pixel of rows.
  const MAX_HEIGHT = 12e6;

  const table = {
    pool: [], active: -1, height: 28, first: 0,

    get total() { return filter.hits.length; },
    get viewHeight() { return byId('view').clientHeight; },
    get shown() { return Math.max(1, Math.floor(this.viewHeight / this.height)); },

    eventAt(row) { return filter.hits[filter.newestFirst ? this.total - 1 - row : row]; },

    reset() {
      this.active = -1;
      byId('grid').removeAttribute('aria-activedescendant');
      byId('grid').setAttribute('aria-rowcount', this.total + 1);
      this.measure();
      byId('grid').scrollTop = 0;
      this.render();
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

    render(count = Math.ceil(this.viewHeight / this.height) + 1) {
      const top = Math.max(0, Math.min(this.topRow(), this.total - 1));
      this.first = Math.floor(top);
      while (this.pool.length < count) this.pool.push(this.addRow());
      this.pool.forEach((element, i) => {
        const row = this.first + i;
        const visible = i < count && row < this.total;
        element.hidden = !visible;
        if (!visible) return;
        element.style.transform = `translateY(${(i - (top - this.first)) * this.height}px)`;
        this.fillRow(element, row);
      });
      const active = this.active - this.first;
      if (this.active >= 0 && active >= 0 && active < count) byId('grid').setAttribute('aria-activedescendant', this.pool[active].id);
      else byId('grid').removeAttribute('aria-activedescendant');
    },

    addRow() {
      const element = document.createElement('div');
      element.className = 'event';
      element.id = `event-${this.pool.length}`;
      element.setAttribute('role', 'row');
      for (const name of ['time', 'type', 'of', 'what', 'size']) {
        const cell = document.createElement('span');
        cell.className = name;
        cell.setAttribute('role', 'gridcell');
        element.append(cell);
      }
      const fraction = document.createElement('small');
      element.children[0].append('', fraction);
      byId('view').append(element);
      return element;
    },

    fillRow(element, row) {
      const event = this.eventAt(row);
      const text = chunkOf(event).row(event);
      const subject = data.index.subjects[data.subject[event]];
      const [time, type, of, what, size] = element.children;
      time.firstChild.data = local(data.time[event]);
      time.lastChild.textContent = `.${String(data.nanos[event]).padStart(9, '0')}`;
      type.textContent = data.index.types[data.type[event]][0];
      type.className = `type g${groupOf(data.type[event])}`;
      of.textContent = ownerOf(subject);
      what.textContent = text.path ? (text.change ? `${text.change} ` : '') + text.path + (text.link ? ` -> ${text.link}` : '') : text.message;
      size.textContent = text.size == null ? '' : count(text.size);
      element.setAttribute('aria-rowindex', row + 2);
      element.setAttribute('aria-selected', String(row === this.active));
    },

    choose(row) {
      if (this.total === 0) return;
      this.active = Math.max(0, Math.min(this.total - 1, row));
      const top = this.topRow();
      if (this.active < top) this.scrollToRow(this.active);
      else if (this.active > top + this.shown - 1) this.scrollToRow(this.active - this.shown + 1);
      this.render();
      showDetail(this.eventAt(this.active));
    },

    setUp() {
      const grid = byId('grid');
      let waiting = false;
      grid.addEventListener('scroll', () => {
        if (waiting) return;
        waiting = true;
        requestAnimationFrame(() => { waiting = false; this.render(); });
      }, { passive: true });
      byId('view').addEventListener('click', (e) => {
        const element = e.target.closest('.event');
        if (element) this.choose(this.first + this.pool.indexOf(element));
      });
      grid.addEventListener('keydown', (e) => {
        const moves = {
          ArrowDown: this.active + 1, ArrowUp: this.active - 1, PageDown: this.active + this.shown, PageUp: this.active - this.shown,
          Home: 0, End: this.total - 1,
        };
        if (e.key in moves) this.choose(moves[e.key]);
        else if (e.key === 'Enter') byId('detail').focus();
        else return;
        e.preventDefault();
      });
      new ResizeObserver(() => { this.measure(); this.render(); }).observe(grid);
      addEventListener('beforeprint', () => this.render(Math.min(200, this.total)));
      addEventListener('afterprint', () => this.render());
    },
  };

  const ownerOf = (subject) => {
    const names = subject.containers ?? subject.images ?? (subject.layer ? [subject.layer.slice(0, 12)] : [subject.store]);
    return names.length > 1 ? `${names[0]} +${names.length - 1}` : names[0];
  };

  function showDetail(event) {
    const text = chunkOf(event).row(event);
    const subject = data.index.subjects[data.subject[event]];
    const seconds = data.time[event];
    const octal = text.mode == null ? null : text.mode.toString(8).padStart(4, '0');
    const changes = { A: 'A, added', C: 'C, changed', D: 'D, deleted' };
    const facts = [
      ['Time', `${local(seconds)}.${String(data.nanos[event]).padStart(9, '0')} ${zoneAt(seconds)}`], ['Which time', text.meaning],
      ['Event', data.index.types[data.type[event]][0]], ['Message', text.message], ['Path', text.path], ['Link target', text.link],
      ['Change', changes[text.change]], ['Kind', text.kind], ['Mode', octal], ['Owner', text.uid == null ? null : `${text.uid}:${text.gid}`],
      ['Size', text.size == null ? null : `${count(text.size)} bytes`], ['SHA-256', text.sha256], ['Tags', text.tag],
      ['Images', subject.images], ['Image ids', subject.imageIds], ['Step', subject.step], ['Command', subject.command],
      ['Containers', subject.containers], ['Container ids', subject.containerIds], ['Layer', subject.layer], ['Store', subject.store],
      ['Evidence', subject.evidence], ['Found in', text.origin],
    ];
    const list = document.createElement('dl');
    for (const [name, value] of facts) {
      if (value == null || value === '') continue;
      const term = document.createElement('dt');
      term.textContent = name;
      list.append(term);
      for (const item of Array.isArray(value) ? value : [value]) {
        const description = document.createElement('dd');
        description.textContent = item;
        list.append(description);
      }
    }
    const links = document.createElement('p');
    for (const anchor of subject.owners.slice(0, 12)) {
      const link = document.createElement('a');
      link.href = `#${anchor}`;
      link.textContent = `See ${anchor.split('-')[0]} ${data.index.owners[anchor]}`;
      links.append(link);
    }
    byId('detail').replaceChildren(list, links);
    byId('detail').scrollTop = 0;
  }

  // ---- Controls ------------------------------------------------------------------------------------------------------------------------

  function fillOwners() {
    const kinds = { container: 'Containers', image: 'Images', layer: 'Layers' };
    const entries = Object.entries(data.index.owners).sort(([, a], [, b]) => (a < b ? -1 : a > b ? 1 : 0));
    for (const [kind, title] of Object.entries(kinds)) {
      const group = document.createElement('optgroup');
      group.label = title;
      for (const [anchor, label] of entries) {
        if (anchor.startsWith(`${kind}-`)) group.append(new Option(label, anchor));
      }
      if (group.children.length > 0) byId('owner').append(group);
    }
  }

  function setUpKinds() {
    const groups = [...document.querySelectorAll('[data-group]')];
    const types = [...document.querySelectorAll('[data-type]')];
    const showGroups = () => groups.forEach((group) => {
      const mine = types.filter((type) => type.dataset.of === group.dataset.group);
      const on = mine.filter((type) => type.checked).length;
      group.checked = on > 0;
      group.indeterminate = on > 0 && on < mine.length;
    });
    byId('kinds').addEventListener('change', (e) => {
      if (e.target.dataset.group !== undefined) {
        for (const type of types) {
          if (type.dataset.of === e.target.dataset.group) type.checked = e.target.checked;
        }
      }
      showGroups();
      apply();
    });
    return () => { for (const type of types) type.checked = true; showGroups(); };
  }

  function setUpControls() {
    const checkAll = setUpKinds();
    let typing = 0;
    const soon = () => { clearTimeout(typing); typing = setTimeout(apply, 200); };
    for (const id of ['find', 'since', 'until']) byId(id).addEventListener('input', soon);
    byId('owner').addEventListener('change', apply);
    byId('filters').addEventListener('submit', (e) => { e.preventDefault(); clearTimeout(typing); apply(); });
    byId('filters').addEventListener('reset', () => {
      histogram.trail = [];
      checkAll();
      setTimeout(apply); // after the fields are empty
    });
    byId('order').addEventListener('click', () => {
      filter.newestFirst = !filter.newestFirst;
      byId('order').setAttribute('aria-pressed', String(filter.newestFirst));
      table.reset();
    });
    for (const link of document.querySelectorAll('[data-owner]')) {
      const { owner } = link.dataset;
      if (owner in data.index.owners) link.addEventListener('click', () => { byId('owner').value = owner; apply(); });
      else link.replaceWith('No event of it in the timeline.');
    }
  }

  addEventListener('DOMContentLoaded', async () => {
    if (!byId('events')) return;
    const started = performance.now();
    await read();
    fillOwners();
    setUpControls();
    histogram.setUp();
    table.setUp();
    await apply();
    byId('events').setAttribute('aria-busy', 'false');
    byId('events').dataset.ready = Math.round(performance.now() - started);
  });
})();
