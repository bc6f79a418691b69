async function startTimeline() {
  if (!byId('events')) return;
  const started = performance.now();
  try {
    await readEvents();
  } catch (error) {
    byId('status').textContent = `The events cannot be read by this browser (${error.message}); the CSV timeline holds the same.`;
    return;
  }
  data.isReady = true;
  setUpControls();
  histogram.setUp();
  table.setUp();
  setUpDetail();
  setUpCsv();
  notes.setUp();
  lists.setUpLink();
  setUpBrowsers();
  setUpLogs();
  permalink.setUp();
  table.setColumns(DEFAULT_COLUMNS);
  if (!await permalink.read()) await filter.set();
  byId('events').setAttribute('aria-busy', 'false');
  byId('events').dataset.ready = Math.round(performance.now() - started);
  await prepareSearch();
}

// While the reader looks at the first screen.
async function prepareSearch() {
  const pacer = new Pacer();
  for (const block of data.blocks) {
    block.prepareSearch();
    if (pacer.isDue) await pacer.rest();
  }
  byId('events').dataset.searchable = 'true';
}

addEventListener('DOMContentLoaded', () => {
  theme.setUp();
  lists.setUp();
  setUpPrinting();
  setUpContents();
  setUpKeys();
  setUpGraph();
  addEventListener('hashchange', reveal);
  reveal();
  startTimeline();
});
