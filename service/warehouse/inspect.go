package warehouse

import (
	"cmp"
	"context"
	"slices"
	"unicode/utf8"

	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/custody"
)

// NewInspection is a finding about goods of a return. Without codes it is about all of which
// nothing, or nothing final, was found: what was not found otherwise is missing, say.
type NewInspection struct {
	Key     string              `json:"-"` // the user's own, at most 40 characters
	Return  model.GoodsReturnID `json:"return"`
	By      model.UserID        `json:"by"`
	Finding model.Finding       `json:"finding"`
	Loss    model.Loss          `json:"loss"` // of what is scrapped
	Codes   []string            `json:"codes"`
	Remark  string              `json:"remark"` // 1 to 200 characters; none is needed of what is accepted or missing
}

// follows is what may be found of goods after what. What was missing may turn up; anything
// else is found once.
var follows = map[model.Finding][]model.Finding{
	model.GoodsAccepted: {model.GoodsAwaited, model.GoodsMissing}, model.GoodsRejected: {model.GoodsAwaited, model.GoodsMissing},
	model.GoodsScrapped: {model.GoodsAwaited, model.GoodsMissing}, model.GoodsMissing: {model.GoodsAwaited},
	model.GoodsSentBack: {model.GoodsRejected}, model.GoodsNotShipped: {model.GoodsMissing}, model.GoodsLost: {model.GoodsMissing},
}

// scrapped is why goods that came back are no more.
var scrapped = []model.Loss{model.LossDamaged, model.LossExpired, model.LossRecalled, model.LossConsumed}

// unremarkable are the findings that need no remark.
var unremarkable = []model.Finding{model.GoodsAccepted, model.GoodsMissing}

// check refuses what makes no sense by itself. Pure.
func (n NewInspection) check() error {
	_, known := follows[n.Finding]
	why := n.Loss == 0
	if n.Finding == model.GoodsScrapped {
		why = slices.Contains(scrapped, n.Loss)
	}
	remarked := n.Remark != "" || slices.Contains(unremarkable, n.Finding)
	if !known || !why || !remarked || utf8.RuneCountInString(n.Remark) > maxReason {
		return ErrBadInspection.With("%s, loss %q, remark %q", FindingName(n.Finding), custody.LossName(n.Loss), n.Remark)
	}
	return nil
}

// Inspect keeps a finding about goods of a return that was shipped, and has custody record what
// follows. Goods of any level may be named: where it is a part of a container, the
// container's other contents stay as they are. One that cannot be found so refuses all. A
// retry with the same key gets the first answer. The return is inspected once something was
// found of all its goods.
func (s *Service) Inspect(ctx context.Context, n NewInspection) (model.GoodsInspection, error) {
	if err := n.check(); err != nil {
		return model.GoodsInspection{}, err
	}
	hash, err := id.Hash(n)
	if err != nil {
		return model.GoodsInspection{}, err
	}
	row := model.GoodsInspection{
		ID: model.InspectionID(s.ids.Next()), Key: itoa(n.By) + "/" + n.Key, InputHash: hash, ReturnID: n.Return,
		Finding: n.Finding, Loss: n.Loss, Remark: n.Remark, InspectedBy: n.By, InspectedAt: s.clock.Now(),
	}
	var kept model.GoodsInspection
	err = s.db.Run(ctx, func(ctx context.Context) error {
		db.Note(ctx, "return %d, inspection %s", n.Return, FindingName(n.Finding))
		earlier, err := s.inspectionBefore(ctx, row.Key, hash)
		if err != nil || earlier != nil {
			kept = given(earlier)
			return err
		}
		kept = row
		first, err := s.inspect(ctx, &kept, n.Codes)
		if err != nil || first {
			return err
		}
		earlier, err = s.inspectionBefore(ctx, row.Key, hash)
		kept = given(earlier)
		return err
	})
	return kept, err
}

// inspectionBefore is the finding that a key was used for, or nil.
func (s *Service) inspectionBefore(ctx context.Context, key, hash string) (*model.GoodsInspection, error) {
	row, err := s.store.inspectionByKey(ctx, key)
	if err == nil && row != nil && row.InputHash != hash {
		return nil, ErrKeyReused.With("key %q", key)
	}
	return row, err
}

// inspect answers false, having changed nothing, when the key was used before.
func (s *Service) inspect(ctx context.Context, row *model.GoodsInspection, codes []string) (first bool, err error) {
	held, err := s.store.holdReturn(ctx, row.ReturnID)
	if err != nil {
		return false, err
	}
	r, err := s.GetReturn(ctx, row.ReturnID)
	if err == nil && !held {
		err = ErrReturnState.With("it is %s", ReturnStateName(r.State))
	}
	if err != nil {
		return false, err
	}
	// Only now: who held the return before us may have come with the same key.
	if earlier, err := s.store.inspectionByKey(ctx, row.Key); err != nil || earlier != nil {
		return false, err
	}
	lines, err := s.store.returnLines(ctx, r.ID)
	if err != nil {
		return false, err
	}
	sheet := newSheet(lines)
	found, err := s.find(ctx, r, sheet, *row, codes)
	if err != nil {
		return false, err
	}
	event, err := s.carryOut(ctx, r, *row, found)
	if err != nil {
		return false, err
	}
	sheet.mark(found, *row, event)
	if err := s.putEmptiedAway(ctx, r, sheet, *row); err != nil {
		return false, err
	}
	for _, g := range found {
		row.Items += g.Len()
	}
	row.Awaited = sheet.awaited()
	return true, s.keep(ctx, r, sheet, *row)
}

// keep stores a finding and what it changed.
func (s *Service) keep(ctx context.Context, r model.GoodsReturn, sh *sheet, row model.GoodsInspection) error {
	first, err := s.store.insertInspection(ctx, row)
	if err != nil || !first { // that of another return, which was not held
		return cmp.Or(err, error(ErrKeyReused.With("key %q", row.Key)))
	}
	var fresh []model.GoodsReturnLine
	for _, l := range sh.lines {
		switch {
		case l.stored == nil:
			fresh = append(fresh, l.GoodsReturnLine)
		case *l.stored != l.GoodsReturnLine:
			claimed, err := s.store.changeLine(ctx, *l.stored, l.GoodsReturnLine)
			if err != nil || !claimed {
				return cmp.Or(err, error(ErrInspected.With("%s", l.FromItem)))
			}
		}
	}
	if err := s.store.insertLines(ctx, fresh); err != nil {
		return err
	}
	if row.Awaited > 0 || r.State == model.ReturnInspected {
		return nil
	}
	return s.store.setReturn(ctx, r.ID, map[string]any{"state": model.ReturnInspected, "inspected_at": row.InspectedAt})
}

// find cuts and opens a return's runs so that a finding is about whole ones, and answers those.
func (s *Service) find(ctx context.Context, r model.GoodsReturn, sh *sheet, row model.GoodsInspection, codes []string) ([]model.ItemRange, error) {
	if len(codes) == 0 {
		// What is missing turns up by its code only.
		found := sh.having(follows[row.Finding][0])
		if len(found) == 0 {
			return nil, ErrInspected.With("of nothing %s", FindingName(follows[row.Finding][0]))
		}
		return found, nil
	}
	items, err := s.Custody.ItemsOf(ctx, codes, code.Withdrawn)
	if err != nil {
		return nil, err
	}
	points := make([]custody.Point, len(items))
	for i, item := range items {
		points[i] = custody.Point{Item: item, At: *r.ShippedAt}
	}
	traces, err := s.Custody.Traces(ctx, points)
	if err != nil {
		return nil, err
	}
	for _, p := range points {
		if err := s.openFor(ctx, r, sh, row.Finding, traces[p].Chain); err != nil {
			return nil, err
		}
	}
	var found []model.ItemRange
	for _, item := range items {
		runs, err := sh.named(item, row.Finding)
		if err != nil {
			return nil, err
		}
		found = append(found, runs...)
	}
	found = model.MergeRanges(found)
	sh.cut(found)
	return found, nil
}

// openFor opens the containers of a return that an item was in when it was shipped, so that
// the item is found for itself. chain is the item and its containers then.
func (s *Service) openFor(ctx context.Context, r model.GoodsReturn, sh *sheet, finding model.Finding, chain []model.ItemID) error {
	for {
		container, err := sh.closed(chain, finding)
		if err != nil || container == 0 {
			return err
		}
		inside, err := s.Custody.Inside(ctx, container, 1, *r.ShippedAt)
		if err != nil {
			return err
		}
		sh.open(container, inside)
	}
}
