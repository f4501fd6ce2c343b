package download

import (
	"strconv"
	"strings"
)

// byteRange is what of size bytes a Range header asks for, [from, to), as RFC 9110 section
// 14 has it. partial is false where all is to be sent: there is no header, or one that a
// server may ignore, such as several ranges. ok is false when nothing of the range exists.
func byteRange(header string, size int64) (from, to int64, partial, ok bool) {
	spec, isBytes := strings.CutPrefix(strings.TrimSpace(header), "bytes=")
	first, last, isRange := strings.Cut(strings.TrimSpace(spec), "-")
	if !isBytes || !isRange || strings.Contains(spec, ",") {
		return 0, size, false, true
	}
	begin, beginErr := strconv.ParseUint(first, 10, 63)
	end, endErr := strconv.ParseUint(last, 10, 63)
	switch {
	case first == "" && endErr == nil: // the last so many
		from, to = max(0, size-int64(end)), size
	case beginErr != nil || (last != "" && (endErr != nil || end < begin)):
		return 0, size, false, true
	case last == "":
		from, to = int64(begin), size
	default:
		from, to = int64(begin), size
		if end < uint64(size) {
			to = int64(end) + 1
		}
	}
	if from >= to {
		return 0, 0, false, false
	}
	return from, to, true, true
}
