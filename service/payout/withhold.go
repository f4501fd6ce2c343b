package payout

import (
	"context"
	"errors"
	"fmt"
	"time"

	"channelrouter/model"
	"channelrouter/service/ledger"
	"channelrouter/service/tax"
)

// labour tells whether what is in a wallet was earned by labour, which is taxed when it
// leaves. Prizes were taxed when they were won.
func labour(wallet model.AccountKind) bool {
	return wallet == model.WalletGuide || wallet == model.WalletSalesperson
}

func taxKey(p model.Payout) string { return fmt.Sprintf("payout/%d", p.ID) }

// withhold says how much of a payout is the tax office's.
func (s *Service) withhold(ctx context.Context, p *model.Payout) error {
	if !labour(p.Wallet) {
		return nil
	}
	withheld, err := s.tax.Withhold(ctx, tax.Income{
		Person: p.PersonID, Kind: model.TaxLabour, Gross: p.Fen, Key: taxKey(*p), At: p.CreatedAt,
	})
	p.TaxFen = withheld.Tax
	return err
}

// untax gives a returned payout's month back what was withheld of it.
func (s *Service) untax(ctx context.Context, p model.Payout) error {
	if p.State != model.PayoutReturned || !labour(p.Wallet) {
		return nil
	}
	err := s.tax.Reverse(ctx, taxKey(p))
	if errors.Is(err, tax.ErrUnknownIncome) && p.TaxFen == 0 {
		return nil // held before tax was withheld here
	}
	return err
}

// posting moves a payout between its person's wallet, where it is whole, and his account
// in flight, where it is net; the difference is the tax office's.
func posting(p model.Payout, key, kind string, at time.Time, from, to model.Account) ledger.Posting {
	taken, given, tax := p.Fen, p.Net(), p.TaxFen
	if to.Kind == p.Wallet {
		taken, given, tax = given, taken, -tax
	}
	posting := ledger.Move(key, kind, at, from, to, int64(taken))
	if tax != 0 {
		posting.Entries[1].Amount = int64(given)
		office := model.Account{Kind: model.BrandTax, Asset: model.CNY}
		posting.Entries = append(posting.Entries, ledger.Entry{Account: office, Amount: int64(tax)})
	}
	return posting
}
