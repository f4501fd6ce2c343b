package warehouse

import (
	"context"

	"channelrouter/internal/word"
	"channelrouter/model"
)

var shipmentStates = map[model.ShipmentState]string{
	model.ShipmentInTransit: "in_transit", model.ShipmentPartlyReceived: "partly_received",
	model.ShipmentReceived: "received", model.ShipmentClosed: "closed",
}

// ShipmentStateName is "in_transit", "partly_received", "received" or "closed".
func ShipmentStateName(s model.ShipmentState) string { return shipmentStates[s] }

// ParseShipmentState reads what ShipmentStateName writes; what is none is 0.
func ParseShipmentState(text string) model.ShipmentState { return word.KeyOf(shipmentStates, text) }

var shortages = map[model.Shortage]string{model.ShortNotShipped: "not_shipped", model.ShortLost: "lost"}

// ShortageName is "not_shipped", "lost" or, of what is not closed, "".
func ShortageName(s model.Shortage) string { return shortages[s] }

// ParseShortage reads what ShortageName writes; what is none is 0.
func ParseShortage(text string) model.Shortage { return word.KeyOf(shortages, text) }

var receiptOutcomes = map[model.ReceiptOutcome]string{
	model.ReceiptExpected: "received", model.ReceiptSurplus: "surplus", model.ReceiptKnown: "known", model.ReceiptRefused: "refused",
}

// ReceiptOutcomeName is "received", "surplus", "known" or "refused".
func ReceiptOutcomeName(o model.ReceiptOutcome) string { return receiptOutcomes[o] }

// DeliveryFilter narrows a list of deliveries. With an organisation it is either what that
// is to receive or what it sends.
type DeliveryFilter struct {
	Org   model.OrgID // 0: any
	Out   bool
	State model.ShipmentState // 0: any
}

// Deliveries pages through deliveries by id. Their states are those that FollowDeliveries or
// a receipt against them found last.
func (s *Service) Deliveries(ctx context.Context, f DeliveryFilter, after model.GoodsDeliveryID, limit int) ([]model.GoodsDelivery, error) {
	return s.store.deliveries(ctx, f, after, limit)
}

// followPage is how many deliveries of a state are looked at in a turn: those that nobody ever
// receives become more and more.
const followPage = 500

// FollowDeliveries has the states of deliveries that are not settled follow what others have
// told of their goods: hand-held devices, and receipts without the paper. It goes on where it
// ended and says how many states changed.
func (s *Service) FollowDeliveries(ctx context.Context) (changed int, err error) {
	s.following.Lock()
	defer s.following.Unlock()
	for _, state := range []model.ShipmentState{model.ShipmentInTransit, model.ShipmentPartlyReceived} {
		page, err := s.store.deliveries(ctx, DeliveryFilter{State: state}, s.followed[state], followPage)
		if err != nil {
			return changed, err
		}
		for _, row := range page {
			moved, err := s.followDelivery(ctx, row)
			if err != nil {
				return changed, err
			}
			if s.followed[state] = row.ID; moved {
				changed++
			}
		}
		if len(page) < followPage {
			delete(s.followed, state)
		}
	}
	return changed, nil
}

// followDelivery writes the state of a delivery that agrees with what is on its way, unless
// somebody has written another since row was read.
func (s *Service) followDelivery(ctx context.Context, row model.GoodsDelivery) (moved bool, err error) {
	d, err := s.withLines(ctx, row)
	if err != nil || d.State == row.State {
		return false, err
	}
	err = s.db.Run(ctx, func(ctx context.Context) error {
		moved, err = s.store.moveDelivery(ctx, row.ID, row.State, d.State)
		return err
	})
	return moved, err
}
