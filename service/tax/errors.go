package tax

import "channelrouter/internal/errs"

var (
	// ErrKeyReused: the key belongs to another income.
	ErrKeyReused = errs.New(errs.Conflict, "tax.key_reused", "this income's key was used for another one", "use one key for one income")
	// ErrBadIncome: no income can be this.
	ErrBadIncome = errs.New(errs.Invalid, "tax.bad_income", "this is no income", "it is more than nothing and has a person, a kind and a key")
	// ErrUnknownIncome: nothing is recorded under the key.
	ErrUnknownIncome = errs.New(errs.NotFound, "tax.unknown_income", "no such income", "check the key it was recorded under")
	// ErrBadPolicy: rules by which some would have less by earning more.
	ErrBadPolicy = errs.New(errs.Invalid, "tax.bad_policy", "these tax rules make no sense", "rates are below 100 %, brackets rise and meet at their edges, and so do the two deductions")
	// ErrNoConsent: a person's documents are kept with his consent only.
	ErrNoConsent = errs.New(errs.Invalid, "tax.consent_needed", "this needs your consent", "send consent: true once the person has agreed")
	// ErrBadTaxpayer: the particulars cannot be true.
	ErrBadTaxpayer = errs.New(errs.Invalid, "tax.bad_taxpayer", "the tax office knows nobody by this", "check the name, the number and its check digit, and the country")
	// ErrNoTaxpayer: the person has not said who he is.
	ErrNoTaxpayer = errs.New(errs.NotFound, "tax.no_taxpayer", "your name and document are not known here", "enter them with PUT /me/taxpayer")
	// ErrSealBroken: what was stored is not what was sealed, or the keyring is another.
	ErrSealBroken = errs.New(errs.Internal, "tax.seal_broken", "a taxpayer's particulars cannot be opened", "check that the keyring is the one that sealed them")
)
