// The timeline's controls: each shows what the filter says and changes it.
function fillOwners() {
  const kinds = { container: 'Containers', image: 'Images', layer: 'Layers' };
  const entries = Object.entries(data.index.owners).sort(([, a], [, b]) => byText16(a, b));
  for (const [kind, title] of Object.entries(kinds)) {
    const options = entries.filter(([anchor]) => anchor.startsWith(`${kind}-`)).map(([anchor, label]) => new Option(label, anchor));
    if (options.length > 0) byId('owner').append(make('optgroup', { label: title }, options));
  }
}

const typeBoxes = () => [...document.querySelectorAll('[data-type]')];

function showKinds() {
  const isOn = (type) => filter.types === null || filter.types.has(typeName(type));
  for (const box of typeBoxes()) box.checked = isOn(box.dataset.type);
  for (const group of document.querySelectorAll('[data-group]')) {
    const mine = typeBoxes().filter((box) => box.dataset.of === group.dataset.group);
    const on = mine.filter((box) => box.checked).length;
    group.checked = on > 0;
    group.indeterminate = on > 0 && on < mine.length;
  }
}

function onKinds(e) {
  const { group } = e.target.dataset;
  for (const box of typeBoxes()) if (group !== undefined && box.dataset.of === group) box.checked = e.target.checked;
  const boxes = typeBoxes();
  const on = boxes.filter((box) => box.checked);
  filter.set({ types: on.length === boxes.length ? null : new Set(on.map((box) => typeName(box.dataset.type))) });
}

// One kind alone, or all again.
function onOnly(e) {
  const { only } = e.target.dataset;
  if (only === undefined) return;
  const names = new Set(typeBoxes().filter((box) => box.dataset.of === only).map((box) => typeName(box.dataset.type)));
  const isAlone = filter.types !== null && filter.types.size === names.size && [...names].every((name) => filter.types.has(name));
  filter.set({ types: isAlone ? null : names });
}

function showControls() {
  for (const id of ['find', 'since', 'until', 'owner']) if (byId(id).value !== filter[id] && document.activeElement !== byId(id)) byId(id).value = filter[id];
  showKinds();
  byId('clear').disabled = !filter.isActive;
  const { hits } = filter;
  const span = hits.length ? ` · ${local(data.time[hits[0]])} to ${local(data.time[hits[hits.length - 1]])}` : '';
  byId('status').textContent = `${count(hits.length)} of ${count(data.rows)} events${span}`;
}

function clearFilter() {
  histogram.trail = [];
  for (const id of ['find', 'since', 'until', 'owner']) byId(id).value = '';
  filter.set({ find: '', since: '', until: '', owner: '', types: null });
}

function setUpFields() {
  byId('field').append(...Object.keys(FIELDS).map((name) => new Option(name, name)));
  byId('fields').addEventListener('submit', (e) => {
    e.preventDefault();
    const value = byId('field-value').value.trim();
    if (value === '') return;
    byId('field-value').value = '';
    byId('find').value = `${filter.find.trim()} ${spellTerm(byId('field').value, value, byId('field-not').checked)}`.trim();
    filter.set({ find: byId('find').value });
  });
}

function setUpColumns() {
  byId('columns').append(...COLUMNS.map(({ id, title }) => make('label', { class: 'choice' }, make('input', { type: 'checkbox', value: id }), ` ${title}`)));
  const show = () => { for (const box of document.querySelectorAll('#columns input')) box.checked = table.columns.includes(box.value); };
  byId('columns').addEventListener('change', () => {
    table.setColumns([...document.querySelectorAll('#columns input:checked')].map((box) => box.value));
    show();
    permalink.write();
  });
  filter.listeners.push(show);
}

function setUpControls() {
  fillOwners();
  setUpFields();
  setUpColumns();
  let typing = 0;
  const soon = (id) => { clearTimeout(typing); typing = setTimeout(() => filter.set({ [id]: byId(id).value }), 120); };
  for (const id of ['find', 'since', 'until']) byId(id).addEventListener('input', () => soon(id));
  byId('owner').addEventListener('change', () => filter.set({ owner: byId('owner').value }));
  byId('filters').addEventListener('submit', (e) => {
    e.preventDefault();
    clearTimeout(typing);
    filter.set({ find: byId('find').value, since: byId('since').value, until: byId('until').value });
  });
  byId('clear').addEventListener('click', clearFilter);
  byId('kinds').addEventListener('change', onKinds);
  byId('kinds').addEventListener('click', onOnly);
  filter.listeners.push(showControls);
  for (const link of document.querySelectorAll('a[href^="#timeline?owner="]')) {
    if (!Object.hasOwn(data.index.owners, new URLSearchParams(link.hash.slice(10)).get('owner'))) link.replaceWith('No event of it in the timeline.');
  }
}
