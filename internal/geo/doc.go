// Package geo knows China's administrative divisions: their GB/T 2260 codes
// (adcodes), names, centres, shapes and neighbours. A distributor's territory is a
// prefix of such a code, so whether a terminal lies within it is a comparison of
// strings; a consumer's position becomes a code by the shapes. No network is asked.
//
// # The table
//
// The table is embedded. It has the 34 provinces with their prefectures and
// counties as they stood in 2023; Taiwan has no codes below the province.
// Beside the standard's own codes it carries the development zones that the
// statistics bureau numbers from xxxx71 on, because address pickers offer them;
// those are renumbered from one year's edition to the next.
//
// Centres are in GCJ-02, the system of WeChat's wx.getLocation with type
// "gcj02" and of the maps that users see. They are mostly the seat of
// government: half of the counties' agree with another source within 700 m,
// 95 of 100 within 5 km. A centre that was not published is derived from a
// neighbour and says so: do not measure a distance from it.
//
// Municipalities have a second level that is only a grouping: 110000 北京市 →
// 110100 市辖区 → 110101 东城区. It is kept, so that every county but those of
// Hong Kong and Macau hangs on a prefecture, and left out of full names.
//
// # The shapes
//
// 2,869 divisions are drawn, in GCJ-02: the counties, and as one piece each the
// prefectures without districts (东莞 and others), 阿勒泰 and Taiwan, whose counties
// the map lacks. A border is drawn once, so neighbours neither overlap nor leave
// gaps. Development zones have no shape: their land is the counties'. Of 2,860
// published centres of counties 2,851 lie in their own county, all in their own
// city; docs/geo.md names the others and says how exact borders are.
//
// shapes.bin is numbers as encoding/binary's varints: the number of divisions and
// the code of each in six digits, in order; the number of arcs, and for each the
// division to its left and to its right (from 1 in that order, 0 for the sea and
// abroad), the number of its points, and these as steps to the east and to the
// north, signed, in 1e-4 degrees from the last point of the file so far. Arcs meet
// at their ends only. In memory they take 8.5 MB with a grid over them, from the
// first question on, and a position costs less than a microsecond.
//
// Both files are made by scripts/divisions (`npm ci && node make.mjs`) and
// committed; do not edit them. LICENCES.md says whose data it is.
package geo
