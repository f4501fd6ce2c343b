package scan

import "channelrouter/internal/errs"

var (
	// ErrWrongApp: the person has no such role; the consumer app is open to all.
	ErrWrongApp = errs.New(errs.Forbidden, "scan.wrong_app", "this app is for members of another role", "ask your organisation to add you, or scan in the consumer app")
	// ErrNotRouted: the policy has no place for this role on this face.
	ErrNotRouted = errs.New(errs.Forbidden, "scan.not_routed", "this role has nothing to do with this code", "scan the code meant for your role")
	// ErrTooManyGuesses: too many codes that do not exist.
	ErrTooManyGuesses = errs.New(errs.TooMany, "scan.too_many_guesses", "too many codes that do not exist were tried from here", "wait an hour, then scan the printed code instead of typing")
	// ErrOtherProduct: an address names one product and carries another's code.
	ErrOtherProduct = errs.New(errs.Invalid, "scan.other_product", "this code belongs to another product than its address names", "beware of a counterfeit: scan the code on the goods, or ask the brand")
	// ErrKeyReused: the idempotency key belongs to another scan.
	ErrKeyReused = errs.New(errs.Conflict, "scan.idempotency_key_reused", "this idempotency key was used for another scan", "use a new key for each scan, and the same one only to retry")
	// ErrStaleLink: a page that an old scan opened.
	ErrStaleLink = errs.New(errs.Gone, "scan.stale_link", "this page was opened by an earlier scan", "scan the code on the goods again")
	// ErrBadScan: a scan that makes no sense by itself.
	ErrBadScan = errs.New(errs.Invalid, "scan.bad_scan", "this scan is not complete", "give a code, a known adcode, or a position, or neither, and a time of the last 72 hours only for what staff scanned off-line")
	// ErrNoClaim: the scan is no claim that the caller won.
	ErrNoClaim = errs.New(errs.NotFound, "scan.no_claim", "this scan is no claim of yours", "give the id of the scan by which you were the first to claim the goods")
	// ErrNotForSale: the claim was of a sample or a gift.
	ErrNotForSale = errs.New(errs.Conflict, "scan.not_for_sale", "these goods are a sample or a gift, and nothing is won with them", "claim goods that were sold")
)
