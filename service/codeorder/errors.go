package codeorder

import "channelrouter/internal/errs"

var (
	// ErrUnknown: no order of that id.
	ErrUnknown = errs.New(errs.NotFound, "codeorder.unknown", "no such order of codes", "list the orders")
	// ErrBadOrder: an order that cannot be carried out.
	ErrBadOrder = errs.New(errs.Invalid, "codeorder.bad_order", "this order of codes cannot be taken", "keep plant and line within 60 characters and the note within 200, and name a day that is to come")
	// ErrKeyReused: the idempotency key belongs to another request.
	ErrKeyReused = errs.New(errs.Conflict, "codeorder.idempotency_key_reused", "this idempotency key was used for another order, activation or export", "use a new key for each, and the same one only to retry")
	// ErrFourEyes: who asked cannot approve.
	ErrFourEyes = errs.New(errs.Forbidden, "codeorder.four_eyes", "an order is approved by somebody else than who asked for it", "have another owner or manager approve it; an owner may publish a policy that allows the same person")
	// ErrDecided: the order was decided otherwise before.
	ErrDecided = errs.New(errs.Conflict, "codeorder.decided", "this order has been decided already", "look at the order; ask anew if codes are still wanted")
	// ErrNumberTaken: the batch's number is another order's.
	ErrNumberTaken = errs.New(errs.Conflict, "codeorder.number_taken", "another order was issued under this batch number", "refuse this order and ask anew with a number of its own")
	// ErrNotIssued: what needs a batch comes before there is one.
	ErrNotIssued = errs.New(errs.Conflict, "codeorder.not_issued", "this order has no batch yet", "have it approved first")
	// ErrUnknownActivation: the order has no activation of that id.
	ErrUnknownActivation = errs.New(errs.NotFound, "codeorder.unknown_activation", "no such activation", "list the order's activations")
	// ErrActivated: it is too late to withdraw.
	ErrActivated = errs.New(errs.Conflict, "codeorder.activated", "these codes are live already", "revoke the codes if they must not be used")
	// ErrUnknownExport: no export of that id.
	ErrUnknownExport = errs.New(errs.NotFound, "codeorder.unknown_export", "no such export of codes", "list the exports")
	// ErrBadExport: an export that cannot be made.
	ErrBadExport = errs.New(errs.Invalid, "codeorder.bad_export", "these codes cannot be exported so", "put 1 to 5,000,000 codes, or 50,000 labels, into a file and at most 10,000 files into an export; of a pair name the outer face; give labels room for a code and its text")
	// ErrComputing: the manifest is not there yet, or is being computed anew.
	ErrComputing = errs.New(errs.Unavailable, "codeorder.computing", "the manifest of this export is being computed", "look at the export's progress and try again when it is ready")
	// ErrBusy: too many parts of files are being made.
	ErrBusy = errs.New(errs.Unavailable, "codeorder.busy", "parts of packed files are being made for others", "try again in a minute; a file that is fetched from its beginning does not wait")
	// ErrRevoked: nobody may fetch the export's files any more.
	ErrRevoked = errs.New(errs.Gone, "codeorder.export_revoked", "this export was revoked", "ask for a new export")
	// ErrBadLink: an address that was not signed for this file.
	ErrBadLink = errs.New(errs.Forbidden, "codeorder.bad_link", "this address was not made for this file", "use the address as it was given, whole")
	// ErrLinkEnded: the address's time is over.
	ErrLinkEnded = errs.New(errs.Gone, "codeorder.link_ended", "this address has ended", "ask for a new link to the export")
	// ErrUnknownFile: the export has no file of that number.
	ErrUnknownFile = errs.New(errs.NotFound, "codeorder.unknown_file", "this export has no such file", "look at the manifest")
	// ErrUsedUp: the file went out as often as the policy allows.
	ErrUsedUp = errs.New(errs.Gone, "codeorder.downloads_used_up", "this file was fetched as often as is allowed", "ask for a new export, or have an owner allow more downloads")
	// ErrBadPolicy: limits that make no sense.
	ErrBadPolicy = errs.New(errs.Invalid, "codeorder.bad_policy", "this policy of code orders makes no sense", "allow 1 to 100 downloads, and 1 to 720 hours to a link")
)
