// Package simulate makes a brand's channel with months of goods and scans, honest ones and
// those of diverted goods and copied codes, so that a detector can be judged where the truth
// is known. It keeps the truth apart from what the brand's system would have seen.
//
// A world is a function of its Parameters and a seed: the same on every machine. Goods are
// cases in pallets in shipments; there is no row for a unit. What happens to a unit (who buys
// it, where he lives) is drawn from a generator that is seeded with the unit's number, so it
// is the same whenever it is asked for. Scans are planned as a word of eight bytes each, by
// day, and worked out when their day is played.
//
// The order of making: the land (cities), the channel (distributors, terminals), the lots that
// will be diverted, the goods, lane by lane, with the plans of their scans, and the copied
// codes. Then Scans plays day after day.
package simulate
