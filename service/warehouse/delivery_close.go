package warehouse

import (
	"context"
	"errors"
	"unicode/utf8"

	"channelrouter/internal/db"
	"channelrouter/model"
	"channelrouter/service/custody"
)

// Closing is what the sender of a delivery, or the brand, decides of goods that never came.
type Closing struct {
	Delivery model.GoodsDeliveryID
	By       Hand
	As       model.Shortage
	Reason   string // 1 to 200 characters
}

// CloseDelivery ends a delivery: what is still on its way is the sender's again, and no more
// when it is lost. Closed again for the same it is answered as before. Whom goods are meant
// for does not change. Errors: ErrNotTheSender, ErrDeliverySettled, ErrBadDelivery.
func (s *Service) CloseDelivery(ctx context.Context, c Closing) (d Delivery, err error) {
	if ShortageName(c.As) == "" || c.Reason == "" || utf8.RuneCountInString(c.Reason) > maxReason {
		return d, ErrBadDelivery.With("closed as %q, reason %q", ShortageName(c.As), c.Reason)
	}
	for range receiptTries {
		err = s.db.Run(ctx, func(ctx context.Context) error {
			d, err = s.closeDelivery(ctx, c)
			return err
		})
		if !errors.Is(err, ErrGoodsMoving) {
			break
		}
	}
	return d, err
}

func (s *Service) closeDelivery(ctx context.Context, c Closing) (Delivery, error) {
	row, err := s.ownRow(ctx, c.Delivery, c.By)
	if err != nil {
		return Delivery{}, err
	}
	if c.By.Org != 0 && c.By.Org != row.FromOrg {
		return Delivery{}, ErrNotTheSender.With("delivery %s", row.Number)
	}
	now := s.clock.Now()
	claimed, err := s.store.closeDelivery(ctx, row.ID, model.GoodsDelivery{
		Shortage: c.As, Reason: c.Reason, ClosedBy: c.By.Person, ClosedUser: c.By.User, ClosedAt: &now,
	})
	if err != nil {
		return Delivery{}, err
	}
	d, err := s.GetDelivery(ctx, row.ID)
	if err != nil {
		return d, err
	}
	if !claimed {
		if d.State != model.ShipmentClosed || d.Shortage != c.As {
			err = ErrDeliverySettled.With("it is %s", ShipmentStateName(d.State))
		}
		return d, err
	}
	db.Note(ctx, "delivery %d", row.ID)
	if err := s.takeBack(ctx, d.GoodsDelivery); err != nil {
		return d, err
	}
	return s.GetDelivery(ctx, row.ID)
}

// takeBack has what is on its way of a delivery go where it is closed to, and keeps how much
// that was.
func (s *Service) takeBack(ctx context.Context, d model.GoodsDelivery) error {
	goods, counts, err := s.coming(ctx, d)
	if err != nil {
		return err
	}
	if len(goods) == 0 {
		return ErrDeliverySettled.With("all of it has come")
	}
	for key, n := range counts {
		if err := s.store.setShort(ctx, d.ID, key, n); err != nil {
			return err
		}
	}
	key := "delivery/" + itoa(d.ID) + "/back"
	e, err := s.Custody.Record(ctx, custody.Command{Key: key, Kind: model.Receive, Goods: commandGoods(goods), To: d.FromOrg})
	if err != nil {
		return err
	}
	still, err := s.stillComing(ctx, d, goods, e)
	if err != nil {
		return err
	}
	if !still {
		return ErrGoodsMoving.With("delivery %s", d.Number)
	}
	if d.Shortage == model.ShortLost {
		_, err = s.Custody.Record(ctx, custody.Command{
			Key: "delivery/" + itoa(d.ID) + "/lost", Kind: model.Destroy, Goods: commandGoods(goods), From: d.FromOrg, Loss: model.LossMissing,
		})
	}
	return err
}
