package campaign

import (
	"context"
	"fmt"

	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/model/event"
	"channelrouter/service/ledger"
	"channelrouter/service/tax"
)

var kinds = map[string]model.PrizeKind{KindCash: model.PrizeCash, KindPoints: model.PrizePoints, KindGift: model.PrizeGift}

// KindName is "cash", "points" or "gift".
func KindName(k model.PrizeKind) string {
	return [...]string{"", KindCash, KindPoints, KindGift}[k]
}

// credit stores what a draw has won, and posts it.
func (s *Service) credit(ctx context.Context, p *pool, d Drawn) (model.CampaignWin, error) {
	w := model.CampaignWin{
		ID: model.WinID(s.ids.Next()), CampaignID: p.id, Item: d.Item, PersonID: d.PersonID,
		Prize: d.Prize.Code, Name: d.Prize.Name.ZH, Kind: kinds[d.Prize.Kind], Fen: d.Prize.Worth(),
		State: model.WinCredited, Public: d.Prize.Worth() > p.publicFen, SealedAddress: []byte{}, At: d.At, UpdatedAt: d.At,
	}
	entries, err := s.entries(ctx, &w, *d.Prize)
	if err != nil {
		return model.CampaignWin{}, err
	}
	if len(entries) > 0 {
		ids, err := s.Ledger.Post(ctx, ledger.Posting{Key: keyOf(w), Kind: "campaign.win", At: w.At, Entries: entries})
		if err != nil {
			return model.CampaignWin{}, err
		}
		w.TxnID = ids[0]
	}
	if err := s.store.insertWin(ctx, w); err != nil {
		return model.CampaignWin{}, err
	}
	return w, s.outbox.Add(ctx, event.PrizeWon{WinID: w.ID, CampaignID: w.CampaignID, PersonID: w.PersonID, Kind: w.Kind})
}

// keyOf names a win in the ledger and in the tax records.
func keyOf(w model.CampaignWin) string { return fmt.Sprintf("campaign/%d/%d", w.CampaignID, w.Item) }

// entries are what a win moves. It fills in the win's tax and what the wallet gets.
func (s *Service) entries(ctx context.Context, w *model.CampaignWin, prize Prize) ([]ledger.Entry, error) {
	account := func(kind model.AccountKind, asset model.Asset) model.Account {
		a := model.Account{Kind: kind, Asset: asset}
		if kind.OfPerson() {
			a.Owner = int64(w.PersonID)
		}
		return a
	}
	if w.Kind == model.PrizePoints {
		w.Points = money.Points(prize.Amount)
		return []ledger.Entry{
			{Account: account(model.BrandReward, model.Points), Amount: -prize.Amount},
			{Account: account(model.WalletConsumer, model.Points), Amount: prize.Amount},
		}, nil
	}
	withheld, err := s.Tax.Withhold(ctx, tax.Income{
		Person: w.PersonID, Kind: model.TaxPrize, Gross: w.Fen, Key: keyOf(*w), At: w.At, InKind: w.Kind == model.PrizeGift,
	})
	if err != nil {
		return nil, err
	}
	w.TaxFen = withheld.Tax
	cost := withheld.Tax // a gift is bought elsewhere; here it costs its tax
	if w.Kind == model.PrizeCash {
		w.NetFen, cost = withheld.Net(), withheld.Gross
	} else {
		w.State = model.WinWaiting
	}
	entries := []ledger.Entry{{Account: account(model.BrandReward, model.CNY), Amount: -int64(cost)}}
	if w.NetFen > 0 {
		entries = append(entries, ledger.Entry{Account: account(model.WalletConsumer, model.CNY), Amount: int64(w.NetFen)})
	}
	if w.TaxFen > 0 {
		entries = append(entries, ledger.Entry{Account: account(model.BrandTax, model.CNY), Amount: int64(w.TaxFen)})
	}
	if cost == 0 {
		return nil, nil
	}
	return entries, nil
}
