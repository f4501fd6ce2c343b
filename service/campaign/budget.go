package campaign

import (
	"context"
	"slices"
	"time"

	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/tax"
)

// countTax puts into a draft's terms the most tax that the brand bears on each of their
// prizes, by the rules that are published by now.
func (s *Service) countTax(ctx context.Context, t Terms, now time.Time) (Terms, error) {
	from := t.StartsAt
	if from.Before(now) {
		from = now
	}
	borne, err := s.Tax.MostBorne(ctx, from, t.EndsAt)
	if err != nil {
		return Terms{}, err
	}
	t.CountsTax, t.Prizes = true, slices.Clone(t.Prizes)
	for i := range t.Prizes {
		t.Prizes[i].TaxFen = t.Prizes[i].taxBy(borne)
	}
	if t.Consolation != nil {
		consolation := *t.Consolation
		consolation.TaxFen = consolation.taxBy(borne)
		t.Consolation = &consolation
	}
	return t, nil
}

// taxBy is the tax that the brand bears on a prize by some rules. Points are not taxed.
func (p Prize) taxBy(borne tax.Borne) money.Fen {
	if p.Worth() == 0 {
		return 0
	}
	return borne(p.Worth(), p.Kind == KindGift)
}

// taxCounted refuses a draft that counts another tax than the rules say by now.
func (s *Service) taxCounted(ctx context.Context, t Terms, now time.Time) error {
	anew, err := s.countTax(ctx, t, now)
	if err == nil && (!t.CountsTax || !slices.Equal(anew.all(), t.all())) {
		err = ErrTaxChanged
	}
	return err
}

// taxHeld refuses every draw, whatever it would win, once the tax on a prize has risen
// above what the published terms count: the budget could not hold what the prize costs.
func (s *Service) taxHeld(ctx context.Context, p *pool, now time.Time) error {
	if !p.terms.CountsTax {
		return nil
	}
	borne, err := s.Tax.MostBorne(ctx, now, now)
	if err != nil {
		return err
	}
	for _, prize := range p.terms.all() {
		if by := prize.taxBy(borne); by > prize.TaxFen {
			return ErrTaxRisen.With("prize %s: %s, of %s", prize.Code, by, prize.TaxFen)
		}
	}
	return nil
}

// settleTax gives back what the budget held for a win's tax and the win did not cost. The
// draw was let in by rules that may have changed since: then it is refused after all.
func (s *Service) settleTax(ctx context.Context, p *pool, d Drawn, held []grab) error {
	if !p.terms.CountsTax {
		return nil
	}
	rest := d.Prize.TaxFen - taxBorne(*d.Win)
	if rest < 0 {
		return ErrTaxRisen.With("prize %s", d.Prize.Code)
	}
	return s.giveBack(ctx, upTo(held, int64(rest)))
}

// taxBorne is the tax on a win that the brand bears, beside what the prize is worth.
func taxBorne(w model.CampaignWin) money.Fen {
	switch w.Kind {
	case model.PrizeCash:
		return w.NetFen + w.TaxFen - w.Fen
	case model.PrizeGift:
		return w.TaxFen
	case model.PrizePoints:
	}
	return 0
}
