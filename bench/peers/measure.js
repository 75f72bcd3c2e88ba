// Measures hnswlib-node and usearch on the files that the benchmark has written. Prints one line of JSON for each.
// Arguments: the folder with node_modules, the folder with the data, dimension, nearest, links, build width, rounds, recall goal, widths.
'use strict';

const fs = require('fs');
const path = require('path');
const { createRequire } = require('module');

const [peers, directory, ...rest] = process.argv.slice(2);
const [dimension, nearest, links, buildWidth, rounds, goal] = rest.slice(0, 6).map(Number);
const widths = rest[6].split(',').map(Number);
const requirePeer = createRequire(path.join(peers, 'package.json'));

function read(name, type) {
  const bytes = fs.readFileSync(path.join(directory, name));
  return new type(bytes.buffer, bytes.byteOffset, bytes.byteLength / type.BYTES_PER_ELEMENT);
}

const points = read('points.f32', Float32Array);
const queries = read('queries.f32', Float32Array);
const exact = read('nearest.i32', Int32Array);
const pointCount = points.length / dimension;
const queryCount = queries.length / dimension;

function seconds(action) {
  const started = process.hrtime.bigint();
  action();
  return Number(process.hrtime.bigint() - started) / 1e9;
}

function round(number) {
  return Math.round(number * 100) / 100;
}

// How long something takes, by the clock and by the processor's: others may be at work on the machine.
function measureTime(action) {
  const before = process.cpuUsage();
  const wall = seconds(action);
  const { user, system } = process.cpuUsage(before);
  return { wall, processor: (user + system) / 1e6 };
}

function recall(found) {
  let right = 0;
  for (let query = 0; query < queryCount; query++) {
    const wanted = exact.subarray(query * nearest, (query + 1) * nearest);
    for (const offset of found[query]) {
      right += wanted.includes(Number(offset)) ? 1 : 0;
    }
  }

  return right / (queryCount * nearest);
}

// Raises the width until the recall is reached; the rate is that of the fastest round.
function measure(engine, build, prepare, search) {
  const result = { engine, buildSeconds: round(build.wall), buildProcessorSeconds: round(build.processor) };
  const curve = [];
  for (const width of widths) {
    prepare(width);
    let wall = Infinity;
    let processor = Infinity;
    let found;
    for (let round = 0; round < rounds; round++) {
      const taken = measureTime(() => { found = search(); });
      wall = Math.min(wall, taken.wall);
      processor = Math.min(processor, taken.processor);
    }

    const point = {
      width,
      recall: Math.round(recall(found) * 10000) / 10000,
      queriesPerSecond: Math.round(queryCount / wall),
      queriesPerProcessorSecond: Math.round(queryCount / processor),
    };
    console.error(engine, JSON.stringify(point));
    curve.push(point);
    if (point.recall >= goal) {
      Object.assign(result, point);
      break;
    }
  }

  console.log(JSON.stringify({ ...result, curve }));
}

function version(name) {
  return `${name} ${JSON.parse(fs.readFileSync(path.join(peers, 'node_modules', name, 'package.json'))).version}`;
}

function hnswlib() {
  const { HierarchicalNSW } = requirePeer('hnswlib-node');
  const index = new HierarchicalNSW('l2', dimension);
  index.initIndex(pointCount, links, buildWidth, 1);

  // It takes arrays of numbers; they are made beforehand, so that making them is not measured. Reading them is a part of each call.
  const rows = [];
  for (let i = 0; i < pointCount; i++) {
    rows.push(Array.from(points.subarray(i * dimension, (i + 1) * dimension)));
  }

  const asked = [];
  for (let i = 0; i < queryCount; i++) {
    asked.push(Array.from(queries.subarray(i * dimension, (i + 1) * dimension)));
  }

  const build = measureTime(() => {
    for (let i = 0; i < pointCount; i++) {
      index.addPoint(rows[i], i);
    }
  });
  console.error('hnswlib-node built', build);
  measure(version('hnswlib-node'), build, (width) => index.setEf(width), () => asked.map((query) => index.searchKnn(query, nearest).neighbors));
}

function usearch() {
  const { Index, MetricKind, ScalarKind } = requirePeer('usearch');
  const create = (width) => new Index({
    dimensions: dimension,
    metric: MetricKind.L2sq,
    quantization: ScalarKind.F32,
    connectivity: links,
    expansion_add: buildWidth,
    expansion_search: width,
    multi: false,
  });
  const keys = new BigUint64Array(pointCount);
  for (let i = 0; i < pointCount; i++) {
    keys[i] = BigInt(i);
  }

  const file = path.join(directory, 'usearch.index');
  const built = create(widths[0]);
  const build = measureTime(() => built.add(keys, points, 1));
  console.error('usearch built', build);
  built.save(file);

  // The width is fixed when an index is made, so each is loaded anew. All queries go in with one call.
  let loaded;
  measure(version('usearch'), build, (width) => {
    loaded = create(width);
    loaded.load(file);
  }, () => {
    const matches = loaded.search(queries, nearest, 1);
    const found = [];
    for (let i = 0; i < queryCount; i++) {
      found.push(matches.keys.subarray(i * nearest, (i + 1) * nearest));
    }

    return found;
  });
}

hnswlib();
usearch();
