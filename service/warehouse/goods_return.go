package warehouse

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/code"
	"channelrouter/service/custody"
)

// NewReturn is a distributor's request to give goods back to the brand.
type NewReturn struct {
	Key    string         `json:"-"` // the person's own, at most 40 characters
	By     model.PersonID `json:"by"`
	Org    model.OrgID    `json:"org"` // his
	Codes  []string       `json:"codes"`
	Reason string         `json:"reason"` // 1 to 200 characters
}

// AskReturn keeps a request for the brand to decide. Nothing moves. The goods are with the
// distributor and meant for it; codes that the brand has withdrawn are no hindrance.
func (s *Service) AskReturn(ctx context.Context, n NewReturn) (model.GoodsReturn, error) {
	hash, err := id.Hash(n)
	if err != nil {
		return model.GoodsReturn{}, err
	}
	row := model.GoodsReturn{
		ID: model.GoodsReturnID(s.ids.Next()), Key: personKey(n.By, n.Key), InputHash: hash, State: model.ReturnAsked,
		FromOrg: n.Org, AskedBy: n.By, AskedAt: s.clock.Now(), Reason: n.Reason,
	}
	var r model.GoodsReturn
	err = s.db.Run(ctx, func(ctx context.Context) error {
		earlier, err := s.returnBefore(ctx, row.Key, hash)
		if err != nil || earlier != nil {
			r = given(earlier)
			return err
		}
		lines, err := s.planReturn(ctx, &row, n)
		if err != nil {
			return err
		}
		r = row
		first, err := s.store.insertReturn(ctx, row, lines)
		if err != nil || first {
			return err
		}
		earlier, err = s.returnBefore(ctx, row.Key, hash)
		r = given(earlier)
		return err
	})
	return r, err
}

// returnBefore is the return that a key was used for, or nil.
func (s *Service) returnBefore(ctx context.Context, key, hash string) (*model.GoodsReturn, error) {
	row, err := s.store.returnByKey(ctx, key)
	if err == nil && row != nil && row.InputHash != hash {
		return nil, ErrKeyReused.With("key %q", key)
	}
	return row, err
}

// given is what a pointer leads to, or nothing.
func given[T any](p *T) (t T) {
	if p != nil {
		t = *p
	}
	return t
}

// planReturn checks a request, finds to whom it is, and its goods.
func (s *Service) planReturn(ctx context.Context, row *model.GoodsReturn, n NewReturn) ([]model.GoodsReturnLine, error) {
	if utf8.RuneCountInString(n.Reason) > maxReason || n.Reason == "" || len(n.Codes) == 0 {
		return nil, ErrBadReturn.With("%d codes, reason %q", len(n.Codes), n.Reason)
	}
	var err error
	if row.ToOrg, err = s.brandOf(ctx, n.Org); err != nil {
		return nil, err
	}
	goods, err := s.goodsOf(ctx, n.Codes, code.Withdrawn)
	if err != nil {
		return nil, err
	}
	standing, err := s.Custody.Standing(ctx, goods, asOfAll)
	if err != nil {
		return nil, err
	}
	if err := returnable(row.FromOrg, standing); err != nil {
		return nil, err
	}
	lines := make([]model.GoodsReturnLine, len(goods))
	for i, r := range goods {
		lines[i] = model.GoodsReturnLine{ReturnID: row.ID, FromItem: r.From, ToItem: r.To}
	}
	return lines, nil
}

// brandOf is the brand, to which only distributors give goods back.
func (s *Service) brandOf(ctx context.Context, distributor model.OrgID) (model.OrgID, error) {
	org, err := s.Channel.GetOrg(ctx, distributor)
	if err != nil {
		return 0, err
	}
	if org.Kind != model.OrgDistributor {
		return 0, ErrBadReturn.With("from the %s %s", channel.KindName(org.Kind), org.Code)
	}
	brands, err := s.Channel.ListOrgs(ctx, model.OrgBrand, 0, 1)
	if err == nil && len(brands) == 0 {
		err = ErrBadReturn.With("there is no brand")
	}
	if err != nil {
		return 0, err
	}
	return brands[0].ID, nil
}

// returnable refuses goods that are not meant for the distributor, or not with it. Pure.
func returnable(org model.OrgID, goods []custody.Standing) error {
	for _, g := range goods {
		switch {
		case g.Assigned != org:
			return custody.ErrNotAssigned.With("%s", g.Items.From)
		case g.Holder != org:
			return custody.ErrNotHeld.With("%s", g.Items.From)
		}
	}
	return nil
}

// WithdrawReturn takes back a request of one's own organisation whose goods have not been
// shipped. Withdrawn again it stays so.
func (s *Service) WithdrawReturn(ctx context.Context, id model.GoodsReturnID, org model.OrgID) (model.GoodsReturn, error) {
	if _, err := s.OwnReturn(ctx, id, org); err != nil {
		return model.GoodsReturn{}, err
	}
	return s.moveReturn(ctx, id, model.ReturnWithdrawn, returnStep{}, model.ReturnAsked, model.ReturnApproved)
}

// ReturnVerdict is what somebody at the brand decided of a request, and why.
type ReturnVerdict struct {
	Return model.GoodsReturnID
	By     model.UserID
	Note   string // at most 200 characters
}

// ApproveReturn allows the distributor to ship the goods.
func (s *Service) ApproveReturn(ctx context.Context, v ReturnVerdict) (model.GoodsReturn, error) {
	return s.decideReturn(ctx, v, model.ReturnApproved)
}

// RefuseReturn closes a request: the goods stay where they are.
func (s *Service) RefuseReturn(ctx context.Context, v ReturnVerdict) (model.GoodsReturn, error) {
	return s.decideReturn(ctx, v, model.ReturnRefused)
}

func (s *Service) decideReturn(ctx context.Context, v ReturnVerdict, to model.ReturnState) (model.GoodsReturn, error) {
	if utf8.RuneCountInString(v.Note) > maxReason {
		return model.GoodsReturn{}, ErrBadReturn.With("a note of more than %d characters", maxReason)
	}
	decision := returnStep{write: map[string]any{"decided_by": v.By, "decided_at": s.clock.Now(), "note": v.Note}}
	return s.moveReturn(ctx, v.Return, to, decision, model.ReturnAsked)
}

// ShipReturn sends all the goods of an approved return on their way to the brand. What they are
// meant for stays. Shipped again it is answered as before. Goods that have gone or become
// another's since they were asked for refuse it: nothing has changed then.
func (s *Service) ShipReturn(ctx context.Context, id model.GoodsReturnID, org model.OrgID, by model.PersonID) (model.GoodsReturn, error) {
	if _, err := s.OwnReturn(ctx, id, org); err != nil {
		return model.GoodsReturn{}, err
	}
	step := returnStep{write: map[string]any{"shipped_by": by}, follow: s.sendReturn}
	return s.moveReturn(ctx, id, model.ReturnShipped, step, model.ReturnApproved)
}

// sendReturn has custody record the shipment. Custody keeps others from the goods once it has:
// only then is it certain what they were meant for.
func (s *Service) sendReturn(ctx context.Context, r *model.GoodsReturn) error {
	lines, err := s.store.returnLines(ctx, r.ID)
	if err != nil {
		return err
	}
	goods := runsOf(lines)
	e, err := s.Custody.Record(ctx, custody.Command{
		Key: "return/" + itoa(r.ID), Kind: model.Ship, Goods: commandGoods(goods), From: r.FromOrg, To: r.ToOrg,
	})
	if err != nil {
		return err
	}
	standing, err := s.Custody.Standing(ctx, goods, e.EventTime.Add(-tick))
	if err != nil {
		return err
	}
	if err := returnable(r.FromOrg, standing); err != nil {
		return err
	}
	if err := s.packedAsAsked(ctx, *r, goods, e.EventTime.Add(-tick)); err != nil {
		return err
	}
	r.EventID, r.ShippedAt = e.ID, &e.EventTime
	return s.store.setReturn(ctx, r.ID, map[string]any{"event_id": e.ID, "shipped_at": e.EventTime})
}

// packedAsAsked refuses containers that hold other units by a moment than when they were asked for:
// neither goods that stayed out nor goods that nobody allowed leave by their codes.
func (s *Service) packedAsAsked(ctx context.Context, r model.GoodsReturn, goods []model.ItemRange, at time.Time) error {
	asked, err := s.Custody.UnitsIn(ctx, goods, r.AskedAt)
	if err != nil {
		return err
	}
	shipped, err := s.Custody.UnitsIn(ctx, goods, at)
	if err == nil && !slices.Equal(asked, shipped) {
		return ErrRepacked
	}
	return err
}

// returnStep is what a return's next state writes down, and what follows from it.
type returnStep struct {
	write  map[string]any
	follow func(context.Context, *model.GoodsReturn) error
}

// moveReturn moves a return from one of some states on to another, once. Error: ErrReturnState
// when it is in none of them and not there already.
func (s *Service) moveReturn(ctx context.Context, id model.GoodsReturnID, to model.ReturnState, step returnStep, from ...model.ReturnState) (model.GoodsReturn, error) {
	var r model.GoodsReturn
	err := s.db.Run(ctx, func(ctx context.Context) error {
		db.Note(ctx, "return %d", id)
		claimed, err := s.store.moveReturn(ctx, id, from, to, step.write)
		if err != nil {
			return err
		}
		if r, err = s.GetReturn(ctx, id); err != nil {
			return err
		}
		there := r.State == to || to == model.ReturnShipped && r.State == model.ReturnInspected
		switch {
		case !claimed && !there:
			return ErrReturnState.With("it is %s", ReturnStateName(r.State))
		case !claimed || step.follow == nil:
			return nil
		}
		return step.follow(ctx, &r)
	})
	return r, err
}
