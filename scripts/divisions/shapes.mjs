// The districts' borders, drawn once each. The map draws every prefecture by
// itself: inside one, neighbours share their points; where two prefectures meet,
// each has its own version of the border, a few metres to some hundred metres off.
import mapshaper from 'mapshaper';
import { corps, drawn, retired } from './revisions.mjs';

// A unit of the file is 1e-4 degrees, 11 m to the north and 9 m to the east of Shanghai.
const unitsPerDegree = 1e4;

// Overlaps go to the one that stands first, gaps that no sea reaches to a
// neighbour; then points that change a border by less than 20 m go.
const clean = '-clean overlap-rule=min-id gap-fill-area=20km2';
const simplify = '-simplify dp interval=20m keep-shapes';
const output = '-o out.json format=topojson id-field=code no-quantization precision=0.0001 fix-geometry';

/** The finest shapes with the codes they have in the table, best drawn first. */
export function shapesByCode(published, names) {
  const byPlace = new Map([...names].map(([code, name]) => [code.slice(0, 4) + name, code]));
  const shapes = published.map(({ code, name, level, geometry }) => ({
    code: drawn[code] ?? (names.get(code) === name ? code : byPlace.get(code.slice(0, 4) + name)) ?? retired[code],
    rank: rank(code, level),
    geometry,
  }));
  for (const { code } of shapes) {
    if (!names.has(code)) throw new Error(`a shape's code ${code} is not in the table`);
  }
  return shapes.sort((a, b) => a.rank - b.rank || a.code - b.code);
}

/** Corps cities lie within counties, so theirs come first; a prefecture's outline is coarse and gives way. */
function rank(code, level) {
  if (code.startsWith(corps)) return 0;
  return level === 'district' ? 1 : 2;
}

/** The file's bytes: see internal/geo/doc.go for its format. */
export async function encodeShapes(shapes) {
  const features = shapes.map(({ code, geometry }) => ({ type: 'Feature', properties: { code }, geometry }));
  const input = { 'in.json': JSON.stringify({ type: 'FeatureCollection', features }) };
  const { 'out.json': text } = await mapshaper.applyCommands(`-i in.json ${clean} ${simplify} ${output}`, input);
  const topology = JSON.parse(text);
  const arcs = topology.arcs.map((arc) => toUnits(arc));
  const geometries = Object.values(topology.objects)[0].geometries;
  const codes = geometries.map(({ id }) => String(id)).sort();
  return { codes, arcs: arcs.length, bytes: write(codes, arcs, sides(geometries, codes, arcs)) };
}

function toUnits(arc) {
  return arc.map(([lng, lat]) => [Math.round(lng * unitsPerDegree), Math.round(lat * unitsPerDegree)]);
}

/** For every arc the districts to its left and right, by their number from 1; 0 is none. */
function sides(geometries, codes, arcs) {
  const beside = arcs.map(() => ({ left: 0, right: 0 }));
  for (const { id, type, arcs: parts } of geometries) {
    const number = codes.indexOf(String(id)) + 1;
    const polygons = type === 'Polygon' ? [parts] : parts;
    for (const [outer, ...holes] of polygons) {
      claim(beside, outer, turnsLeft(outer, arcs) ? 'left' : 'right', number);
      for (const hole of holes) claim(beside, hole, turnsLeft(hole, arcs) ? 'right' : 'left', number);
    }
  }
  return beside;
}

function claim(beside, ring, side, number) {
  for (const reference of ring) {
    const along = reference >= 0;
    const which = along === (side === 'left') ? 'left' : 'right';
    const arc = beside[along ? reference : ~reference];
    if (arc[which] !== 0) throw new Error(`two districts on one side of an arc: ${arc[which]} and ${number}`);
    arc[which] = number;
  }
}

/** Whether a ring goes round its inside counter-clockwise. */
function turnsLeft(ring, arcs) {
  const points = ring.flatMap((reference) => (reference >= 0 ? arcs[reference] : arcs[~reference].toReversed()));
  let twice = 0;
  for (const [i, [x, y]] of points.entries()) {
    const [nextX, nextY] = points[(i + 1) % points.length];
    twice += x * nextY - nextX * y;
  }
  return twice > 0;
}

function write(codes, arcs, beside) {
  const bytes = [];
  const number = (value) => {
    for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) + 128);
    bytes.push(value);
  };
  const signed = (value) => number(value < 0 ? -2 * value - 1 : 2 * value);
  number(codes.length);
  for (const code of codes) bytes.push(...Buffer.from(code));
  number(arcs.length);
  let [lastX, lastY] = [0, 0];
  for (const [i, arc] of arcs.entries()) {
    number(beside[i].left);
    number(beside[i].right);
    number(arc.length);
    for (const [x, y] of arc) {
      signed(x - lastX);
      signed(y - lastY);
      [lastX, lastY] = [x, y];
    }
  }
  return Buffer.from(bytes);
}
