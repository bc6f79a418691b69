// Which events are shown: every choice of the reader in one place, the events that pass, and who is told.
const filter = {
  find: '', since: '', until: '', owner: '', types: null, sort: 'time', isDescending: false,
  hits: new Uint32Array(0), shown: new Uint32Array(0), low: 0, high: 0, run: 0, listeners: [],

  // Whether anything is left out at all.
  get isActive() { return this.find.trim() !== '' || this.isTimed || this.owner !== '' || this.types !== null; },
  get isTimed() { return this.low > 0 || this.high < data.rows; },

  // Changes some of it and looks again. Gives way to input, and stops when a newer change has begun.
  async set(changes = {}) {
    Object.assign(this, changes);
    const run = ++this.run;
    const started = performance.now();
    const bounds = this.readTimes();
    const passes = await this.search(run);
    if (run !== this.run) return;
    const shown = await sortHits(this.hits = passes, this.sort, this.isDescending, () => run !== this.run);
    if (shown === null) return;
    this.shown = shown;
    for (const listener of this.listeners) listener(bounds);
    byId('events').dataset.took = Math.round(performance.now() - started);
  },

  readTimes() {
    const read = (id, isEnd, open) => {
      const input = byId(id);
      const value = parseTime(this[id], isEnd);
      input.setAttribute('aria-invalid', String(Number.isNaN(value)));
      return value === null || Number.isNaN(value) ? open : value;
    };
    const bounds = [read('since', false, -Infinity), read('until', true, Infinity)];
    [this.low, this.high] = bounds.map(firstAt);
    return bounds;
  },

  async search(run) {
    const mask = new Uint8Array(data.rows).fill(1, this.low, this.high);
    if (this.types !== null) keep(mask, data.type, data.index.types.map(([name]) => this.types.has(name)));
    if (this.owner !== '') keep(mask, data.subject, data.index.subjects.map((subject) => subject.owners.includes(this.owner)));
    for (const { field, value, isNot } of parseQuery(this.find)) {
      const hits = new Uint8Array(data.rows);
      if (!await searchTerm((field ? FIELDS[field] : anywhere)(value), hits, () => run !== this.run)) return null;
      for (let i = this.low; i < this.high; i++) mask[i] &= isNot ? 1 - hits[i] : hits[i];
    }
    const found = new Uint32Array(Math.max(0, this.high - this.low));
    let n = 0;
    for (let i = this.low; i < this.high; i++) if (mask[i]) found[n++] = i;
    return found.subarray(0, n);
  },
};

// The first event at or after a moment: whole seconds by bisection, then past those whose fraction lies before it.
function firstAt(bound) {
  const whole = Math.floor(bound);
  let at = lowerBound(data.time, whole);
  const nanos = Math.round((bound - whole) * 1e9);
  while (at < data.rows && data.time[at] === whole && data.nanos[at] < nanos) at++;
  return at;
}

function keep(mask, codes, wanted) {
  for (let i = 0; i < mask.length; i++) if (mask[i] && !wanted[codes[i]]) mask[i] = 0;
}

// False when it was given up.
async function searchTerm(term, hits, isStale) {
  term.all?.(hits);
  if (!term.block) return true;
  const pacer = new Pacer();
  for (const [i, block] of data.blocks.entries()) {
    term.block(block, hits);
    if (!pacer.isDue) continue;
    byId('status').textContent = `Searching … ${Math.round((100 * i) / data.blocks.length)} %`;
    await pacer.rest();
    if (isStale()) return false;
  }
  return true;
}
