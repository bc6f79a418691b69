// Rows as CSV, the columns that are shown: with commas, quoted where needed; what a spreadsheet would run as a formula gets a quote before it.
const MAX_COPIED = 200_000;

function csvCell(text) {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

// The selection when it is more than one row, else all that the filter lets through, up to a bound.
function csvRows() {
  const [low, high] = table.selection;
  const isSelection = high > low;
  return { isSelection, rows: isSelection ? filter.shown.subarray(low, Math.min(high + 1, low + MAX_COPIED)) : filter.shown.subarray(0, MAX_COPIED) };
}

// In parts, giving way to the reader between them.
async function toCsv(rows) {
  const columns = table.columns.map((id) => columnById.get(id));
  const parts = [`${columns.map((column) => (column.id === 'time' ? 'datetime' : column.id)).join(',')}\n`];
  const pacer = new Pacer();
  for (let at = 0; at < rows.length; at += 500) {
    parts.push(Array.from(rows.subarray(at, at + 500), (event) => `${columns.map((column) => csvCell((column.copied ?? column.text)(event))).join(',')}\n`).join(''));
    if (pacer.isDue) await pacer.rest();
  }
  return parts;
}

async function copyCsv() {
  const { rows, isSelection } = csvRows();
  const isWhole = rows.length === table.total || isSelection;
  const note = `${counted(rows.length, 'row')} copied as CSV${isWhole ? '' : `, the first of ${count(table.total)}`}.`;
  tell(await copyText((await toCsv(rows)).join('')) ? note : 'This browser lets nothing be copied; save the CSV instead.');
}

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch { /* an older way follows */ }
  const area = make('textarea', { class: 'offscreen', 'aria-hidden': 'true' });
  area.value = text;
  document.body.append(area);
  area.select();
  const isDone = document.execCommand('copy');
  area.remove();
  return isDone;
}

function showCopy() {
  const { isSelection, rows } = csvRows();
  byId('copy').textContent = isSelection ? `Copy ${counted(rows.length, 'row')} as CSV` : 'Copy as CSV';
}

function setUpCsv() {
  byId('copy').addEventListener('click', copyCsv);
  byId('save').addEventListener('click', async () => {
    const { rows, isSelection } = csvRows();
    saveFile('events.csv', 'text/csv', await toCsv(isSelection ? rows : filter.shown));
  });
  filter.listeners.push(showCopy);
}
