// The state of the timeline in the address: #timeline?find=…&since=…. A link with it, from this report or kept by the reader, brings it back.
const permalink = {
  isQuiet: false, timer: 0,

  toHash() {
    const words = new URLSearchParams();
    for (const name of ['find', 'since', 'until', 'owner']) if (filter[name]) words.set(name, filter[name]);
    if (filter.types !== null) words.set('types', [...filter.types].join(','));
    if (filter.sort !== 'time' || filter.isDescending) words.set('sort', (filter.isDescending ? '-' : '') + filter.sort);
    if (table.columns.join() !== DEFAULT_COLUMNS.join()) words.set('columns', table.columns.join(','));
    if (table.activeEvent >= 0) words.set('event', table.activeEvent);
    return words.size > 0 ? `#timeline?${words}` : '#timeline';
  },

  // Only once the reader has done something with the timeline: an address that leads elsewhere in the page stays.
  // After a moment, for browsers take it ill when a held key changes the address with every row.
  write() {
    const before = location.hash;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const hash = this.toHash();
      if (this.isQuiet || hash === before || location.hash !== before || (hash === '#timeline' && !before.startsWith('#timeline?'))) return;
      history.replaceState(null, '', hash);
    }, 200);
  },

  // False when the address holds no state.
  async read() {
    if (!location.hash.startsWith('#timeline?')) return false;
    const words = new URLSearchParams(location.hash.slice('#timeline?'.length));
    const sort = words.get('sort') ?? 'time';
    const id = sort.replace(/^-/, '');
    const owner = words.get('owner') ?? '';
    const event = Number(words.get('event') ?? -1);
    this.isQuiet = true;
    table.setColumns(words.get('columns')?.split(',') ?? DEFAULT_COLUMNS);
    table.activeEvent = Number.isInteger(event) && event >= 0 && event < data.rows ? event : -1;
    histogram.trail = [];
    await filter.set({
      find: words.get('find') ?? '', since: words.get('since') ?? '', until: words.get('until') ?? '',
      owner: Object.hasOwn(data.index.owners, owner) ? owner : '',
      types: words.has('types') ? new Set(words.get('types').split(',')) : null,
      sort: columnById.has(id) ? id : 'time', isDescending: sort.startsWith('-'),
    });
    if (table.activeEvent >= 0) table.chooseEvent(table.activeEvent);
    showDetail(table.activeEvent);
    this.isQuiet = false;
    byId('timeline').scrollIntoView();
    return true;
  },

  setUp() {
    filter.listeners.push(() => this.write());
    addEventListener('hashchange', () => this.read());
    byId('link').addEventListener('click', async () => {
      history.replaceState(null, '', this.toHash());
      tell(await copyText(location.href) ? 'The link to what you see was copied.' : 'The link to what you see is in the address bar.');
    });
  },
};
