package campaign

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"time"
	"unicode"
	"unicode/utf8"

	"channelrouter/internal/money"
	"channelrouter/service/catalog"
)

// Bounds keep products and sums far from the end of int64, and texts within their columns.
const (
	longestName  = 80
	longestRules = 5000
	mostStock    = 1_000_000_000
	mostTickets  = 100_000_000_000
	mostBudget   = money.Fen(1) << 45
	longest      = 2 * 366 * 24 * time.Hour // of a campaign
)

var codePattern = regexp.MustCompile(`^[a-z0-9-]{1,16}$`)

// check refuses terms that make no sense, those of a draft as well.
func (t Terms) check() error {
	if err := t.Name.check("name", longestName); err != nil {
		return err
	}
	if err := t.Rules.check("rules", longestRules); err != nil {
		return err
	}
	switch {
	case t.Requirement != RequirementClaim:
		return ErrBadTerms.With("requirement %q", t.Requirement)
	case t.StartsAt.Year() < 2000 || t.EndsAt.Year() > 2999 || !t.StartsAt.Before(t.EndsAt) || t.EndsAt.Sub(t.StartsAt) > longest:
		return ErrBadTerms.With("the campaign has to end after it begins, within two years")
	case t.Tickets < 0 || t.Tickets > mostTickets:
		return ErrBadTerms.With("%d tickets", t.Tickets)
	case t.BudgetFen < 0 || t.BudgetFen > mostBudget:
		return ErrBadTerms.With("a budget of %d fen", t.BudgetFen)
	case min(t.Caps.Person, t.Caps.PersonDay, t.Caps.DeviceDay, t.Caps.ShopDay) < 0:
		return ErrBadTerms.With("a cap below zero")
	case len(t.Prizes) == 0 || len(t.Prizes) > 50 || len(t.SKUs) > 1000:
		return ErrBadTerms.With("%d prizes, %d SKUs", len(t.Prizes), len(t.SKUs))
	}
	return t.checkPrizes()
}

func (t Terms) checkPrizes() error {
	codes := map[string]bool{}
	for _, p := range t.all() {
		if codes[p.Code] {
			return ErrBadTerms.With("two prizes are called %q", p.Code)
		}
		codes[p.Code] = true
		if p.TaxFen != 0 && !t.CountsTax {
			return ErrBadTerms.With("prize %s has a tax that the budget does not count", p.Code)
		}
		if err := p.check(); err != nil {
			return err
		}
	}
	sum := int64(0)
	for _, p := range t.Prizes {
		if t.Tickets == 0 && p.OddsPPM == 0 || t.Tickets > 0 && p.OddsPPM != 0 {
			return ErrBadTerms.With("prize %s: odds are needed, or tickets, and not both", p.Code)
		}
		sum += t.share(p)
	}
	if t.Consolation != nil && t.Consolation.OddsPPM != 0 {
		return ErrBadTerms.With("the consolation is not drawn: it has no odds")
	}
	if sum > t.tickets() {
		return ErrOddsAboveOne.With("%d of %d", sum, t.tickets())
	}
	return nil
}

func (p Prize) check() error {
	if err := p.Name.check("a prize's name", longestName); err != nil {
		return err
	}
	worth := false
	switch p.Kind {
	case KindCash:
		worth = p.Amount > 0 && money.Fen(p.Amount).PerUnit() && p.ValueFen == 0
	case KindPoints:
		worth = p.Amount > 0 && money.Fen(p.Amount).PerUnit() && p.ValueFen == 0
	case KindGift:
		worth = p.Amount == 0 && p.ValueFen > 0 && p.ValueFen.PerUnit()
	}
	switch {
	case !codePattern.MatchString(p.Code):
		return ErrBadTerms.With("prize code %q", p.Code)
	case !worth:
		return ErrBadTerms.With("prize %s: cash and points have an amount, gifts have a market value", p.Code)
	case p.TaxFen < 0 || p.TaxFen > mostBudget || p.TaxFen > 0 && p.Kind == KindPoints:
		return ErrBadTerms.With("prize %s: a tax of %d fen", p.Code, p.TaxFen)
	case p.OddsPPM < 0 || p.OddsPPM > million || p.Stock < 1 || p.Stock > mostStock:
		return ErrBadTerms.With("prize %s: odds of %d, %d in stock", p.Code, p.OddsPPM, p.Stock)
	}
	return nil
}

func (t Text) check(what string, longest int) error {
	for language, text := range map[string]string{"zh": t.ZH, "en": t.EN} {
		if n := utf8.RuneCountInString(text); n == 0 || n > longest {
			return ErrBadTerms.With("%s.%s has %d characters, of 1 to %d", what, language, n, longest)
		}
		for _, r := range text {
			if unicode.IsControl(r) && r != '\n' {
				return ErrBadTerms.With("%s.%s has a control character", what, language)
			}
		}
	}
	return nil
}

// lawful refuses terms that the law, or the budget, does not allow to be published.
func (t Terms) lawful(p Policy, now time.Time) error {
	if !t.EndsAt.After(now) {
		return ErrOver.With("it would have ended at %s", t.EndsAt.Format(time.RFC3339))
	}
	for _, prize := range t.all() {
		if prize.Worth() > p.MostPrizeFen {
			return ErrPrizeTooHigh.With("prize %s is worth %s, of at most %s", prize.Code, prize.Worth(), p.MostPrizeFen)
		}
		if prize.Cost() > t.BudgetFen {
			return ErrBudget.With("prize %s, of %s, with the tax that the brand bears, could never be given", prize.Code, prize.Cost())
		}
	}
	// Quantities are a promise to give all of them.
	if worst := t.worstCase(); t.Tickets > 0 && worst > t.BudgetFen {
		return ErrBudget.With("all prizes cost %s, the budget is %s", worst, t.BudgetFen)
	}
	return nil
}

// checkProducts refuses SKUs that the catalogue does not have.
func (s *Service) checkProducts(ctx context.Context, t Terms) error {
	for _, sku := range t.SKUs {
		if _, err := s.Catalog.GetBySKU(ctx, sku); errors.Is(err, catalog.ErrUnknownProduct) {
			return ErrBadTerms.With("no product has the SKU %q", sku)
		} else if err != nil {
			return fmt.Errorf("product %q: %w", sku, err)
		}
	}
	return nil
}
