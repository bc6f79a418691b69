// Elements, numbers, and giving way to the reader's input. All scripts of the page share one function; text of the evidence becomes text nodes only.
const byId = (id) => document.getElementById(id);
const count = (value) => value.toLocaleString('en-US');
const counted = (value, one, many = `${one}s`) => `${count(value)} ${value === 1 ? one : many}`;
const two = (value) => String(value).padStart(2, '0');

// A new element: properties that are names of attributes, children that are elements or text; null children are left out.
function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value != null && value !== false) element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children.flat().filter((child) => child != null && child !== ''));
  return element;
}

function shape(name, attributes, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

// Gives way to what the reader does; a message is answered sooner than a timer.
const SLICE = 24; // milliseconds of work in a row
const pause = (() => {
  const { port1, port2 } = new MessageChannel();
  const waiting = [];
  port1.onmessage = () => waiting.shift()();
  return () => new Promise((resolve) => { waiting.push(resolve); port2.postMessage(null); });
})();

// Work in slices: await pacer.step() now and then.
class Pacer {
  constructor() { this.started = performance.now(); }

  get isDue() { return performance.now() - this.started > SLICE; }

  async rest() {
    await pause();
    this.started = performance.now();
  }
}

// The first place in sorted values that is not below the wanted one.
function lowerBound(values, wanted, low = 0, high = values.length) {
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

// Says something to those who listen and to those who look.
function tell(text) { byId('said').textContent = text; }

function size(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  const unit = Math.min(6, Math.floor(Math.log10(bytes) / 3 + 1e-9));
  return `${(bytes / 1000 ** unit).toFixed(1)} ${['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'][unit]}`;
}
