// What depends on what: volumes and networks, containers, images, and layers with the base at the right. Runs of layers that nothing branches from are one node.
const GRAPH = { width: 200, height: 24, gapX: 56, gapY: 8 };

// Layers in runs: [layers from the top down], each layer's run.
function layerRuns(graph) {
  const isLayer = (i) => graph.nodes[i][1] === 'layer';
  const parent = new Map();
  const users = new Map(graph.nodes.map((_, i) => [i, 0]));
  for (const [from, to] of graph.edges) {
    if (!isLayer(to)) continue;
    users.set(to, users.get(to) + 1);
    if (isLayer(from)) parent.set(from, to);
  }
  const below = new Set(parent.values());
  const runs = [];
  const runOf = new Map();
  for (const i of graph.nodes.keys()) {
    const only = [...parent].filter(([, to]) => to === i);
    if (!isLayer(i) || (below.has(i) && users.get(i) === 1 && only.length === 1)) continue; // not the top of a run
    const run = [];
    for (let at = i; at !== undefined && !runOf.has(at); at = parent.get(at)) {
      if (at !== i && users.get(at) !== 1) break;
      run.push(at);
      runOf.set(at, runs.length);
    }
    runs.push(run);
  }
  return { runs, runOf, parent };
}

// Nodes as they are drawn: {anchor, kind, label, column}, and edges between them.
function drawnGraph(graph) {
  const { runs, runOf, parent } = layerRuns(graph);
  const nodes = [];
  const place = new Map();
  const columns = { volume: 0, network: 0, container: 1, image: 2 };
  graph.nodes.forEach(([anchor, kind, label], i) => {
    if (kind === 'layer') return;
    place.set(i, nodes.length);
    nodes.push({ anchor, kind, label, column: columns[kind], near: new Set() });
  });
  const depth = (run) => { const next = parent.get(runs[run][runs[run].length - 1]); return next === undefined || !runOf.has(next) ? 0 : 1 + depth(runOf.get(next)); };
  const depths = runs.map((_, run) => depth(run));
  const deepest = Math.max(0, ...depths);
  runs.forEach((run, r) => {
    const [anchor, , label] = graph.nodes[run[0]];
    for (const i of run) place.set(i, nodes.length);
    nodes.push({ anchor, kind: 'layer', label: run.length > 1 ? `${run.length} layers, top ${label}` : `layer ${label}`, column: 3 + deepest - depths[r], near: new Set() });
  });
  const edges = new Map();
  for (const [from, to] of graph.edges) {
    const [a, b] = [place.get(from), place.get(to)];
    if (a === b || a === undefined || b === undefined) continue;
    edges.set(`${a} ${b}`, [a, b]);
    nodes[a].near.add(b);
    nodes[b].near.add(a);
  }
  return { nodes, edges: [...edges.values()] };
}

// Rows within columns: neighbours' mean place, back and forth a few times.
function placeNodes(nodes) {
  const columns = [];
  nodes.forEach((node, i) => { (columns[node.column] ??= []).push(i); });
  for (const column of columns) column?.forEach((i, row) => { nodes[i].row = row; });
  for (let turn = 0; turn < 6; turn++) {
    for (const column of turn % 2 ? [...columns].reverse() : columns) {
      if (!column) continue;
      const mean = (i) => { const { near } = nodes[i]; return near.size === 0 ? Infinity : [...near].reduce((sum, other) => sum + nodes[other].row, 0) / near.size; };
      const means = new Map(column.map((i) => [i, mean(i)]));
      column.sort((a, b) => means.get(a) - means.get(b) || a - b);
      column.forEach((i, row) => { nodes[i].row = row; });
    }
  }
  const tallest = Math.max(...columns.map((column) => column?.length ?? 0));
  for (const column of columns) {
    const start = ((tallest - (column?.length ?? 0)) / 2) * (GRAPH.height + GRAPH.gapY);
    column?.forEach((i, row) => Object.assign(nodes[i], { x: nodes[i].column * (GRAPH.width + GRAPH.gapX) + 1, y: start + row * (GRAPH.height + GRAPH.gapY) + 1 }));
  }
  return { width: columns.length * (GRAPH.width + GRAPH.gapX) - GRAPH.gapX + 2, height: tallest * (GRAPH.height + GRAPH.gapY) + 2 };
}

const nameOf = (node) => (node.kind === 'layer' ? node.label : `${node.kind} ${node.label}`);
const shorten = (text, most) => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);

function drawGraph(graph) {
  const { nodes, edges } = drawnGraph(graph);
  const { width, height } = placeNodes(nodes);
  const lines = edges.map(([a, b]) => {
    const [from, to] = nodes[a].column <= nodes[b].column ? [nodes[a], nodes[b]] : [nodes[b], nodes[a]];
    const [x1, y1, x2, y2] = [from.x + GRAPH.width, from.y + GRAPH.height / 2, to.x, to.y + GRAPH.height / 2];
    const bend = Math.max(20, (x2 - x1) / 2);
    return shape('path', { class: 'edge', d: `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}` });
  });
  const boxes = nodes.map((node) => {
    const near = [...node.near].map((i) => nameOf(nodes[i]));
    const link = shape('a', { href: `#${node.anchor}`, class: `node ${node.kind}`, 'aria-label': shorten(`${nameOf(node)}${near.length > 0 ? `, joined to ${near.join(', ')}` : ''}`, 400) },
      shape('title', {}, nameOf(node)),
      shape('rect', { x: node.x, y: node.y, width: GRAPH.width, height: GRAPH.height, rx: 3 }),
      shape('text', { x: node.x + 8, y: node.y + 16 }, shorten(node.label, 30)));
    const light = (isOn) => {
      svg.classList.toggle('focused', isOn);
      boxes.forEach((box, i) => box.classList.toggle('lit', isOn && (nodes[i] === node || node.near.has(i))));
      lines.forEach((line, i) => line.classList.toggle('lit', isOn && edges[i].some((end) => nodes[end] === node)));
    };
    link.addEventListener('mouseenter', () => light(true));
    link.addEventListener('mouseleave', () => light(false));
    link.addEventListener('focus', () => light(true));
    link.addEventListener('blur', () => light(false));
    return link;
  });
  const svg = shape('svg', { width, height, viewBox: `0 0 ${width} ${height}`, role: 'group', 'aria-label': 'Graph of images, layers, containers, networks and volumes' }, ...lines, ...boxes);
  return svg;
}

function setUpGraph() {
  const box = byId('graph');
  if (!box) return;
  const graph = JSON.parse(byId('graph-data').textContent);
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    box.replaceChildren(drawGraph(graph));
  }, { rootMargin: '600px' });
  observer.observe(box);
}
