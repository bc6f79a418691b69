// What is typed into the text field: words and "phrases", each of which must occur; -word must not; field:value looks in one place.
function parseQuery(text) {
  const terms = [];
  const pattern = /(-?)(?:([a-z_0-9]+):)?(?:"((?:[^"\\]|\\.)*)"?|(\S+))/giy;
  let at = 0;
  for (;;) {
    while (at < text.length && /\s/.test(text[at])) at++;
    pattern.lastIndex = at;
    const match = at < text.length && pattern.exec(text);
    if (!match) break;
    at = pattern.lastIndex;
    const [whole, minus, name, phrase, word] = match;
    const field = name?.toLowerCase();
    const value = phrase === undefined ? word : phrase.replace(/\\(["\\])/g, '$1');
    // A colon in a path or time is no field.
    if (field === undefined || Object.hasOwn(FIELDS, field)) terms.push({ field, value, isNot: minus !== '' });
    else terms.push({ field: undefined, value: minus === '' ? whole : whole.slice(1), isNot: minus !== '' });
  }
  return terms;
}

// As it is typed: quoted where it must be.
const spellTerm = (field, value, isNot = false) =>
  `${isNot ? '-' : ''}${field ? `${field}:` : ''}${/[\s"]/.test(value) || value === '' ? `"${value.replace(/["\\]/g, '\\$&')}"` : value}`;

// A test of a text in lower case: "=x" the whole text, "a*b" a pattern over the whole text, else a part of it.
function textTest(value) {
  const wanted = value.toLowerCase();
  if (wanted.startsWith('=')) return { test: (text) => text === wanted.slice(1), part: wanted.slice(1) };
  if (!/[*?]/.test(wanted)) return { test: (text) => text.includes(wanted), part: wanted, isPart: true };
  const pattern = new RegExp(`^${wanted.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.')}$`, 'su');
  const part = wanted.split(/[*?]/).reduce((longest, one) => (one.length > longest.length ? one : longest), '');
  return { test: (text) => pattern.test(text), part };
}

// A test of a number: 5, >5, >=5, <5, <=5, 1..5; a size may have kB, MB or GB behind it.
function numberTest(value) {
  const number = (text) => {
    const match = /^(-?\d+(?:\.\d+)?)\s*(b|kb|mb|gb)?$/i.exec(text.trim());
    return match ? Number(match[1]) * 1000 ** ['b', 'kb', 'mb', 'gb'].indexOf((match[2] ?? 'b').toLowerCase()) : NaN;
  };
  const range = /^(.+?)\.\.(.+)$/.exec(value);
  if (range) {
    const [low, high] = [number(range[1]), number(range[2])];
    return (n) => n >= low && n <= high;
  }
  const [, sign, rest] = /^([<>]=?|=)?(.*)$/.exec(value);
  const wanted = number(rest);
  const tests = { '<': (n) => n < wanted, '<=': (n) => n <= wanted, '>': (n) => n > wanted, '>=': (n) => n >= wanted };
  return tests[sign] ?? ((n) => n === wanted);
}
