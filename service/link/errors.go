package link

import "channelrouter/internal/errs"

var (
	// ErrBadQ: q is no URL, percent-encoded once.
	ErrBadQ = errs.New(errs.Invalid, "link.bad_q", "this is no scanned address as WeChat hands it over", "send the page's q as it came, without decoding or encoding it")
	// ErrForeignHost: a URL of somebody else's.
	ErrForeignHost = errs.New(errs.Invalid, "link.foreign_host", "this address is not on the brand's goods", "scan the code on the goods; beware of a counterfeit")

	// ErrUnknownHost: no face is printed with it, and no app has it.
	ErrUnknownHost = errs.New(errs.NotFound, "link.unknown_host", "no code is printed with this host", "give a host that the list of hosts shows")
	// ErrKeyReused: the idempotency key belongs to another test.
	ErrKeyReused = errs.New(errs.Conflict, "link.idempotency_key_reused", "this idempotency key was used for another test", "use a new key for each test, and the same one only to retry")
	// ErrExportLocked: nobody has seen the printed host open its app. Detail says which tests lack.
	ErrExportLocked = errs.New(errs.Conflict, "code.export_locked", "codes of this face are not exported before the printed host was tested on real phones", "scan the printed host in WeChat on iOS and on Android, and have an owner record what happened (POST /console/links/tests)")

	// ErrNoApp: a role without a mini-program.
	ErrNoApp = errs.New(errs.Unavailable, "link.no_app", "no mini-program is configured for this role", "an operator has to configure the app's id and secret")
	// ErrDailyLimit: the app has had as many links today as it may.
	ErrDailyLimit = errs.New(errs.TooMany, "link.daily_limit", "this app has made as many links as it may today", "use links that exist, or ask again tomorrow; the day begins at midnight in Shanghai")
	// ErrBeingMade: another request makes this very link.
	ErrBeingMade = errs.New(errs.Unavailable, "link.being_made", "this link is being made by another request", "ask again in a moment")

	// ErrBadScene: a scene that was not made here.
	ErrBadScene = errs.New(errs.Invalid, "link.bad_scene", "this scene is not of one of the brand's codes", "send the page's scene as it came, decoded")
	// ErrSceneOver: a guide who works nowhere any more.
	ErrSceneOver = errs.New(errs.Gone, "link.scene_over", "this guide does not work for a shop any more", "ask in the shop for its own code")
	// ErrNoShop: an organisation that is no shop has no code.
	ErrNoShop = errs.New(errs.Conflict, "link.no_shop", "only terminals have a code", "choose a terminal")

	// ErrHopRefused: a ticket that is not ours, or was used.
	ErrHopRefused = errs.New(errs.Forbidden, "link.hop_refused", "this hop is not known here, or was taken before", "scan the code in this app")
	// ErrHopExpired: a ticket past its time.
	ErrHopExpired = errs.New(errs.Gone, "link.hop_expired", "this hop is too old", "go back, scan again and tap at once")
	// ErrHopOfAnother: a ticket of somebody else's.
	ErrHopOfAnother = errs.New(errs.Forbidden, "link.hop_of_another", "this hop belongs to another person", "scan the code yourself")
	// ErrHopOfAnotherApp: a ticket for another app.
	ErrHopOfAnotherApp = errs.New(errs.Forbidden, "link.hop_of_another_app", "this hop leads into another app", "open the app that the scan offered")
)
