package remittance

import "channelrouter/internal/errs"

var (
	// ErrFourEyes: who asked cannot approve.
	ErrFourEyes = errs.New(errs.Forbidden, "remittance.four_eyes", "this is approved by somebody else than who asked for it", "have another owner or somebody of finance approve it")
	// ErrDecided: it was decided otherwise before.
	ErrDecided = errs.New(errs.Conflict, "remittance.decided", "this has been decided already", "look at it; ask anew if it is still wanted")
	// ErrKeyReused: the idempotency key belongs to another request.
	ErrKeyReused = errs.New(errs.Conflict, "remittance.idempotency_key_reused", "this idempotency key was used for something else", "use a new key for each, and the same one only to retry")
	// ErrUnknownAccount: no bank account of that id.
	ErrUnknownAccount = errs.New(errs.NotFound, "remittance.unknown_account", "no such bank account", "list the bank accounts")
	// ErrNoAccount: the organisation has no bank account.
	ErrNoAccount = errs.New(errs.NotFound, "remittance.no_account", "this organisation has no bank account that was approved", "ask for one, and have it approved")
	// ErrBadAccount: an account that no bank has.
	ErrBadAccount = errs.New(errs.Invalid, "remittance.bad_account", "this is no bank account that can be paid to", "give the holder's name and the bank's, each beginning with a letter or digit, 8 to 30 digits of the account's number, and 12 of the bank's CNAPS code or none; an organisation that is not the brand")
	// ErrUnknownRun: no bank run of that id.
	ErrUnknownRun = errs.New(errs.NotFound, "remittance.unknown_run", "no such bank run", "list the bank runs")
	// ErrListing: the run's lines are being written.
	ErrListing = errs.New(errs.Unavailable, "remittance.listing", "this run is being listed", "try again in a minute; the run shows how far it is")
	// ErrEmptyRun: there is nothing to pay.
	ErrEmptyRun = errs.New(errs.Conflict, "remittance.empty_run", "this run pays nobody", "look whom it leaves out; refuse it, and propose another when they have accounts")
	// ErrNoFile: the run's lines are not all posted.
	ErrNoFile = errs.New(errs.Conflict, "remittance.no_file", "this run has no file", "have it approved, and wait until its lines are posted")
	// ErrBadResults: a file of results that cannot be read.
	ErrBadResults = errs.New(errs.Invalid, "remittance.bad_results", "these results cannot be read", "send CSV or XLSX of up to 16 MB with the columns line, outcome and reason")
	// ErrBadRow: a row of results that cannot be read.
	ErrBadRow = errs.New(errs.Invalid, "remittance.bad_row", "this row cannot be read", "give the line's number, and 成功 or 失败 as its outcome")
	// ErrUnknownLine: the run's file has no such line.
	ErrUnknownLine = errs.New(errs.NotFound, "remittance.unknown_line", "the run's file has no such line", "look at the run's lines")
	// ErrOtherRun: the remark is another line's.
	ErrOtherRun = errs.New(errs.Conflict, "remittance.other_run", "this row is of another run, or of another line", "send each file of results to its run")
	// ErrContradicts: the line has another result already.
	ErrContradicts = errs.New(errs.Conflict, "remittance.contradicts", "this line has another result already", "ask the bank which it is; a payment that came back later is an adjustment")
	// ErrBadUse: a use of credit that makes no sense.
	ErrBadUse = errs.New(errs.Invalid, "remittance.bad_use", "this use of credit makes no sense", "give an order and an amount above zero, up to 100,000,000 yuan")
	// ErrNotEnough: there is less credit than that.
	ErrNotEnough = errs.New(errs.Conflict, "remittance.not_enough", "there is not as much credit", "look at the organisation's credit, and use no more")
	// ErrUnknownUse: the organisation has no such use of credit.
	ErrUnknownUse = errs.New(errs.NotFound, "remittance.unknown_use", "no such use of credit", "list the organisation's uses of credit")
)
