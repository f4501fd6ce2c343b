// Package watch is the room that follows the scans and tells which goods are likely to be
// diverted (窜货).
//
// A scan's verdict says that goods are elsewhere than they were meant to be; it does not say
// whether somebody carried a bottle home or sold a truckload. That is what the detector weighs
// (internal/detect), which remembers what all scans of the last two windows showed, in memory.
// This room feeds it: it follows the stream of scans and of inspections (follow.go), tells of
// each what the detector knows (sight.go), asks it once a day what is due, and makes cases of
// what it suspects (raise.go).
//
// Nothing of the detector is stored. Who takes the work over builds it anew from the scans of
// two windows, as they are judged by then, and raises nothing of days that were reviewed before;
// so does everybody when a policy comes into force. A lot is an alert once in two windows,
// whoever finds it and however often: its row is taken with the case it opens and with the alert
// in one transaction.
//
// An alert is kept with its reasons and their figures, and read as sentences in Chinese and
// English (alert.go). A replay runs a policy that is not in force over days that are over, beside
// the one that is, and says which cases would open and which would not (replay.go).
//
// It owns the tables diversion_alerts, watched_lots, watch_cursors and policy_replays.
package watch
