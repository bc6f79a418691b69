// The events: numbers of all of them in arrays, texts a block at a time, decoded when first needed. EventBlock.cs writes what is read here.
const NONE = 0xffff;

// One column of texts of a block: a long text, a line an event.
class TextColumn {
  constructor(bytes, lengths) { Object.assign(this, { bytes, lengths, text: null, ends: null, lower: null, lowerEnds: null }); }

  get isEmpty() { return this.bytes.length === this.lengths.length; }

  decode() {
    if (this.text !== null) return;
    this.text = TextColumn.decoder.decode(this.bytes);
    this.ends = new Uint32Array(this.lengths.length);
    let end = 0;
    for (let i = 0; i < this.lengths.length; i++) this.ends[i] = end += this.lengths[i] + 1;
    this.bytes = this.bytes.subarray(0, 0);
  }

  at(i) {
    if (this.lengths[i] === 0) return '';
    this.decode();
    return this.text.slice(this.ends[i] - this.lengths[i] - 1, this.ends[i] - 1);
  }

  // Searching is one call of the browser's own for thousands of events.
  prepareSearch() {
    if (this.lower !== null) return;
    const isEmpty = this.isEmpty;
    this.decode();
    this.lower = isEmpty ? '' : this.text.toLowerCase();
    this.lowerEnds = this.ends;
    if (this.lower.length !== this.text.length && !isEmpty) { // a letter whose lower case is longer: count again
      this.lowerEnds = new Uint32Array(this.lengths.length);
      let end = 0;
      this.lower.split('\n').slice(0, -1).forEach((line, i) => { this.lowerEnds[i] = end += line.length + 1; });
    }
  }

  // Calls back with every line that has the word, which is in lower case.
  find(word, found) {
    this.prepareSearch();
    const { lower, lowerEnds } = this;
    let line = 0;
    for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, lowerEnds[line])) {
      while (lowerEnds[line] <= at) line++;
      found(line);
      if (line + 1 >= lowerEnds.length) break;
    }
  }
}
TextColumn.decoder = new TextDecoder();

const TEXTS = ['path', 'messageText', 'originText', 'link', 'sha256'];

class Block {
  constructor(first, buffer) {
    const head = new Uint32Array(buffer, 0, 8);
    if (head[0] !== 1) throw new Error('the events have another layout');
    const length = head[1];
    let at = 32;
    const column = (Kind) => { const values = new Kind(buffer, at, length); at += length * Kind.BYTES_PER_ELEMENT; return values; };
    Object.assign(this, { first, length });
    [this.elapsed, this.size, this.uid, this.gid] = [column(Float64Array), column(Float64Array), column(Float64Array), column(Float64Array)];
    [this.nanos, this.subject] = [column(Uint32Array), column(Uint32Array)];
    [this.mode, this.meaning, this.frame, this.origin, this.tag] = Array.from({ length: 5 }, () => column(Uint16Array));
    const lengths = TEXTS.map(() => column(Uint16Array));
    [this.type, this.change, this.kind] = [column(Uint8Array), column(Uint8Array), column(Uint8Array)];
    this.shared = JSON.parse(TextColumn.decoder.decode(new Uint8Array(buffer, at, head[2])));
    at += head[2];
    TEXTS.forEach((name, i) => {
      this[name] = new TextColumn(new Uint8Array(buffer, at, head[3 + i]), lengths[i]);
      at += head[3 + i];
    });
  }

  // What is searched most, made ready before it is asked for.
  prepareSearch() { for (const name of ['path', 'messageText']) this[name].prepareSearch(); }
}

const data = { rows: 0, blocks: [], firsts: [], index: null, isReady: false };
const WIDE = { time: Float64Array, size: Float64Array, uid: Float64Array, gid: Float64Array, nanos: Uint32Array, subject: Uint32Array, mode: Uint16Array, type: Uint8Array, change: Uint8Array, kind: Uint8Array };

const fromBase64 = (text) => (Uint8Array.fromBase64 ? Uint8Array.fromBase64(text) : Uint8Array.from(atob(text), (c) => c.charCodeAt(0)));
const inflate = (bytes) => new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'))).arrayBuffer();

async function readEvents() {
  data.index = JSON.parse(byId('events-index').textContent);
  data.rows = data.index.rows;
  for (const [name, Kind] of Object.entries(WIDE)) data[name] = new Kind(data.rows);
  const elements = [...document.getElementsByClassName('events')];
  let first = 0;
  let next = elements.length > 0 ? inflate(fromBase64(elements[0].textContent)) : null;
  for (let i = 0; i < elements.length; i++) {
    const buffer = await next;
    next = i + 1 < elements.length ? inflate(fromBase64(elements[i + 1].textContent)) : null; // the next unpacks meanwhile
    elements[i].remove(); // read for good: its memory can go
    first += addBlock(new Block(first, buffer));
  }
  data.firsts = data.blocks.map((block) => block.first);
}

function addBlock(block) {
  const { first, length } = block;
  let time = 0;
  for (let i = 0; i < length; i++) data.time[first + i] = time += block.elapsed[i];
  for (const name of Object.keys(WIDE)) {
    if (name === 'time') continue;
    data[name].set(block[name], first);
    block[name] = null;
  }
  block.elapsed = null;
  data.blocks.push(block);
  return length;
}

const blockOf = (event) => data.blocks[lowerBound(data.firsts, event + 1) - 1];
const typeName = (type) => data.index.types[type][0];
const groupOf = (type) => data.index.types[type][1];
const subjectOf = (event) => data.index.subjects[data.subject[event]];

// Single texts of an event, '' where there is none.
const pathOf = (event) => { const block = blockOf(event); return block.path.at(event - block.first); };
const textOf = (event, name) => { const block = blockOf(event); return block[name].at(event - block.first); };
const sharedOf = (event, column, name) => { const block = blockOf(event); return block.shared[name][block[column][event - block.first]] ?? ''; };
const meaningOf = (event) => sharedOf(event, 'meaning', 'meanings');
const tagsOf = (event) => sharedOf(event, 'tag', 'tags');
const kindOf = (event) => (data.kind[event] === 0xff ? '' : data.index.kinds[data.kind[event]]);
const changeOf = (event) => (data.change[event] === 0 ? '' : String.fromCharCode(data.change[event]));
const modeOf = (event) => (data.mode[event] === NONE ? '' : data.mode[event].toString(8).padStart(4, '0'));
const numberOf = (values, event) => (Number.isNaN(values[event]) ? '' : String(values[event]));
const ownerOf = (event) => (Number.isNaN(data.uid[event]) ? '' : `${data.uid[event]}:${data.gid[event]}`);

function messageOf(event) {
  const frame = sharedOf(event, 'frame', 'frames');
  return frame === '' ? textOf(event, 'messageText') : frame[0] + pathOf(event) + frame[1];
}

function originOf(event) {
  const block = blockOf(event);
  const place = block.origin[event - block.first];
  return place === NONE ? textOf(event, 'originText') : block.shared.origins[place] + pathOf(event);
}

function whatOf(event) {
  const path = pathOf(event);
  if (path === '') return messageOf(event);
  const change = changeOf(event);
  const link = textOf(event, 'link');
  return (change ? `${change} ` : '') + path + (link ? ` -> ${link}` : '');
}

// Whom the event concerns, in a few words.
const concerned = (subject) => {
  const names = subject.containers ?? subject.images ?? (subject.layer ? [subject.layer.slice(0, 12)] : [subject.store]);
  return names.length > 1 ? `${names[0]} +${names.length - 1}` : names[0];
};
