package warehouse

import (
	"context"
	"errors"

	"channelrouter/internal/word"
	"channelrouter/model"
	"channelrouter/service/custody"
)

var returnStates = map[model.ReturnState]string{
	model.ReturnAsked: "asked", model.ReturnApproved: "approved", model.ReturnRefused: "refused",
	model.ReturnWithdrawn: "withdrawn", model.ReturnShipped: "shipped", model.ReturnInspected: "inspected",
}

// ReturnStateName is "asked", "approved", "refused", "withdrawn", "shipped" or "inspected".
func ReturnStateName(s model.ReturnState) string { return returnStates[s] }

// ParseReturnState reads what ReturnStateName writes; what is none is 0.
func ParseReturnState(text string) model.ReturnState { return word.KeyOf(returnStates, text) }

var findings = map[model.Finding]string{
	model.GoodsAwaited: "awaited", model.GoodsAccepted: "accepted", model.GoodsRejected: "rejected",
	model.GoodsScrapped: "scrapped", model.GoodsMissing: "missing", model.GoodsSentBack: "sent_back",
	model.GoodsNotShipped: "not_shipped", model.GoodsLost: "lost", model.GoodsOpened: "opened", model.GoodsEmptied: "emptied",
}

// FindingName is the finding's word: "accepted", "sent_back" and so on.
func FindingName(f model.Finding) string { return findings[f] }

// ParseFinding reads what FindingName writes; what is none is GoodsAwaited.
func ParseFinding(text string) model.Finding { return word.KeyOf(findings, text) }

// GetReturn returns a return.
func (s *Service) GetReturn(ctx context.Context, id model.GoodsReturnID) (model.GoodsReturn, error) {
	row, err := s.store.goodsReturn(ctx, id)
	if err == nil && row == nil {
		err = ErrUnknownReturn.With("id %d", id)
	}
	return given(row), err
}

// OwnReturn returns a return of an organisation; another's is not there.
func (s *Service) OwnReturn(ctx context.Context, id model.GoodsReturnID, org model.OrgID) (model.GoodsReturn, error) {
	r, err := s.GetReturn(ctx, id)
	if err == nil && r.FromOrg != org {
		return model.GoodsReturn{}, ErrUnknownReturn.With("id %d", id)
	}
	return r, err
}

// ReturnStanding is where the goods of a return are now, and why they could not be shipped: nil
// when they could, or have been.
func (s *Service) ReturnStanding(ctx context.Context, r model.GoodsReturn) (goods []custody.Standing, obstacle error, err error) {
	lines, err := s.store.returnLines(ctx, r.ID)
	if err != nil {
		return nil, nil, err
	}
	goods, err = s.Custody.Standing(ctx, runsOf(lines), asOfAll)
	if err != nil || (r.State != model.ReturnAsked && r.State != model.ReturnApproved) {
		return goods, nil, err
	}
	if obstacle = returnable(r.FromOrg, goods); obstacle != nil {
		return goods, obstacle, nil
	}
	err = s.packedAsAsked(ctx, r, runsOf(lines), asOfAll)
	if errors.Is(err, ErrRepacked) {
		return goods, err, nil
	}
	return goods, nil, err
}

// runsOf is the goods of lines.
func runsOf(lines []model.GoodsReturnLine) []model.ItemRange {
	runs := make([]model.ItemRange, len(lines))
	for i, l := range lines {
		runs[i] = model.ItemRange{From: l.FromItem, To: l.ToItem}
	}
	return runs
}

// Returns pages through returns by id: in a state (0: any), and of an organisation (0: any).
func (s *Service) Returns(ctx context.Context, org model.OrgID, state model.ReturnState, after model.GoodsReturnID, limit int) ([]model.GoodsReturn, error) {
	return s.store.returns(ctx, org, state, after, limit)
}

// ReturnGoods pages through the goods of a return by item, with what was found of them.
func (s *Service) ReturnGoods(ctx context.Context, id model.GoodsReturnID, after model.ItemID, limit int) ([]model.GoodsReturnLine, error) {
	return s.store.returnLinesPage(ctx, id, after, limit)
}

// Inspections pages through the findings about a return by id.
func (s *Service) Inspections(ctx context.Context, id model.GoodsReturnID, after model.InspectionID, limit int) ([]model.GoodsInspection, error) {
	return s.store.inspections(ctx, id, after, limit)
}
