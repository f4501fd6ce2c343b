package campaign

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"channelrouter/internal/db"
	"channelrouter/model"
	"channelrouter/service/ledger"
	"channelrouter/service/risk"
	"channelrouter/service/scan"
	"channelrouter/service/tax"
)

// Try is a person's wish to draw for a unit that he has claimed. The key makes a retry
// the same draw.
type Try struct {
	Person   model.PersonID
	Campaign model.CampaignID
	Scan     model.ScanID
	Key      string
	Device   string // opaque; needed where draws are counted by device
}

func (t Try) hash() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d\n%d", t.Campaign, t.Scan))
	return hex.EncodeToString(sum[:])
}

// Drawn is the answer to a try.
type Drawn struct {
	model.CampaignDraw
	Prize *Prize             // what was given; nil: nothing
	Win   *model.CampaignWin // nil: nothing
}

// Draw draws. Errors: ErrUnknown, ErrNotBegun, ErrOver, ErrStopped, ErrOtherProduct,
// ErrClaimOutside, ErrDrawn, ErrKeyReused, ErrNoDevice, ErrTaxRisen, those of the caps,
// scan.ErrNoClaim, and the risk room's. A refusal writes nothing.
func (s *Service) Draw(ctx context.Context, t Try) (Drawn, error) {
	if err := s.trust(ctx, t); err != nil {
		return Drawn{}, err
	}
	d, err := s.draw(ctx, t)
	for united := (unitedError{}); errors.As(err, &united); {
		t.Person = united.with
		if err = s.trust(ctx, t); err == nil {
			d, err = s.draw(ctx, t)
		}
	}
	if outrun(err) {
		d, err = s.draw(ctx, t)
	}
	if err == nil {
		return d, nil
	}
	// A retry at the same moment is refused for what its first took: it is that one.
	earlier, found := s.earlier(ctx, t)
	switch {
	case found != nil:
		return Drawn{}, found
	case earlier != nil:
		return *earlier, nil
	}
	return Drawn{}, err
}

// outrun tells whether another draw of the unit was first at the same moment: of the same
// person, or of another who he turned out to be, for whom it was posted then.
func outrun(err error) bool {
	return db.IsTaken(err) || errors.Is(err, tax.ErrKeyReused) || errors.Is(err, ledger.ErrKeyReused)
}

// trust asks how WeChat holds the person. A retry was trusted when it was new.
func (s *Service) trust(ctx context.Context, t Try) error {
	if s.Risk == nil {
		return nil
	}
	if earlier, err := s.earlier(ctx, t); err != nil || earlier != nil {
		return err
	}
	return s.Risk.Check(ctx, t.Person, model.RoleConsumer, risk.Campaign)
}

func (s *Service) draw(ctx context.Context, t Try) (d Drawn, err error) {
	err = s.db.Run(ctx, func(ctx context.Context) error {
		earlier, err := s.earlier(ctx, t)
		if err != nil || earlier != nil {
			if earlier != nil {
				d = *earlier
			}
			return err
		}
		now := s.clock.Now()
		p, err := s.running(ctx, t.Campaign, now)
		if err != nil {
			return err
		}
		if err := s.taxHeld(ctx, p, now); err != nil {
			return err
		}
		claim, earlier, err := s.entitled(ctx, p, t)
		if err != nil || earlier != nil {
			if earlier != nil {
				d = *earlier
			}
			return err
		}
		if err := s.countDraw(ctx, p, t, claim, now); err != nil {
			return err
		}
		d, err = s.give(ctx, p, t, claim, now)
		return err
	})
	return d, err
}

// earlier is the draw that the try's key was used for.
func (s *Service) earlier(ctx context.Context, t Try) (*Drawn, error) {
	draw, err := s.store.drawByKey(ctx, t.Person, t.Key)
	if err != nil || draw == nil {
		return nil, err
	}
	if draw.InputHash != t.hash() {
		return nil, ErrKeyReused.With("key %q", t.Key)
	}
	return s.had(ctx, draw)
}

// had is a draw as it was answered.
func (s *Service) had(ctx context.Context, draw *model.CampaignDraw) (*Drawn, error) {
	p, err := s.pool(ctx, draw.CampaignID)
	if err != nil {
		return nil, err
	}
	d := &Drawn{CampaignDraw: *draw, Prize: p.terms.prize(draw.Given)}
	if draw.WinID != 0 {
		d.Win, err = s.store.win(ctx, draw.WinID)
	}
	return d, err
}

// running returns the pool of a campaign that can be drawn from now. The state is read in
// the draw's own transaction: what was stopped before is seen as stopped.
func (s *Service) running(ctx context.Context, id model.CampaignID, now time.Time) (*pool, error) {
	c, err := s.store.standing(ctx, id)
	if err != nil {
		return nil, err
	}
	switch {
	case c == nil || c.State == model.CampaignDraft:
		return nil, ErrUnknown.With("id %d", id)
	case c.State == model.CampaignStopped:
		return nil, ErrStopped.With("campaign %d", id)
	case c.State == model.CampaignEnded || !now.Before(c.EndsAt):
		return nil, ErrOver.With("it ended at %s", c.EndsAt.Format(time.RFC3339))
	case now.Before(c.StartsAt):
		return nil, ErrNotBegun.With("it begins at %s", c.StartsAt.Format(time.RFC3339))
	}
	return s.pool(ctx, id)
}

// pool is a published campaign, from memory if it was read before.
func (s *Service) pool(ctx context.Context, id model.CampaignID) (*pool, error) {
	if known, found := s.published.Load(id); found {
		return known.(*pool), nil
	}
	c, err := s.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	p := &pool{id: id, publicFen: c.PublicFen, skus: map[string]bool{}}
	if p.terms, err = TermsOf(c); err != nil {
		return nil, err
	}
	if p.seed, err = s.openSeed(c); err != nil {
		return nil, err
	}
	for _, sku := range p.terms.SKUs {
		p.skus[sku] = true
	}
	s.published.Store(id, p)
	return p, nil
}

// entitled returns the caller's claim, if it entitles to a draw that was not had yet; or
// the draw, if the caller had it under this key as a person who was united with him since.
func (s *Service) entitled(ctx context.Context, p *pool, t Try) (scan.Claim, *Drawn, error) {
	claim, err := s.Scan.ClaimOf(ctx, t.Person, t.Scan)
	if err == nil {
		err = s.fits(ctx, p, claim)
	}
	if err != nil {
		return scan.Claim{}, nil, err
	}
	earlier, err := s.store.drawOf(ctx, p.id, claim.Item)
	switch {
	case err != nil || earlier == nil:
		return claim, nil, err
	case earlier.Key == t.Key && earlier.InputHash == t.hash():
		had, err := s.had(ctx, earlier)
		return claim, had, err
	}
	return scan.Claim{}, nil, ErrDrawn.With("at %s", earlier.At.Format(time.RFC3339))
}

// fits refuses a claim that the campaign is not for.
func (s *Service) fits(ctx context.Context, p *pool, claim scan.Claim) error {
	if claim.At.Before(p.terms.StartsAt) || !claim.At.Before(p.terms.EndsAt) {
		return ErrClaimOutside.With("claimed at %s", claim.At.Format(time.RFC3339))
	}
	if len(p.skus) == 0 {
		return nil
	}
	product, err := s.Catalog.Get(ctx, claim.Product)
	if err == nil && !p.skus[product.SKU] {
		err = ErrOtherProduct.With("SKU %q", product.SKU)
	}
	return err
}

// give draws the number, takes what there is of its prize, and stores and posts that.
func (s *Service) give(ctx context.Context, p *pool, t Try, claim scan.Claim, now time.Time) (Drawn, error) {
	d := Drawn{CampaignDraw: model.CampaignDraw{
		CampaignID: p.id, Item: claim.Item, PersonID: t.Person, Key: t.Key, InputHash: t.hash(), ScanID: claim.Scan,
		Shop: claim.Terminal, Number: Number(p.seed, p.id, claim.Item, p.terms.tickets()), At: now,
	}}
	var held []grab
	if drawn := p.terms.prizeOf(d.Number); drawn != nil {
		var err error
		d.Drawn = drawn.Code
		if held, err = s.takePrize(ctx, p, &d, drawn); err != nil {
			return Drawn{}, err
		}
	}
	if d.Prize != nil {
		win, err := s.credit(ctx, p, d)
		if err != nil {
			return Drawn{}, err
		}
		d.Given, d.WinID, d.Win = d.Prize.Code, win.ID, &win
		if err := s.settleTax(ctx, p, d, held); err != nil {
			return Drawn{}, err
		}
	}
	if err := s.store.insertDraw(ctx, d.CampaignDraw); err != nil {
		return Drawn{}, err
	}
	return d, s.store.countOne(ctx, model.CampaignPot{CampaignID: p.id, Pot: potDraws, Shard: shardOf(claim.Item, mostShards)})
}

// takePrize takes a prize that was drawn, or the consolation in its place, and says what
// of the budget it holds.
func (s *Service) takePrize(ctx context.Context, p *pool, d *Drawn, drawn *Prize) (held []grab, err error) {
	held, d.Reason, err = s.takeOne(ctx, p.id, d.Item, *drawn)
	if err != nil || d.Reason == model.DrawGiven {
		d.Prize = drawn
		return held, err
	}
	if consolation := p.terms.Consolation; consolation != nil {
		var reason model.DrawReason
		held, reason, err = s.takeOne(ctx, p.id, d.Item, *consolation)
		if err == nil && reason == model.DrawGiven {
			d.Prize = consolation
		}
	}
	return held, err
}

// takeOne takes one of a prize: its cost from the budget, then itself from the stock. All
// take in this order, so that they seldom wait for each other in a circle.
func (s *Service) takeOne(ctx context.Context, id model.CampaignID, item model.ItemID, prize Prize) ([]grab, model.DrawReason, error) {
	budget, err := s.take(ctx, id, potBudget, item, int64(prize.Cost()))
	if err != nil {
		return nil, 0, err
	}
	if budget == nil {
		return nil, model.DrawOutOfBudget, nil
	}
	stock, err := s.take(ctx, id, potOfPrize(prize.Code), item, 1)
	if err != nil || stock != nil {
		return budget, model.DrawGiven, err
	}
	return nil, model.DrawOutOfStock, s.giveBack(ctx, budget)
}

// ReasonName says why a draw was not given what it drew; "" when it was.
func ReasonName(r model.DrawReason) string {
	return [...]string{"", "out_of_stock", "out_of_budget"}[r]
}
