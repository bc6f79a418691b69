// Sorting a million events by any column: each gets a rank once, and ranks with places behind them are sorted as plain numbers.
const ranks = new Map();

const byText16 = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

// Places in the order of texts; equal texts share one.
function rankTexts(texts) {
  const sorted = [...new Set(texts)].sort();
  const places = new Map(sorted.map((text, i) => [text, i]));
  return texts.map((text) => places.get(text));
}

function rankCodes(codes, texts) {
  const places = rankTexts(texts);
  return Uint32Array.from(codes, (code) => places[code] ?? 0);
}

// Unknown before everything; equal numbers share a rank.
function rankNumbers(values) {
  const known = Float64Array.from(new Set(values)).filter((value) => !Number.isNaN(value)).sort();
  return Uint32Array.from(values, (value) => (Number.isNaN(value) ? 0 : lowerBound(known, value) + 1));
}

// Many different texts, most of them paths: directories are ranked first, then names within each.
async function rankPaths(textAt, isStale) {
  const directories = new Map();
  const directoryOf = new Uint32Array(data.rows);
  const names = new Array(data.rows);
  const pacer = new Pacer();
  for (let i = 0; i < data.rows; i++) {
    const text = textAt(i);
    const slash = text.lastIndexOf('/') + 1;
    const directory = text.slice(0, slash);
    let place = directories.get(directory);
    if (place === undefined) directories.set(directory, place = directories.size);
    directoryOf[i] = place;
    names[i] = text.slice(slash);
    if ((i & 0x3ff) === 0 && pacer.isDue) {
      await pacer.rest();
      if (isStale()) return null;
    }
  }
  const places = rankTexts([...directories.keys()]);
  const buckets = Array.from(directories, () => []);
  for (let i = 0; i < data.rows; i++) buckets[places[directoryOf[i]]].push(i);
  const rank = new Uint32Array(data.rows);
  let next = 0;
  for (const bucket of buckets) {
    bucket.sort((a, b) => byText16(names[a], names[b]));
    bucket.forEach((event, i) => { rank[event] = i > 0 && names[bucket[i - 1]] === names[event] ? next : ++next; });
    if (pacer.isDue) {
      await pacer.rest();
      if (isStale()) return null;
    }
  }
  return rank;
}

async function makeRank(id, isStale) {
  if (['size', 'uid', 'gid'].includes(id)) return rankNumbers(data[id]);
  if (id === 'type') return rankCodes(data.type, data.index.types.map(([name]) => name));
  if (id === 'kind') return rankCodes(data.kind, data.index.kinds);
  if (id === 'change') return Uint32Array.from(data.change);
  if (id === 'mode') return Uint32Array.from(data.mode, (mode) => (mode === NONE ? 0 : mode + 1));
  if (id === 'owner') return rankNumbers(Float64Array.from(data.uid, (uid, i) => uid * 2 ** 20 + (data.gid[i] % 2 ** 20)));
  if (id === 'step') return rankCodes(data.subject, data.index.subjects.map((subject) => String(subject.step ?? '').padStart(9, '0')));
  if (['of', 'image', 'container', 'layer', 'command', 'store', 'evidence'].includes(id)) {
    const pick = { of: concerned, image: (s) => (s.images ?? []).join(), container: (s) => (s.containers ?? []).join(), layer: (s) => s.layer ?? '', command: (s) => s.command ?? '', store: (s) => s.store, evidence: (s) => s.evidence ?? '' }[id];
    return rankCodes(data.subject, data.index.subjects.map(pick));
  }
  const textAt = id === 'what' ? (event) => pathOf(event) || messageOf(event) : columnById.get(id).text;
  return rankPaths(textAt, isStale);
}

// The events in the wanted order; null when it was given up. Equal ones stay in the order of time.
async function sortHits(hits, id, isDescending, isStale) {
  if (hits === null) return null;
  if (id === 'time') return isDescending ? hits.slice().reverse() : hits;
  if (!ranks.has(id) || id === 'mine') {
    byId('status').textContent = 'Sorting …';
    const rank = await makeRank(id, isStale);
    if (rank === null) return null;
    ranks.set(id, rank);
  }
  const rank = ranks.get(id);
  const span = 2 ** Math.ceil(Math.log2(data.rows + 1)); // more places than events; rank and place fit a double's 53 bits
  const top = Math.max(data.rows, 4096) + 1; // no rank is above it
  const keys = Float64Array.from(hits, (event) => (isDescending ? top - rank[event] : rank[event]) * span + event);
  keys.sort();
  return Uint32Array.from(keys, (key) => key % span);
}
