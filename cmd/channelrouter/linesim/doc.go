// Package linesim plays a packing line against the API, with the faults that lines have:
// it takes codes from print files as a line takes printed packaging, packs units into
// cases and cases onto pallets, and tells the server as a line's gateway does. It knows
// nothing of the server but the API.
//
// The line (line.go) is a function of its seed: which faults happen to which pallet. The
// gateway (gateway.go) loses its connection, buffers, replays the buffer in any order, and
// sends again what it has no answer to; request by request, or over a stream (stream.go). The report (report.go) holds every answer against
// what a line expects: what is packed rightly is recorded or known, what is not is refused.
package linesim
