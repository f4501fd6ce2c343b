package campaign

import (
	"context"
	"fmt"
	"slices"
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
	person, today := subjectOf(t.Person), clock.BizDate(now)
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
	bounds = slices.DeleteFunc(bounds, func(b bound) bool { return b.most == 0 })
	for _, b := range bounds {
		if err := s.count(ctx, p.id, b, 1); err != nil {
			return err
		}
	}
	return s.countSelves(ctx, p.id, t.Person, bounds)
}

// count counts draws under a cap, or refuses them.
func (s *Service) count(ctx context.Context, id model.CampaignID, b bound, draws int64) error {
	within, err := s.store.countUnder(ctx, b.row(id), draws, b.most)
	if err == nil && !within {
		err = b.refusal.With("%d draws", b.most)
	}
	return err
}

func (b bound) row(id model.CampaignID) model.CampaignCount {
	return model.CampaignCount{CampaignID: id, Kind: b.kind, Subject: b.subject, Day: b.day}
}

// unitedError is why a draw of a person is to be made as who he is by now.
type unitedError struct{ with model.PersonID }

func (e unitedError) Error() string {
	return fmt.Sprintf("campaign: who draws was united with person %d", e.with)
}

// countSelves holds a person's caps for all that he drew, also as one who was united with
// him since: what is counted there moves to who he is by now. It asks who he is after his
// draw is counted, and takes each count before it reads it: of two who draw at the same
// moment as the one and as the other, one finds what the other has counted. Who is another
// by now begins anew as that one: all take his count first, and then the former ones'.
func (s *Service) countSelves(ctx context.Context, id model.CampaignID, person model.PersonID, bounds []bound) error {
	ofPerson := slices.DeleteFunc(bounds, func(b bound) bool { return b.kind != model.CapPerson && b.kind != model.CapPersonDay })
	if len(ofPerson) == 0 {
		return nil
	}
	selves, err := s.Identity.Selves(ctx, person)
	if err != nil {
		return err
	}
	if selves[0] != person {
		return unitedError{with: selves[0]}
	}
	for _, b := range ofPerson {
		var before int64
		for _, former := range selves[1:] {
			counted := b
			counted.subject = subjectOf(former)
			n, err := s.store.takeCount(ctx, counted.row(id))
			if err != nil {
				return err
			}
			before += n
		}
		if before == 0 {
			continue
		}
		if err := s.count(ctx, id, b, before); err != nil {
			return err
		}
	}
	return nil
}

func subjectOf(person model.PersonID) string { return strconv.FormatInt(int64(person), 10) }
