package diversion

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"channelrouter/internal/money"
	"channelrouter/internal/policy"
	"channelrouter/model"
	"channelrouter/service/ledger"
)

// reckon works out what a confirmed case costs, over the origin's other cases, which are held.
func (s *Service) reckon(ctx context.Context, p policy.Version[Policy], c model.DiversionCase, given *money.Fen) (penalty, error) {
	rules := p.Body.Penalties
	before, err := s.store.confirmedSince(ctx, c, rules.repeatsSince(*c.DecidedAt))
	if err != nil {
		return penalty{}, err
	}
	from, _ := rules.period(*c.DecidedAt)
	charged, warned, err := s.store.chargedSince(ctx, c, from)
	if err != nil {
		return penalty{}, err
	}
	return reckon(rules, penaltyFacts{
		Units: c.Units, Rate: c.RateFen, Before: before, Charged: charged, Warned: warned,
		Young: rules.young(c, p.InForce), Given: given,
	})
}

// Compensation is a harmed distributor's part of a penalty.
type Compensation struct {
	Org   model.OrgID `json:"org"`
	Units int64       `json:"units"`
	Fen   money.Fen   `json:"fen"`
}

// reckoned is what the history keeps of a penalty.
type reckoned struct {
	PolicyVersion int            `json:"policy_version"`
	Lines         []PenaltyLine  `json:"lines"`
	Compensations []Compensation `json:"compensations"`
}

// charge puts a penalty on a case and posts it, with what of it goes to who was harmed: one
// transaction from the origin to the brand, and from the brand on.
func (s *Service) charge(ctx context.Context, rules Penalties, c *model.DiversionCase, e *model.CaseEvent, p penalty, harmed map[model.OrgID]int64) error {
	c.PenaltyFen, c.CompensationFen, c.TxnID = p.Fen, 0, 0
	parts := shares(p.Fen, rules.CompensationBP, c.Units, harmed)
	rows := []model.CaseCompensation{}
	for _, org := range slices.Sorted(maps.Keys(harmed)) {
		c.CompensationFen += parts[org]
		rows = append(rows, model.CaseCompensation{CaseID: c.ID, OrgID: org, Units: harmed[org], Fen: parts[org]})
	}
	if err := s.store.setCompensations(ctx, c.ID, rows); err != nil {
		return err
	}
	if err := keep(c, e, p, rows); err != nil {
		return err
	}
	return s.postPenalty(ctx, c, penaltyKey(*c, *e), e.At, rows)
}

// keep writes down how a penalty came about, on its case and in the history.
func keep(c *model.DiversionCase, e *model.CaseEvent, p penalty, parts []model.CaseCompensation) error {
	lines, err := json.Marshal(p.Lines)
	if err != nil {
		return err
	}
	c.WarnedUnits, c.Nth, c.Reckoning = p.Warned, p.Nth, lines
	told := make([]Compensation, len(parts))
	for i, part := range parts {
		told[i] = Compensation{Org: part.OrgID, Units: part.Units, Fen: part.Fen}
	}
	return put(e, reckoned{PolicyVersion: c.PolicyVersion, Lines: p.Lines, Compensations: told})
}

// penaltyKey names the posting of a step: a case is confirmed once, and may be lowered often.
func penaltyKey(c model.DiversionCase, e model.CaseEvent) string {
	if Action(e.Action) == ActConfirm {
		return fmt.Sprintf("penalty/%d", c.ID)
	}
	return fmt.Sprintf("penalty/%d/%d", c.ID, e.ID)
}

// Charge is what a transaction of the ledger did to a case's penalty.
type Charge struct {
	Case    model.CaseID
	Lowered bool // it stands for the case being reckoned again
	Back    bool // it took back what was charged before
}

// ChargeOf reads the key of a posting of this room; ok is false where it is none. Pure.
func ChargeOf(key string) (c Charge, ok bool) {
	words := strings.Split(key, "/")
	if words[0] != "penalty" || len(words) < 2 {
		return c, false
	}
	id, err := strconv.ParseInt(words[1], 10, 64)
	c.Case, c.Back = model.CaseID(id), words[len(words)-1] == "reversal"
	c.Lowered = len(words) == 4 || len(words) == 3 && !c.Back
	return c, err == nil
}

// postPenalty writes a case's penalty into the ledger, unless it is nothing.
func (s *Service) postPenalty(ctx context.Context, c *model.DiversionCase, key string, at time.Time, parts []model.CaseCompensation) error {
	if c.PenaltyFen == 0 {
		return nil
	}
	income := model.Account{Kind: model.BrandPenalty, Asset: model.CNY}
	posting := ledger.Move(key, "penalty", at,
		model.Account{Kind: model.OrgPenalty, Owner: int64(c.Origin), Asset: model.CNY}, income, int64(c.PenaltyFen))
	for _, part := range parts {
		if part.Fen > 0 {
			posting.Entries = append(posting.Entries, ledger.Entry{Account: income, Amount: -int64(part.Fen)},
				ledger.Entry{Account: model.Account{Kind: model.OrgCompensation, Owner: int64(part.OrgID), Asset: model.CNY}, Amount: int64(part.Fen)})
		}
	}
	ids, err := s.ledger.Post(ctx, posting)
	if err != nil {
		return err
	}
	c.TxnID = ids[0]
	return nil
}

// Compensations lists who was harmed in a case, and what he got of the penalty.
func (s *Service) Compensations(ctx context.Context, cases ...model.CaseID) ([]model.CaseCompensation, error) {
	return s.store.compensations(ctx, cases)
}

// Compensated is what who was harmed in a case got of its penalty when that was last reckoned,
// also where the case is reversed by now.
func (s *Service) Compensated(ctx context.Context, id model.CaseID) ([]Compensation, error) {
	e, err := s.store.lastEvent(ctx, id, ActConfirm, ActLower)
	if err != nil || e == nil {
		return nil, err
	}
	return compensationsOf(*e)
}

// Recompensated is what who was harmed in a case gets of its penalty since that was last
// reckoned, of those to whom it was another amount before a step that lowered the penalty.
func (s *Service) Recompensated(ctx context.Context, id model.CaseID, step model.CaseEventID) ([]Compensation, error) {
	events, err := s.store.events(ctx, id)
	if err != nil {
		return nil, err
	}
	var before, now []Compensation
	for _, e := range events {
		if a := Action(e.Action); a != ActConfirm && a != ActLower {
			continue
		}
		if e.ID == step {
			before = now
		}
		if now, err = compensationsOf(e); err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(now, func(part Compensation) bool { return slices.Contains(before, part) }), nil
}

// compensationsOf are those that a step fixed.
func compensationsOf(e model.CaseEvent) ([]Compensation, error) {
	if len(e.Facts) == 0 {
		return nil, nil // of before there were any
	}
	var r reckoned
	err := json.Unmarshal(e.Facts, &r)
	return r.Compensations, err
}

// HarmedUnits are the units of cases by the distributor in whose part of the channel they were
// found, also where a case is reversed by now.
func (s *Service) HarmedUnits(ctx context.Context, cases []model.CaseID) (map[model.CaseID]map[model.OrgID]int64, error) {
	events, err := s.store.reckonings(ctx, cases)
	units := map[model.CaseID]map[model.OrgID]int64{}
	for _, e := range events {
		var r reckoned
		if len(e.Facts) == 0 {
			continue
		}
		if err := json.Unmarshal(e.Facts, &r); err != nil {
			return nil, err
		}
		units[e.CaseID] = map[model.OrgID]int64{}
		for _, c := range r.Compensations {
			units[e.CaseID][c.Org] = c.Units
		}
	}
	return units, err
}

// Reckoning is how a case's penalty came about, line by line.
func Reckoning(c model.DiversionCase) (lines []PenaltyLine, err error) {
	if len(c.Reckoning) == 0 {
		return nil, nil
	}
	err = json.Unmarshal(c.Reckoning, &lines)
	return lines, err
}
