package warehouse

import "channelrouter/internal/errs"

var (
	// ErrBadUpload: what a device sends as a whole makes no sense.
	ErrBadUpload = errs.New(errs.Invalid, "warehouse.bad_upload", "this is no upload of a device", "name the device in at most 40 characters, and send 1 to 1000 events")
	// ErrFuture: an event that has not happened yet.
	ErrFuture = errs.New(errs.Invalid, "warehouse.from_the_future", "this event has not happened yet", "set the device's clock by the skew in the answer, and send the event again once its time has come")
	// ErrMayNotTell: a step of goods that is not the caller's to record.
	ErrMayNotTell = errs.New(errs.Forbidden, "warehouse.may_not_tell", "this step of goods is not yours to record", "tell what your own organisation did; returns and transfers are recorded when the brand accepts them")
	// ErrKeyReused: the device used the key for something else.
	ErrKeyReused = errs.New(errs.Conflict, "warehouse.idempotency_key_reused", "this device used this key for another event", "use a new key for each event, and the same one only to send it again")

	// ErrBadTransfer: a request that makes no sense by itself.
	ErrBadTransfer = errs.New(errs.Invalid, "warehouse.bad_transfer", "this is no transfer between two distributors", "name two distributors, one of them your own, a reason, and the codes of the goods")
	// ErrUnknownTransfer: no such transfer, or one between others.
	ErrUnknownTransfer = errs.New(errs.NotFound, "warehouse.unknown_transfer", "there is no such transfer", "look at the list of transfers")
	// ErrTransferDecided: somebody has decided otherwise before.
	ErrTransferDecided = errs.New(errs.Conflict, "warehouse.transfer_decided", "this transfer has been decided otherwise", "look at the transfer; ask for a new one if goods are to move all the same")
	// ErrGoodsMoved: goods are with neither of the two.
	ErrGoodsMoved = errs.New(errs.Conflict, "warehouse.goods_moved", "some of these goods are with neither of the two distributors by now", "look where the goods are; refuse this transfer, and ask for one of the goods that are still there")

	// ErrBadReturn: a request that makes no sense by itself.
	ErrBadReturn = errs.New(errs.Invalid, "warehouse.bad_return", "this is no return of a distributor's goods to the brand", "as a distributor, give the codes of the goods and a reason of at most 200 characters; others give goods back to whom they have them from")
	// ErrUnknownReturn: no such return, or another's.
	ErrUnknownReturn = errs.New(errs.NotFound, "warehouse.unknown_return", "there is no such return", "look at the list of returns")
	// ErrReturnState: what is not done with a return as it is.
	ErrReturnState = errs.New(errs.Conflict, "warehouse.return_state", "that is not done with a return as this one stands", "look at the return: it is asked for, approved, shipped and inspected, in this order; ask for a new one if it was refused or withdrawn")
	// ErrRepacked: containers whose contents are not those that the brand allowed.
	ErrRepacked = errs.New(errs.Conflict, "warehouse.repacked", "some of these containers hold other goods than when the return was asked for", "pack them as they were; or withdraw this return, and ask for one of the goods as they are packed now")
	// ErrBadInspection: a finding that makes no sense by itself.
	ErrBadInspection = errs.New(errs.Invalid, "warehouse.bad_inspection", "this is no finding about goods", "give a remark of at most 200 characters, always with what is not accepted or missing, and for goods that are scrapped why")
	// ErrNotOfReturn: goods that the return's shipment did not hold.
	ErrNotOfReturn = errs.New(errs.Conflict, "warehouse.not_of_return", "some of these goods are not of this return", "receive them as they are, and have the distributor ask for a return of them")
	// ErrInspected: something else was found of the goods before.
	ErrInspected = errs.New(errs.Conflict, "warehouse.inspected", "something else has been found of some of these goods", "look at the return's goods; what was rejected is sent back, and what was missing turns up, has never been shipped or is lost")
	// ErrTurnedUp: goods that are said to be lost, and are with somebody.
	ErrTurnedUp = errs.New(errs.Conflict, "warehouse.turned_up", "some of these goods are with somebody, or no more already", "look where the goods are; those that the distributor has were not shipped")

	// ErrUnknownTake: no such stock-take, or another organisation's.
	ErrUnknownTake = errs.New(errs.NotFound, "warehouse.unknown_take", "there is no such stock-take", "look at the list of stock-takes")
	// ErrBadAdjustment: what cannot be adjusted.
	ErrBadAdjustment = errs.New(errs.Invalid, "warehouse.bad_adjustment", "this cannot be adjusted", "give a reason of at most 200 characters, and numbers of differences that are missing or surplus; what is left in an opened container is counted first")
)
