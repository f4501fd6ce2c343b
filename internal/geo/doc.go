// Package geo knows China's administrative divisions: their GB/T 2260 codes
// (adcodes), names and centres. A distributor's territory is a prefix of such a
// code, so whether a terminal lies within it is a comparison of strings.
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
// divisions.csv is made by scripts/divisions (`npm ci && node make.mjs`) and
// committed; do not edit it. LICENCES.md says whose data it is.
package geo
