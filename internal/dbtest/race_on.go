//go:build race

package dbtest

// raceDetector: SQLite is a C program in Go's clothes here. The detector slows it fiftyfold,
// and its one writer lets little happen at once; MySQL shows more of our own races.
const raceDetector = true
