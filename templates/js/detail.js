// The chosen event: every fact, each a filter at a click; ways to what it belongs to; the examiner's tags and note.
const CHANGES = { A: 'A, added', C: 'C, changed', D: 'D, deleted' };

// [name, value or values, field that filters by it, the value to filter by]
function factsOf(event) {
  const subject = subjectOf(event);
  const seconds = data.time[event];
  const change = changeOf(event);
  const bytes = data.size[event];
  return [
    ['Time', `${local(seconds)}.${nanosOf(event)} ${zoneAt(seconds)}`], ['Which time', meaningOf(event), 'time'],
    ['Event', typeName(data.type[event]), 'type'], ['Message', messageOf(event)], ['Path', pathOf(event), 'path'], ['Link target', textOf(event, 'link'), 'link'],
    ['Change', CHANGES[change] ?? change, 'change', change], ['Kind', kindOf(event), 'kind'], ['Mode', modeOf(event), 'mode'], ['Owner', ownerOf(event), 'uid', numberOf(data.uid, event)],
    ['Size', Number.isNaN(bytes) ? '' : counted(bytes, 'byte'), 'size', String(bytes)], ['SHA-256', textOf(event, 'sha256'), 'sha256'], ['Tags', tagsOf(event), 'tag'],
    ['Images', subject.images, 'image'], ['Image ids', subject.imageIds, 'image'], ['Step', subject.step], ['Command', subject.command, 'command'],
    ['Containers', subject.containers, 'container'], ['Container ids', subject.containerIds, 'container'], ['Layer', subject.layer, 'layer'], ['Store', subject.store, 'store'],
    ['Evidence', subject.evidence, 'evidence'], ['Found in', originOf(event), 'origin'],
  ];
}

function factRow(name, value, field, wanted) {
  const list = (Array.isArray(value) ? value : [value]).filter((one) => one != null && one !== '').map(String);
  return list.map((text, i) => [
    i === 0 ? make('dt', {}, name) : null,
    make('dd', {}, make('span', {}, text), field === undefined ? null
      : make('button', { type: 'button', class: 'by', 'data-term': spellTerm(field, wanted ?? (text.length > 200 ? text.slice(0, 200) : text)), title: 'Only events with this', 'aria-label': `Only events with ${name} ${text.slice(0, 80)}` }, '⊇')),
  ]);
}

function notesForm(event) {
  const mark = notes.marks.get(event) ?? { tags: [], note: '' };
  const tags = make('input', { type: 'text', id: 'my-tags', value: mark.tags.join(', '), spellcheck: 'false', autocomplete: 'off', placeholder: 'start, malware' });
  const note = make('textarea', { id: 'my-note', rows: '2' });
  note.value = mark.note;
  const save = () => notes.set(event, tags.value.split(','), note.value);
  tags.addEventListener('change', save);
  note.addEventListener('change', save);
  return make('div', { class: 'my' }, make('label', { for: 'my-tags' }, 'Your tags'), tags, make('label', { for: 'my-note' }, 'Your note'), note);
}

function showDetail(event) {
  const panel = byId('detail');
  if (event < 0 || event === undefined) {
    panel.replaceChildren(make('p', { class: 'nothing' }, 'Choose an event: click it, or use the arrow keys in the list.'));
    return;
  }
  const facts = make('dl', {}, factsOf(event).flatMap(([name, value, field, wanted]) => (field === 'change' && !value ? [] : factRow(name, value, field, wanted))).flat());
  const links = subjectOf(event).owners.slice(0, 12).map((anchor) => make('a', { href: `#${anchor}` }, `See ${anchor.split('-')[0]} ${data.index.owners[anchor]}`));
  const near = make('p', { class: 'near' }, ...[60, 3600].map((seconds) =>
    make('button', { type: 'button', 'data-around': seconds }, `± ${seconds === 60 ? 'a minute' : 'an hour'}`)));
  panel.replaceChildren(notesForm(event), facts, make('p', {}, links), near);
  panel.scrollTop = 0;
}

function setUpDetail() {
  byId('detail').addEventListener('click', (e) => {
    const { term, around } = e.target.closest('button')?.dataset ?? {};
    if (term !== undefined && !filter.find.includes(term)) filter.set({ find: `${filter.find.trim()} ${term}`.trim() });
    if (around !== undefined) {
      const at = data.time[table.activeEvent];
      histogram.trail.push([filter.since, filter.until]);
      filter.set({ find: '', owner: '', types: null, since: `${spell(at - Number(around))}Z`, until: `${spell(at + Number(around) + 1)}Z` });
    }
  });
}
