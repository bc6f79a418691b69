// A container's log lines, as many as the timeline holds, shown with the container when they are asked for.
const MAX_LINES = 2000;

function openLog(details) {
  const anchor = details.dataset.log;
  const type = data.index.types.findIndex(([name]) => name === 'container.log');
  const subjects = data.index.subjects.map((subject) => subject.owners.includes(anchor));
  const events = [];
  let total = 0;
  for (let event = 0; event < data.rows; event++) {
    if (data.type[event] !== type || !subjects[data.subject[event]]) continue;
    total++;
    if (events.length < MAX_LINES) events.push(event);
  }
  if (total === 0) {
    details.append(make('p', { class: 'nothing' }, 'No log line of it is in this report’s timeline.'));
    return;
  }
  details.append(make('p', { class: 'hint' }, total > MAX_LINES ? `The first ${count(MAX_LINES)} of ${counted(total, 'line')}. ` : `${counted(total, 'line')}. `,
    make('a', { href: `#timeline?owner=${anchor}&types=container.log` }, 'In the timeline')),
    make('ol', { class: 'log' }, events.map((event) => make('li', {}, make('a', { href: `#timeline?owner=${anchor}&event=${event}` }, make('time', {}, local(data.time[event]))), ` ${messageOf(event)}`))));
}

function setUpLogs() {
  for (const details of document.querySelectorAll('[data-log]')) {
    details.addEventListener('toggle', () => { if (details.open && details.childElementCount === 1) openLog(details); });
  }
}
