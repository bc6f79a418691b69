// The columns of the table: what they show, how wide they are, and by what they sort (order.js). Those marked are shown at first.
const subjectText = (pick) => (event) => [].concat(pick(subjectOf(event)) ?? '').join(', ');

const COLUMNS = [
  { id: 'time', title: 'Time', width: '15.5rem', shown: true, text: (event) => `${local(data.time[event])}.${nanosOf(event)}`, copied: exactTime },
  { id: 'type', title: 'Event', width: '10rem', shown: true, text: (event) => typeName(data.type[event]) },
  { id: 'of', title: 'Of', width: 'minmax(7rem, 10rem)', shown: true, text: (event) => concerned(subjectOf(event)) },
  { id: 'what', title: 'What', width: 'minmax(14rem, 1fr)', shown: true, text: whatOf },
  { id: 'size', title: 'Size', width: '6.5rem', shown: true, isNumber: true, text: (event) => (Number.isNaN(data.size[event]) ? '' : count(data.size[event])), copied: (event) => numberOf(data.size, event) },
  { id: 'mine', title: 'Your tags', width: '9rem', text: (event) => notes.text(event) },
  { id: 'message', title: 'Message', width: 'minmax(16rem, 1fr)', text: messageOf },
  { id: 'path', title: 'Path', width: 'minmax(14rem, 1fr)', text: pathOf },
  { id: 'change', title: 'Change', width: '4.5rem', text: changeOf },
  { id: 'kind', title: 'Kind', width: '5rem', text: kindOf },
  { id: 'mode', title: 'Mode', width: '4rem', text: modeOf },
  { id: 'owner', title: 'Owner', width: '6.5rem', text: ownerOf },
  { id: 'meaning', title: 'Which time', width: '12rem', text: meaningOf },
  { id: 'tag', title: 'Tags', width: '10rem', text: tagsOf },
  { id: 'image', title: 'Images', width: '12rem', text: subjectText((s) => s.images) },
  { id: 'container', title: 'Containers', width: '10rem', text: subjectText((s) => s.containers) },
  { id: 'layer', title: 'Layer', width: '8rem', text: subjectText((s) => s.layer?.slice(0, 12)), copied: subjectText((s) => s.layer) },
  { id: 'step', title: 'Step', width: '4rem', isNumber: true, text: subjectText((s) => s.step) },
  { id: 'command', title: 'Command', width: 'minmax(14rem, 1fr)', text: subjectText((s) => s.command) },
  { id: 'store', title: 'Store', width: '8rem', text: subjectText((s) => s.store) },
  { id: 'evidence', title: 'Evidence', width: '12rem', text: subjectText((s) => s.evidence ?? '') },
  { id: 'link', title: 'Link target', width: '12rem', text: (event) => textOf(event, 'link') },
  { id: 'sha256', title: 'SHA-256', width: '10rem', text: (event) => textOf(event, 'sha256') },
  { id: 'origin', title: 'Found in', width: 'minmax(16rem, 1fr)', text: originOf },
];
const DEFAULT_COLUMNS = COLUMNS.filter((column) => column.shown).map((column) => column.id);
const columnById = new Map(COLUMNS.map((column) => [column.id, column]));
