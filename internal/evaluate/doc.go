// Package evaluate judges detectors of diversion: it shows them the scans of a world, in the
// order of time, holds what they report against what truly happened there, and measures it.
//
// A World has two sides. The observed one is the channel (distributors, territories,
// terminals) and the scans as the brand's system recorded them; Placer makes of each a
// detect.Sighting, and that is all a Detector sees. The truth, which goods were diverted in
// which lot and which codes were copied, is only for the judge. Worlds come from
// internal/simulate or from files in a documented format (docs/diversion-format.md), which
// anybody can write.
//
// Beside the detector run the baselines that it must beat: fences, impossible travel and
// random audits.
package evaluate
