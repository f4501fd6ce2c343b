// Makes internal/geo/divisions.csv and shapes.bin: `npm ci && node make.mjs`.
// The results are committed, because a build of the server must not need Node.
import { writeFileSync } from 'node:fs';
import { added, groups, nearby, retired } from './revisions.mjs';
import { encodeShapes, shapesByCode } from './shapes.mjs';
import { publishedCentres, publishedNames, publishedShapes } from './sources.mjs';

const output = (file) => new URL(`../../internal/geo/${file}`, import.meta.url);
const columns = ['code', 'name', 'level', 'parent', 'full_name', 'lng', 'lat', 'centre'];

const names = currentNames(publishedNames());
const centres = placeAll([...names.keys()].sort(), publishedCentres());
const lines = [...names.keys()].sort().map((code) => row(code).join(','));
writeFileSync(output('divisions.csv'), [columns.join(','), ...lines, ''].join('\n'));

const derived = [...centres.values()].filter((centre) => centre.source === 'derived').length;
console.log(`${lines.length} divisions, ${derived} with a derived centre`);

const shapes = await encodeShapes(shapesByCode(publishedShapes(), names));
writeFileSync(output('shapes.bin'), shapes.bytes);
console.log(`${shapes.codes.length} shapes, ${shapes.arcs} arcs, ${shapes.bytes.length} bytes`);

/** The published names as they stand today: revised, and without the rows that name no place. */
function currentNames(published) {
  const current = new Map(published);
  for (const [code, name] of Object.entries({ ...added, ...groups })) current.set(code, name);
  for (const code of Object.keys(retired)) current.delete(code);
  for (const [code, name] of current) {
    // "130101 市辖区" collects a city's districts in statistics; nobody lives in it.
    if (level(code) === 3 && name === '市辖区') current.delete(code);
  }
  return current;
}

function row(code) {
  const { lng, lat, source } = centres.get(code);
  return [code, names.get(code), level(code), parent(code), fullName(code), lng.toFixed(6), lat.toFixed(6), source];
}

function level(code) {
  if (code.endsWith('0000')) return 1;
  return code.endsWith('00') ? 2 : 3;
}

/** The division above: Hong Kong's and Macau's districts hang on the region itself. */
function parent(code) {
  if (level(code) === 1) return '';
  const city = code.slice(0, 4) + '00';
  return level(code) === 3 && names.has(city) ? city : code.slice(0, 2) + '0000';
}

/** The name from the province down, as an address writes it: grouping levels are left out. */
function fullName(code) {
  let name = names.get(code);
  for (let above = parent(code); above; above = parent(above)) {
    if (!(above in groups)) name = names.get(above) + name;
  }
  return name;
}

/** A centre for every code: the published one, or the nearest thing that can be derived. */
function placeAll(codes, published) {
  const placed = new Map();
  // The map numbers some divisions by another year's edition, so within a
  // prefecture the name decides and not the code.
  const byPlace = new Map([...published].map(([code, centre]) => [code.slice(0, 4) + centre.name, centre]));
  for (const code of codes) {
    const centre = byPlace.get(code.slice(0, 4) + names.get(code)) ?? predecessor(code, published);
    if (centre) placed.set(code, { ...centre, source: 'published' });
  }
  for (const code of codes) {
    if (code in nearby) placed.set(code, { ...published.get(nearby[code]), source: 'derived' });
  }
  // Groups first: a county without a centre may have only its group to ask.
  for (const code of codes.filter((code) => level(code) === 2 && !placed.has(code))) {
    const children = codes.filter((child) => parent(child) === code && placed.has(child));
    placed.set(code, { ...mean(children.map((child) => placed.get(child))), source: 'derived' });
  }
  for (const code of codes.filter((code) => !placed.has(code))) {
    placed.set(code, { ...placed.get(parent(code)), source: 'derived' });
  }
  return placed;
}

/** The centre of the one division this one took over unchanged but for its rank. */
function predecessor(code, published) {
  const olds = Object.keys(retired).filter((old) => retired[old] === code);
  return olds.length === 1 ? published.get(olds[0]) : undefined;
}

function mean(points) {
  const average = (pick) => points.reduce((sum, point) => sum + pick(point), 0) / points.length;
  return { lng: average((point) => point.lng), lat: average((point) => point.lat) };
}
