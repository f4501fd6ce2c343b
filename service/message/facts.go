package message

import (
	"cmp"
	"context"
	"fmt"
	"strconv"

	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/model/event"
)

// OnScanRecorded tells consumers and guides of the rewards that scans have brought, those
// included that had waited for them. It comes after the rewards' own handler.
func (s *Service) OnScanRecorded(ctx context.Context, facts []event.ScanRecorded) error {
	var items []model.ItemID
	for _, f := range facts {
		if f.Purpose == model.PurposeConsumerClaim || f.Purpose == model.PurposeGuideReward {
			items = append(items, f.Item)
		}
	}
	return s.tellRewards(ctx, items)
}

// OnScanRejudged tells of the rewards that waited for a judgement.
func (s *Service) OnScanRejudged(ctx context.Context, facts []event.ScanRejudged) error {
	var items []model.ItemID
	for _, f := range facts {
		if f.Origin != 0 {
			items = append(items, f.Item)
		}
	}
	return s.tellRewards(ctx, items)
}

func (s *Service) tellRewards(ctx context.Context, items []model.ItemID) error {
	grants, err := s.Reward.Posted(ctx, items)
	if err != nil {
		return err
	}
	notes := make([]Note, len(grants))
	for i, g := range grants {
		n := Note{
			Person: model.PersonID(g.Owner), Role: ownerOf[g.AccountKind], Event: Points,
			Key:  fmt.Sprintf("reward/%d/%d", g.Item, g.Purpose),
			Data: map[string]string{"points": strconv.FormatInt(g.Amount, 10)},
		}
		if g.Asset == model.CNY {
			n.Event, n.Data = Cash, map[string]string{"amount": money.Fen(g.Amount).Yuan()}
		}
		notes[i] = n
	}
	return s.Send(ctx, notes...)
}

// ownerOf is the role in which a person has a wallet.
var ownerOf = map[model.AccountKind]model.Role{
	model.WalletConsumer: model.RoleConsumer, model.WalletGuide: model.RoleGuide, model.WalletSalesperson: model.RoleSalesperson,
}

// OnPayoutSettled tells people that their cash has arrived, net of tax, or is back in their
// wallet, whole.
func (s *Service) OnPayoutSettled(ctx context.Context, facts []event.PayoutSettled) error {
	ids := make([]model.PayoutID, len(facts))
	people := map[model.PayoutID]model.PersonID{} // who they are by now
	for i, f := range facts {
		ids[i], people[f.PayoutID] = f.PayoutID, f.PersonID
	}
	payouts, err := s.Payout.Some(ctx, ids)
	if err != nil {
		return err
	}
	var notes []Note
	for _, p := range payouts {
		n := Note{
			Person: cmp.Or(people[p.ID], p.PersonID), Role: ownerOf[p.Wallet], Event: PayoutPaid, Key: fmt.Sprintf("payout/%d", p.ID),
			Data: map[string]string{"amount": p.Net().Yuan()}, At: p.UpdatedAt,
		}
		switch p.State {
		case model.PayoutPaid:
		case model.PayoutReturned:
			n.Event, n.Data["amount"] = PayoutReturned, p.Fen.Yuan()
		default:
			continue
		}
		notes = append(notes, n)
	}
	return s.Send(ctx, notes...)
}

// OnPrizeWon tells consumers what they have won.
func (s *Service) OnPrizeWon(ctx context.Context, facts []event.PrizeWon) error {
	ids := make([]model.WinID, len(facts))
	for i, f := range facts {
		ids[i] = f.WinID
	}
	wins, err := s.Campaign.Some(ctx, ids)
	if err != nil {
		return err
	}
	notes := make([]Note, len(wins))
	for i, w := range wins {
		notes[i] = Note{
			Person: w.PersonID, Role: model.RoleConsumer, Event: Prize, Key: fmt.Sprintf("win/%d", w.ID),
			Data: map[string]string{"prize": w.Name, "campaign": w.Campaign}, At: w.At,
		}
	}
	return s.Send(ctx, notes...)
}
