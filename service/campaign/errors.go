package campaign

import "channelrouter/internal/errs"

var (
	// ErrUnknown: no campaign, or none that the caller may know of.
	ErrUnknown = errs.New(errs.NotFound, "campaign.unknown", "no such campaign", "list the campaigns")
	// ErrBadTerms: terms that make no sense.
	ErrBadTerms = errs.New(errs.Invalid, "campaign.bad_terms", "these terms make no sense", "mend what the detail names")
	// ErrOddsAboveOne: more numbers win than there are.
	ErrOddsAboveOne = errs.New(errs.Invalid, "campaign.odds_above_one", "more can be won than can be drawn", "lower the odds to a million in all, or raise the number of tickets")
	// ErrPrizeTooHigh: the law does not allow such a prize.
	ErrPrizeTooHigh = errs.New(errs.Invalid, "campaign.prize_too_high", "a prize is worth more than the law allows", "lower it below the most of the campaign policy")
	// ErrBudget: the budget does not hold what is promised.
	ErrBudget = errs.New(errs.Invalid, "campaign.budget", "the budget is too small for the prizes", "raise the budget, or promise less")
	// ErrTaxChanged: the draft counts the tax on prizes by other rules than there are now.
	ErrTaxChanged = errs.New(errs.Conflict, "campaign.tax_changed", "the tax that the brand bears on the prizes is not what this draft says", "save the draft again, which counts it anew, and look whether the budget still suffices")
	// ErrBadPolicy: limits that make no sense.
	ErrBadPolicy = errs.New(errs.Invalid, "campaign.bad_policy", "this campaign policy makes no sense", "amounts are positive and at most 100,000 yuan")
	// ErrNotDraft: published terms do not change.
	ErrNotDraft = errs.New(errs.Conflict, "campaign.not_a_draft", "this campaign is published", "what is published does not change; stop it, and make another")
	// ErrEditedMeanwhile: somebody else has changed the draft.
	ErrEditedMeanwhile = errs.New(errs.Conflict, "campaign.edited_meanwhile", "somebody else has changed this draft", "read it again, and repeat what you did if it is still right")
	// ErrNotRunning: there is nothing to stop.
	ErrNotRunning = errs.New(errs.Conflict, "campaign.not_running", "this campaign does not run", "only what is published and not over can be stopped")
	// ErrNotOver: draws may still come.
	ErrNotOver = errs.New(errs.Conflict, "campaign.not_over", "this campaign is not over", "ask again a minute after its end")

	// ErrNotBegun: it begins later.
	ErrNotBegun = errs.New(errs.Conflict, "campaign.not_begun", "this campaign has not begun", "draw when it has; the claim stays yours")
	// ErrOver: its time is over.
	ErrOver = errs.New(errs.Gone, "campaign.over", "this campaign is over", "look which campaigns there are now")
	// ErrStopped: the brand has stopped it.
	ErrStopped = errs.New(errs.Gone, "campaign.stopped", "this campaign was stopped", "look which campaigns there are now")
	// ErrTaxRisen: since it was published, rules came that make a prize dearer.
	ErrTaxRisen = errs.New(errs.Conflict, "campaign.tax_risen", "the tax on this campaign's prizes has risen above what its budget counts", "draw later; the brand has to stop it and to publish another")
	// ErrOtherProduct: it is for other goods.
	ErrOtherProduct = errs.New(errs.Conflict, "campaign.other_product", "this campaign is not for this product", "look which campaigns there are for it")
	// ErrClaimOutside: the unit was claimed before the campaign began.
	ErrClaimOutside = errs.New(errs.Conflict, "campaign.claim_outside", "this unit was claimed before the campaign began", "draw for units that you claim while it runs")
	// ErrDrawn: the unit has had its draw.
	ErrDrawn = errs.New(errs.Conflict, "campaign.drawn", "this unit has had its draw", "look at what you have won; a retry needs the first idempotency key")
	// ErrKeyReused: the idempotency key belongs to another draw.
	ErrKeyReused = errs.New(errs.Conflict, "campaign.idempotency_key_reused", "this idempotency key was used for another draw", "use a new key for each draw, and the same one only to retry")
	// ErrNoDevice: draws are counted by device, and none is named.
	ErrNoDevice = errs.New(errs.Invalid, "campaign.no_device", "this campaign counts draws by device", "send X-Device")
	// ErrPersonCap: the person has drawn as often as he may.
	ErrPersonCap = errs.New(errs.TooMany, "campaign.person_cap", "you have drawn as often as one person may", "this campaign has no more draws for you")
	// ErrPersonDayCap: the person has drawn as often as he may today.
	ErrPersonDayCap = errs.New(errs.TooMany, "campaign.person_day_cap", "you have drawn as often as one person may in a day", "draw again tomorrow; the day begins at midnight in Shanghai")
	// ErrDeviceDayCap: this device has drawn as often as it may today.
	ErrDeviceDayCap = errs.New(errs.TooMany, "campaign.device_day_cap", "this device has drawn as often as one may in a day", "draw again tomorrow; the day begins at midnight in Shanghai")
	// ErrShopDayCap: goods of this shop have drawn as often as they may today.
	ErrShopDayCap = errs.New(errs.TooMany, "campaign.shop_day_cap", "goods of this shop have had all their draws of today", "draw again tomorrow; the day begins at midnight in Shanghai")

	// ErrUnknownWin: no win, or another's.
	ErrUnknownWin = errs.New(errs.NotFound, "campaign.unknown_win", "no such win", "list your wins")
	// ErrNotGift: cash and points are not sent.
	ErrNotGift = errs.New(errs.Conflict, "campaign.not_a_gift", "this prize is not sent", "cash and points are in the wallet already")
	// ErrWinState: the gift is not where it would have to be.
	ErrWinState = errs.New(errs.Conflict, "campaign.win_state", "this cannot be done with the gift as it stands", "an address is entered before it is sent, and it is sent once")
	// ErrBadAddress: nobody could send anything there.
	ErrBadAddress = errs.New(errs.Invalid, "campaign.bad_address", "this address is not complete", "give a name, a telephone number, the district's adcode and the street")
	// ErrSealBroken: what is stored was not sealed by this keyring.
	ErrSealBroken = errs.New(errs.Internal, "campaign.seal_broken", "what is stored cannot be opened", "the keyring of this database is needed")
)
