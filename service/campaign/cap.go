package campaign

import (
	"context"
	"strconv"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/internal/errs"
	"channelrouter/model"
	"channelrouter/service/scan"
)

// bound is a cap on a draw: who is counted, and up to how much.
type bound struct {
	kind    model.CapKind
	subject string
	day     int32
	most    int64
	refusal *errs.Error
}

// bounds are a draw's caps, in the order in which all of them are counted.
func (s *Service) bounds(c Caps, t Try, claim scan.Claim, now time.Time) ([]bound, error) {
	person, today := strconv.FormatInt(int64(t.Person), 10), clock.BizDate(now)
	all := []bound{
		{model.CapPerson, person, 0, c.Person, ErrPersonCap},
		{model.CapPersonDay, person, today, c.PersonDay, ErrPersonDayCap},
	}
	if c.DeviceDay > 0 {
		if t.Device == "" {
			return nil, ErrNoDevice
		}
		all = append(all, bound{model.CapDeviceDay, s.deviceDigest(t.Device), today, c.DeviceDay, ErrDeviceDayCap})
	}
	if claim.Terminal != 0 {
		all = append(all, bound{model.CapShopDay, strconv.FormatInt(int64(claim.Terminal), 10), today, c.ShopDay, ErrShopDayCap})
	}
	return all, nil
}

// countDraw counts a draw under every cap there is, or refuses it.
func (s *Service) countDraw(ctx context.Context, p *pool, t Try, claim scan.Claim, now time.Time) error {
	bounds, err := s.bounds(p.terms.Caps, t, claim, now)
	if err != nil {
		return err
	}
	for _, b := range bounds {
		if b.most == 0 {
			continue
		}
		within, err := s.store.countUnder(ctx, model.CampaignCount{CampaignID: p.id, Kind: b.kind, Subject: b.subject, Day: b.day}, b.most)
		if err != nil {
			return err
		}
		if !within {
			return b.refusal.With("%d draws", b.most)
		}
	}
	return nil
}
