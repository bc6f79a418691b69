// The examiner's own tags and notes, by event. They stay in this browser until they are exported; the report itself never changes.
const NOTES_FORMAT = 'storeforensics-notes';
const MAX_NOTES_BYTES = 64e6;

const notes = {
  marks: new Map(), strangers: [], // strangers: imported ones whose event is not here; they are exported again

  get key() { return `storeforensics-notes-${data.index.fingerprint}`; },

  text(event) {
    const mark = this.marks.get(event);
    return mark ? [...mark.tags, mark.note && `“${mark.note}”`].filter(Boolean).join(', ') : '';
  },

  set(event, tags, note) {
    const clean = [...new Set(tags.map((tag) => tag.trim()).filter(Boolean))];
    if (clean.length === 0 && note.trim() === '') this.marks.delete(event);
    else this.marks.set(event, { tags: clean, note: note.trim() });
    this.changed();
  },

  changed() {
    this.store();
    this.show();
    table.render();
  },

  show() {
    const button = byId('notes-filter');
    button.textContent = `Tagged or noted (${count(this.marks.size)})`;
    button.disabled = this.marks.size === 0 && !/\bmine:/.test(filter.find);
    byId('notes-export').disabled = this.marks.size + this.strangers.length === 0;
  },

  // An event by what it says, for its number is another in another report.
  describe: (event) => ({ datetime: exactTime(event), event_type: typeName(data.type[event]), path: pathOf(event), message: messageOf(event), origin: originOf(event) }),

  toJson() {
    const items = [...this.marks].sort(([a], [b]) => a - b).map(([event, mark]) => ({ ...this.describe(event), ...mark }));
    return `${JSON.stringify({ format: NOTES_FORMAT, version: 1, report: document.title, evidence: data.index.evidence, items: [...items, ...this.strangers] }, null, 2)}\n`;
  },

  find(item) {
    const match = /^(.{19})\.(\d{9})\+00:00$/.exec(String(item.datetime));
    const seconds = match ? Date.parse(`${match[1]}Z`) / 1000 : NaN;
    if (Number.isNaN(seconds)) return -1;
    for (let event = lowerBound(data.time, seconds); event < data.rows && data.time[event] === seconds; event++) {
      if (data.nanos[event] !== Number(match[2]) || typeName(data.type[event]) !== item.event_type || pathOf(event) !== item.path) continue;
      if (messageOf(event) === item.message && originOf(event) === item.origin) return event;
    }
    return -1;
  },

  // Adds what a file says to what there is; of two notes on one event both are kept. Throws on what is no such file.
  read(text) {
    const file = JSON.parse(text);
    if (file?.format !== NOTES_FORMAT || file.version !== 1 || !Array.isArray(file.items)) throw new Error('not a file of tags and notes');
    let found = 0;
    const items = file.items.filter((item) => item !== null && typeof item === 'object');
    for (const item of items) {
      const tags = Array.isArray(item.tags) ? item.tags.map(String) : [];
      const note = String(item.note ?? '');
      const event = this.find(item);
      if (event < 0) {
        if (!this.strangers.some((known) => JSON.stringify(known) === JSON.stringify(item))) this.strangers.push(item);
        continue;
      }
      const old = this.marks.get(event) ?? { tags: [], note: '' };
      this.marks.set(event, { tags: [...new Set([...old.tags, ...tags])], note: !note || old.note.includes(note) ? old.note : [old.note, note].filter(Boolean).join('\n') });
      found++;
    }
    return { found, strange: items.length - found };
  },

  async readFile(file) {
    try {
      if (file.size > MAX_NOTES_BYTES) throw new Error('the file is too large');
      const { found, strange } = this.read(await file.text());
      this.changed();
      showDetail(table.activeEvent);
      tell(`${counted(found, 'event')} tagged or noted from ${file.name}${strange ? `; ${count(strange)} of no event in this report ${strange === 1 ? 'is' : 'are'} kept for the next export` : ''}.`);
    } catch (error) {
      tell(`${file.name} was not imported: ${error instanceof SyntaxError ? 'it is not JSON' : error.message}.`);
    }
  },

  store() {
    try {
      if (this.marks.size + this.strangers.length === 0) localStorage.removeItem(this.key);
      else localStorage.setItem(this.key, this.toJson());
    } catch { tell('This browser keeps no notes: export them before you leave.'); }
  },

  setUp() {
    try {
      if (byId('notes-data')) this.read(byId('notes-data').textContent);
      const kept = localStorage.getItem(this.key);
      if (kept) this.read(kept);
    } catch { /* nothing kept, or not readable: then there are none */ }
    byId('notes-filter').addEventListener('click', () => filter.set({ find: /\bmine:/.test(filter.find) ? '' : 'mine:yes' }));
    byId('notes-export').addEventListener('click', () => saveFile('notes.json', 'application/json', [this.toJson()]));
    byId('notes-import').addEventListener('click', () => byId('notes-file').click());
    byId('notes-file').addEventListener('change', async () => {
      const [file] = byId('notes-file').files;
      if (file) await this.readFile(file);
      byId('notes-file').value = '';
    });
    filter.listeners.push(() => this.show());
  },
};

function saveFile(name, type, parts) {
  const link = make('a', { href: URL.createObjectURL(new Blob(parts, { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60e3);
}
