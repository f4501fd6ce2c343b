package rebate

import "channelrouter/internal/errs"

// ErrBadProgramme: terms, or basic rates, that make no sense.
var ErrBadProgramme = errs.New(errs.Invalid, "rebate.bad_programme", "this rebate programme makes no sense", "mend what the detail names; rates are 0 to 10,000,000 fen for a unit")
