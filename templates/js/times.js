// Times are seconds since 1970 and nanoseconds apart, for a double cannot hold both.
const DAY = 86400;

// The zone's offset in seconds at a moment, from the table that came with the events: the browser may know other rules.
function offsetAt(seconds) {
  const { offsets } = data.index;
  let i = offsets.length - 1;
  while (i > 0 && offsets[i][0] > seconds) i--;
  return i < 0 ? 0 : offsets[i][1];
}

const spell = (seconds) => new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');

// Local date and time; years 1 to 9999 as text, others cannot occur.
const local = (seconds) => spell(seconds + offsetAt(seconds));

function zoneAt(seconds) {
  if (data.index.utc) return 'UTC';
  const offset = Math.abs(offsetAt(seconds));
  return `${offsetAt(seconds) < 0 ? '-' : '+'}${two(Math.floor(offset / 3600))}:${two(Math.floor(offset / 60) % 60)}`;
}

const nanosOf = (event) => String(data.nanos[event]).padStart(9, '0');

// RFC 3339 with nine decimals, UTC: as in the data files.
const exactTime = (event) => `${spell(data.time[event]).replace(' ', 'T')}.${nanosOf(event)}+00:00`;

// A time as typed: seconds since 1970, null for nothing, NaN for what is no time. A bare date as an end means the end of that day.
function parseTime(text, isEnd) {
  const typed = text.trim();
  if (typed === '') return null;
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?\s*(Z|UTC|[+-]\d\d:\d\d)?)?$/i.exec(typed);
  if (!match) return NaN;
  const [, year, month, day, hour, minute, second, fraction, zone] = match;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  date.setUTCHours(Number(hour ?? 0), Number(minute ?? 0), Number(second ?? 0));
  if (date.getUTCMonth() !== Number(month) - 1 || Number(hour ?? 0) > 23 || Number(minute ?? 0) > 59) return NaN;
  const seconds = date.getTime() / 1000 + Number(fraction ?? 0) + (hour === undefined && isEnd ? DAY : 0);
  if (zone === undefined) return seconds - offsetAt(seconds - offsetAt(seconds));
  if (!/[+-]/.test(zone)) return seconds;
  return seconds - (zone[0] === '-' ? -1 : 1) * (Number(zone.slice(1, 3)) * 3600 + Number(zone.slice(4)) * 60);
}
