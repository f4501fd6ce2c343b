package warehouse

import (
	"context"
	"unicode/utf8"

	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/custody"
)

// NewTransfer is a distributor's request that goods be handed to another, or to itself.
type NewTransfer struct {
	Key    string         `json:"-"` // the person's own, at most 40 characters
	By     model.PersonID `json:"by"`
	Org    model.OrgID    `json:"org"`  // his
	From   string         `json:"from"` // codes of distributors, one of them his
	To     string         `json:"to"`
	Codes  []string       `json:"codes"`
	Reason string         `json:"reason"` // 1 to 200 characters
}

// Transfer is a request with the goods that it is about.
type Transfer struct {
	model.GoodsTransfer
	Goods []model.ItemRange
}

const maxReason = 200

// AskTransfer keeps a request for the brand to decide. Nothing moves, and nobody who asks for
// another's goods learns anything of them; a giver whose goods they are not is refused.
func (s *Service) AskTransfer(ctx context.Context, n NewTransfer) (Transfer, error) {
	hash, err := id.Hash(n)
	if err != nil {
		return Transfer{}, err
	}
	var t Transfer
	err = s.db.Run(ctx, func(ctx context.Context) error {
		row := model.GoodsTransfer{
			ID: model.GoodsTransferID(s.ids.Next()), Key: personKey(n.By, n.Key), InputHash: hash, State: model.TransferAsked,
			AskedOrg: n.Org, AskedBy: n.By, AskedAt: s.clock.Now(), Reason: n.Reason,
		}
		var err error
		if t, err = s.askedBefore(ctx, row.Key, hash); err != nil || t.ID != 0 {
			return err
		}
		if t, err = s.planTransfer(ctx, row, n); err != nil {
			return err
		}
		first, err := s.store.insertTransfer(ctx, t)
		if err != nil || first {
			return err
		}
		t, err = s.askedBefore(ctx, row.Key, hash)
		return err
	})
	return t, err
}

// askedBefore is the transfer that a key was used for; its ID is 0 when it was not.
func (s *Service) askedBefore(ctx context.Context, key, hash string) (Transfer, error) {
	row, err := s.store.transferByKey(ctx, key)
	if err != nil || row == nil {
		return Transfer{}, err
	}
	if row.InputHash != hash {
		return Transfer{}, ErrKeyReused.With("key %q", key)
	}
	return s.withGoods(ctx, *row)
}

// planTransfer checks a request, and finds whose and which goods it is about.
func (s *Service) planTransfer(ctx context.Context, row model.GoodsTransfer, n NewTransfer) (Transfer, error) {
	if utf8.RuneCountInString(n.Reason) > maxReason || n.Reason == "" || len(n.Codes) == 0 {
		return Transfer{}, ErrBadTransfer.With("%d codes, reason %q", len(n.Codes), n.Reason)
	}
	from, err := s.Channel.GetOrgByCode(ctx, n.From)
	if err != nil {
		return Transfer{}, err
	}
	to, err := s.Channel.GetOrgByCode(ctx, n.To)
	if err == nil {
		err = channel.CheckOpen(to)
	}
	if err != nil {
		return Transfer{}, err
	}
	if from.ID == to.ID || from.Kind != model.OrgDistributor || to.Kind != model.OrgDistributor || (n.Org != from.ID && n.Org != to.ID) {
		return Transfer{}, ErrBadTransfer.With("from the %s %s to the %s %s", channel.KindName(from.Kind), n.From, channel.KindName(to.Kind), n.To)
	}
	row.FromOrg, row.ToOrg = from.ID, to.ID
	goods, err := s.goodsOf(ctx, n.Codes, custody.Strict)
	if err != nil {
		return Transfer{}, err
	}
	t := Transfer{GoodsTransfer: row, Goods: goods}
	if n.Org != from.ID {
		return t, nil
	}
	standing, err := s.Custody.Standing(ctx, goods, row.AskedAt)
	if err != nil {
		return t, err
	}
	return t, transferable(t.GoodsTransfer, standing)
}

// transferable refuses goods that are not meant for the giver, or are with neither of the
// two: whoever has them by now would find them gone by paper. Pure.
func transferable(t model.GoodsTransfer, goods []custody.Standing) error {
	for _, g := range goods {
		if g.Assigned != t.FromOrg {
			return custody.ErrNotAssigned.With("%s", g.Items.From)
		}
		if with := g.Holder + g.InTransit; with != t.FromOrg && with != t.ToOrg { // one of them is 0
			return ErrGoodsMoved.With("%s", g.Items.From)
		}
	}
	return nil
}

// WithdrawTransfer takes back a request that one's own organisation made and nobody has
// decided. Withdrawn again it stays so.
func (s *Service) WithdrawTransfer(ctx context.Context, id model.GoodsTransferID, org model.OrgID) (Transfer, error) {
	t, err := s.GetTransfer(ctx, id)
	if err == nil && t.AskedOrg != org {
		err = ErrUnknownTransfer.With("id %d", id)
	}
	if err != nil {
		return Transfer{}, err
	}
	return s.decideTransfer(ctx, id, model.GoodsTransfer{State: model.TransferWithdrawn}, nothing)
}

// nothing follows from a decision that moves no goods.
func nothing(context.Context, *Transfer) error { return nil }

// Verdict is what somebody at the brand decided of a transfer, and why.
type Verdict struct {
	Transfer model.GoodsTransferID
	By       model.UserID
	Note     string
}

// RefuseTransfer closes a request: the goods stay whose they are.
func (s *Service) RefuseTransfer(ctx context.Context, v Verdict) (Transfer, error) {
	refused := model.GoodsTransfer{State: model.TransferRefused, DecidedBy: v.By, Note: v.Note}
	return s.decideTransfer(ctx, v.Transfer, refused, nothing)
}

// ApproveTransfer makes the goods the receiver's from now on, in custody and in what they
// are meant for: where they surface below it, they are not diverted. Approved again it is
// answered as before. ErrGoodsMoved, or custody.ErrNotAssigned, when that is not possible
// any more: nothing has changed then.
func (s *Service) ApproveTransfer(ctx context.Context, v Verdict) (Transfer, error) {
	approved := model.GoodsTransfer{State: model.TransferApproved, DecidedBy: v.By, Note: v.Note}
	return s.decideTransfer(ctx, v.Transfer, approved, s.handOver)
}

// decideTransfer moves a transfer that was asked for to another state, once, with what
// follows from it.
func (s *Service) decideTransfer(ctx context.Context, id model.GoodsTransferID, decision model.GoodsTransfer,
	follow func(context.Context, *Transfer) error,
) (t Transfer, err error) {
	if utf8.RuneCountInString(decision.Note) > maxReason {
		return t, ErrBadTransfer.With("a note of more than %d characters", maxReason)
	}
	now := s.clock.Now()
	decision.DecidedAt = &now
	err = s.db.Run(ctx, func(ctx context.Context) error {
		db.Note(ctx, "transfer %d", id)
		claimed, err := s.store.decideTransfer(ctx, id, decision)
		if err != nil {
			return err
		}
		if t, err = s.GetTransfer(ctx, id); err != nil {
			return err
		}
		if !claimed && t.State != decision.State {
			return ErrTransferDecided.With("it is %s", TransferStateName(t.State))
		}
		if !claimed {
			return nil
		}
		return follow(ctx, &t)
	})
	return t, err
}

// handOver has custody record an approved transfer. Custody keeps others from the goods once
// it has: only then is it certain where they were.
func (s *Service) handOver(ctx context.Context, t *Transfer) error {
	e, err := s.Custody.Record(ctx, custody.Command{
		Key: "transfer/" + itoa(t.ID), Kind: model.Transfer, Goods: commandGoods(t.Goods), From: t.FromOrg, To: t.ToOrg,
	})
	if err != nil {
		return err
	}
	standing, err := s.Custody.Standing(ctx, t.Goods, e.EventTime.Add(-tick))
	if err != nil {
		return err
	}
	if err := transferable(t.GoodsTransfer, standing); err != nil {
		return err
	}
	t.EventID = e.ID
	return s.store.setTransferEvent(ctx, t.ID, e.ID)
}
