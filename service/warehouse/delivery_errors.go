package warehouse

import "channelrouter/internal/errs"

var (
	// ErrBadDelivery: a delivery, a receipt or a closing that makes no sense by itself.
	ErrBadDelivery = errs.New(errs.Invalid, "warehouse.bad_delivery", "this is no delivery from one organisation to another", "give a number of at most 40 characters, another organisation than the sender, and codes; a receipt says that all has come or names codes; whoever closes a delivery gives a reason of at most 200 characters")
	// ErrUnknownDelivery: no such delivery, or one between others.
	ErrUnknownDelivery = errs.New(errs.NotFound, "warehouse.unknown_delivery", "there is no such delivery", "look at the list of deliveries")
	// ErrNumberTaken: the sender has another delivery of this number.
	ErrNumberTaken = errs.New(errs.Conflict, "warehouse.delivery_number_taken", "the sender has a delivery of this number already", "use the next number; to send the same delivery again, use its key")
	// ErrNotTheReceiver: a receipt by somebody else.
	ErrNotTheReceiver = errs.New(errs.Forbidden, "warehouse.not_the_receiver", "this delivery goes to another organisation", "have its receiver receive it; goods that came to you instead you receive without the delivery")
	// ErrNotTheSender: a closing by somebody else.
	ErrNotTheSender = errs.New(errs.Forbidden, "warehouse.not_the_sender", "only its sender or the brand may close this delivery", "tell the sender what has not come")
	// ErrNothingComing: nothing of a delivery is on its way any more.
	ErrNothingComing = errs.New(errs.Conflict, "warehouse.nothing_coming", "nothing of this delivery is on its way any more", "look at the delivery; goods that came beyond it are received by their codes")
	// ErrDeliverySettled: all has come, or somebody has closed it otherwise before.
	ErrDeliverySettled = errs.New(errs.Conflict, "warehouse.delivery_settled", "this delivery has been settled otherwise", "look at the delivery")
	// ErrGoodsMoving: somebody else moved the goods at the same moment, again and again.
	ErrGoodsMoving = errs.New(errs.Conflict, "warehouse.goods_moving", "somebody else is moving these goods right now", "send it again in a moment")
)
