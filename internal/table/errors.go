package table

import "channelrouter/internal/errs"

var (
	// ErrEncoding: the text is in none of the encodings that are read.
	ErrEncoding = errs.New(errs.Invalid, "table.encoding", "the file's text is neither UTF-8 nor GB18030", "save it as \"CSV UTF-8\", or as XLSX")
	// ErrBroken: it breaks the rules of its format.
	ErrBroken = errs.New(errs.Invalid, "table.broken", "this is no table that can be read", "mend the line that is named, or save the table again as \"CSV UTF-8\" or XLSX")
	// ErrTooLarge: reading it would take too much memory.
	ErrTooLarge = errs.New(errs.TooLarge, "table.too_large", "this workbook is too large to be read", "save the table as \"CSV UTF-8\"")
)
