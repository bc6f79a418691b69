// The fields that a filter may name. Each marks the events that match in an array of one byte an event, a block at a time where texts are searched.

// Every event by a number of its own.
const byNumber = (values) => (value) => {
  const test = numberTest(value);
  return { all(hits) { for (let i = 0; i < data.rows; i++) if (test(values()[i])) hits[i] = 1; } };
};

// Every event by a small number that stands for a text.
const byCode = (values, texts) => (value) => {
  const { test } = textTest(value);
  return {
    all(hits) {
      const wanted = texts().map((text) => test(text.toLowerCase()));
      const codes = values();
      for (let i = 0; i < data.rows; i++) if (wanted[codes[i]]) hits[i] = 1;
    },
  };
};

const bySubject = (texts) => (value) => {
  const { test } = textTest(value);
  return {
    all(hits) {
      const wanted = data.index.subjects.map((subject) => texts(subject).some((text) => test(String(text).toLowerCase())));
      for (let i = 0; i < data.rows; i++) if (wanted[data.subject[i]]) hits[i] = 1;
    },
  };
};

const byText = (name) => (value) => {
  const { test, part, isPart } = textTest(value);
  return {
    block(block, hits) {
      const column = block[name];
      column.find(part, (i) => {
        if (isPart || test(column.at(i).toLowerCase())) hits[block.first + i] = 1;
      });
    },
  };
};

// Texts that a block holds once for many events.
const byShared = (column, name, spelled = (entry) => entry) => (value) => {
  const { test } = textTest(value);
  return {
    block(block, hits) {
      const wanted = block.shared[name].map((entry) => test(spelled(entry).toLowerCase()));
      if (!wanted.includes(true)) return;
      const places = block[column];
      for (let i = 0; i < block.length; i++) if (wanted[places[i]]) hits[block.first + i] = 1;
    },
  };
};

const both = (...fields) => (value) => {
  const parts = fields.map((field) => field(value));
  return {
    all(hits) { for (const part of parts) part.all?.(hits); },
    block(block, hits) { for (const part of parts) part.block?.(block, hits); },
  };
};

const byNotes = (texts) => (value) => {
  const { test } = textTest(value);
  return { all(hits) { for (const [event, mark] of notes.marks) if (texts(mark).some((text) => test(text.toLowerCase()))) hits[event] = 1; } };
};

// An origin that begins with a shared text goes on with the path.
const byOrigin = (value) => {
  const { test, part, isPart } = textTest(value);
  return {
    block(block, hits) {
      for (let i = 0; i < block.length; i++) {
        const origin = block.origin[i] === NONE ? block.originText.at(i) : block.shared.origins[block.origin[i]] + block.path.at(i);
        if (isPart ? origin.toLowerCase().includes(part) : test(origin.toLowerCase())) hits[block.first + i] = 1;
      }
    },
  };
};

const FIELDS = {
  path: byText('path'),
  message: both(byText('messageText'), byShared('frame', 'frames', (frame) => frame.join(' ')), byText('path')),
  type: byCode(() => data.type, () => data.index.types.map(([name]) => name)),
  image: bySubject((s) => [...(s.images ?? []), ...(s.imageIds ?? [])]),
  container: bySubject((s) => [...(s.containers ?? []), ...(s.containerIds ?? [])]),
  layer: bySubject((s) => [s.layer ?? '']),
  step: bySubject((s) => [s.step ?? '']),
  command: bySubject((s) => [s.command ?? '']),
  store: bySubject((s) => [s.store]),
  evidence: bySubject((s) => [s.evidence ?? '']),
  change: (value) => ({ all(hits) { const code = value.toUpperCase().charCodeAt(0); for (let i = 0; i < data.rows; i++) if (data.change[i] === code) hits[i] = 1; } }),
  kind: byCode(() => data.kind, () => data.index.kinds),
  mode: (value) => {
    const { test } = textTest(value);
    const wanted = Array.from({ length: 4096 }, (_, mode) => test(mode.toString(8).padStart(4, '0')));
    return { all(hits) { for (let i = 0; i < data.rows; i++) if (wanted[data.mode[i]]) hits[i] = 1; } };
  },
  uid: byNumber(() => data.uid),
  gid: byNumber(() => data.gid),
  size: byNumber(() => data.size),
  time: byShared('meaning', 'meanings'),
  tag: byShared('tag', 'tags'),
  link: byText('link'),
  sha256: byText('sha256'),
  origin: byOrigin,
  mine: byNotes((mark) => [...mark.tags, mark.note, 'yes']),
};

const wordsOf = (s) => [s.store, s.evidence ?? '', s.layer ?? '', s.command ?? '', ...(s.images ?? []), ...(s.imageIds ?? []), ...(s.containers ?? []), ...(s.containerIds ?? [])];

// A word without a field: anywhere that an event's row or its details say something.
const anywhere = both(byText('path'), byText('messageText'), byText('link'), byText('sha256'), byShared('frame', 'frames', (frame) => frame.join(' ')),
  byShared('tag', 'tags'), FIELDS.type, bySubject(wordsOf), byNotes((mark) => [...mark.tags, mark.note]));
