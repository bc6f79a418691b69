// What a layer or a volume holds, as a tree: made from the timeline's file events when it is opened, a directory at a time.
const MAX_SHOWN = 300;

function filesOf(anchor) {
  const volume = data.index.volumes[anchor];
  const prefix = volume ? 'volume.file.' : 'layer.file.';
  const types = data.index.types.map(([name]) => name.startsWith(prefix));
  const subjects = data.index.subjects.map((subject) => (volume ? true : subject.owners.includes(anchor)));
  const events = [];
  for (const block of data.blocks) {
    const wanted = volume && block.shared.origins.indexOf(volume);
    for (let i = 0, event = block.first; i < block.length; i++, event++) {
      if (types[data.type[event]] && subjects[data.subject[event]] && (!volume || block.origin[i] === wanted)) events.push(event);
    }
  }
  return events;
}

// Directories as maps of names; what is known of an entry is its newest event.
function treeOf(events) {
  const root = { name: '/', children: new Map(), event: -1, files: 0 };
  for (const event of events) {
    let at = root;
    for (const name of pathOf(event).split('/').filter(Boolean)) {
      at.children ??= new Map();
      if (!at.children.has(name)) at.children.set(name, { name, children: null, event: -1, files: 0 });
      at = at.children.get(name);
    }
    at.event = event;
    if (kindOf(event) === 'dir') at.children ??= new Map();
  }
  const open = [root];
  for (const node of open) if (node.children) open.push(...node.children.values());
  for (const node of open.reverse()) node.files = (node.children ? 0 : 1) + [...(node.children?.values() ?? [])].reduce((sum, child) => sum + child.files, 0);
  return root;
}

const entryLine = (node) => {
  const { event } = node;
  if (event < 0) return [];
  const change = changeOf(event) || ' ';
  const modified = typeName(data.type[event]).endsWith('.modified') ? local(data.time[event]) : '';
  return [make('span', { class: `entry-facts ${{ A: 'added', D: 'deleted' }[change] ?? 'changed'}` }, change), make('span', { class: 'entry-facts mode' }, modeOf(event)),
    make('span', { class: 'entry-facts owner' }, ownerOf(event)), make('span', { class: 'entry-facts bytes' }, Number.isNaN(data.size[event]) ? '' : count(data.size[event])), make('span', { class: 'entry-facts when' }, modified)];
};

function entryOf(node) {
  const name = make('span', { class: 'entry-name' }, node.children ? `${node.name}/` : node.name, node.event >= 0 && textOf(node.event, 'link') ? ` -> ${textOf(node.event, 'link')}` : null);
  if (!node.children?.size) {
    return make('li', { class: 'entry' }, node.event < 0 ? name : make('a', { href: `#timeline?event=${node.event}` }, name), entryLine(node));
  }
  const details = make('details', {}, make('summary', { class: 'entry' }, name, make('small', {}, ` ${counted(node.files, 'file')}`), entryLine(node)));
  details.addEventListener('toggle', () => { if (details.open && details.childElementCount === 1) details.append(listOf(node)); });
  return make('li', {}, details);
}

function listOf(node) {
  const children = [...node.children.values()].sort((a, b) => !a.children - !b.children || byText16(a.name, b.name));
  const list = make('ul', { class: 'entries' });
  const more = (from) => {
    list.append(...children.slice(from, from + MAX_SHOWN).map(entryOf));
    const rest = children.length - from - MAX_SHOWN;
    if (rest <= 0) return;
    const button = make('button', { type: 'button' }, `Show more (${count(rest)})`);
    const item = make('li', {}, button);
    button.addEventListener('click', () => { item.remove(); more(from + MAX_SHOWN); });
    list.append(item);
  };
  more(0);
  return list;
}

function openBrowser(details) {
  const events = filesOf(details.dataset.browse);
  if (events.length === 0) {
    details.append(make('p', { class: 'nothing' }, 'No file of it is in this report’s timeline.'));
    return;
  }
  const root = treeOf(events);
  details.append(make('p', { class: 'hint' }, `${counted(root.files, 'file')}, as far as this report’s timeline holds them. A name leads to its event.`), listOf({ ...root, children: root.children }));
}

function setUpBrowsers() {
  for (const details of document.querySelectorAll('[data-browse]')) {
    details.addEventListener('toggle', () => { if (details.open && details.childElementCount === 1) openBrowser(details); });
  }
}
