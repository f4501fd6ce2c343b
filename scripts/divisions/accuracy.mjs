// Prints what docs/geo.md says of borders between prefectures: how far a corner in
// one's drawing lies from the other's. `npm ci && node accuracy.mjs`, half a minute.
import { publishedShapes } from './sources.mjs';

const metresPerDegree = 111195;
const cellDegrees = 0.05;
const farMetres = 4000; // further off it is another border, or the sea

const shapes = publishedShapes().map(({ code, level, geometry: { type, coordinates } }) => ({
  city: level === 'district' ? code.slice(0, 4) : code,
  outline: level !== 'district',
  rings: (type === 'Polygon' ? [coordinates] : coordinates).flat(),
}));
const grid = segmentsByCell();
const distances = { 'two counties': [], 'a county and an outline': [] };
for (const [corner, owners] of corners()) {
  if (owners.length > 1) continue; // neighbours in one file share it
  const other = nearestAbroad(corner.split(',').map(Number), owners[0].city);
  if (!other || other.metres > farMetres) continue;
  const kind = owners[0].outline || other.shape.outline ? 'a county and an outline' : 'two counties';
  distances[kind].push(other.metres);
}
for (const [kind, metres] of Object.entries(distances)) {
  metres.sort((a, b) => a - b);
  const at = (share) => metres[Math.floor(metres.length * share)].toFixed(0);
  console.log(`${kind}: ${metres.length} corners, median ${at(0.5)} m, 95% within ${at(0.95)} m, 99% within ${at(0.99)} m`);
}

function corners() {
  const owners = new Map();
  for (const shape of shapes) {
    for (const corner of new Set(shape.rings.flat().map(String))) {
      owners.set(corner, [...(owners.get(corner) ?? []), shape]);
    }
  }
  return owners;
}

function segmentsByCell() {
  const cells = new Map();
  for (const shape of shapes) {
    for (const ring of shape.rings) {
      for (let i = 1; i < ring.length; i++) {
        for (const key of cellsAround(ring[i - 1], ring[i], 0)) {
          if (!cells.has(key)) cells.set(key, []);
          cells.get(key).push({ shape, from: ring[i - 1], to: ring[i] });
        }
      }
    }
  }
  return cells;
}

/** The cells of the rectangle around two points, and so many more on each side. */
function* cellsAround(from, to, margin) {
  const cell = (pick, axis) => Math.floor(pick(from[axis], to[axis]) / cellDegrees);
  for (let x = cell(Math.min, 0) - margin; x <= cell(Math.max, 0) + margin; x++) {
    for (let y = cell(Math.min, 1) - margin; y <= cell(Math.max, 1) + margin; y++) yield `${x},${y}`;
  }
}

function nearestAbroad(point, city) {
  let best;
  for (const key of cellsAround(point, point, 1)) {
    for (const { shape, from, to } of grid.get(key) ?? []) {
      if (shape.city === city) continue;
      const metres = distance(point, from, to);
      if (!best || metres < best.metres) best = { shape, metres };
    }
  }
  return best;
}

/** From a point to the line between two others, in metres. */
function distance([lng, lat], from, to) {
  const eastward = metresPerDegree * Math.cos((lat * Math.PI) / 180);
  const [ax, ay] = [(from[0] - lng) * eastward, (from[1] - lat) * metresPerDegree];
  const [dx, dy] = [(to[0] - from[0]) * eastward, (to[1] - from[1]) * metresPerDegree];
  const part = Math.max(0, Math.min(1, -(ax * dx + ay * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(ax + part * dx, ay + part * dy);
}
