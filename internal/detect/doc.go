// Package detect finds goods that are sold elsewhere than they were meant to be (窜货), in a
// stream of scans. It is pure: what it knows is what it was shown, in the order of time; it
// reads no clock, no file and no database, and the same scans leave the same state.
package detect
