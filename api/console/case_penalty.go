package console

import (
	"context"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/diversion"
)

// CasePenalty is what confirming a case would cost its distributor now.
type CasePenalty struct {
	Units           int64                   `json:"units" doc:"that would be frozen"`
	Elsewhere       int64                   `json:"units_elsewhere,omitempty" doc:"that another case has, and this one leaves out"`
	WarnedUnits     int64                   `json:"warned_units,omitempty" doc:"of the units, those that grace lets off"`
	RateFen         int64                   `json:"rate_fen" doc:"for a unit"`
	PenaltyFen      int64                   `json:"penalty_fen"`
	CompensationFen int64                   `json:"compensation_fen,omitempty" doc:"of the penalty, what would go to the distributors in whose part the goods were found"`
	Nth             int                     `json:"nth" doc:"of the distributor's confirmed cases that it would be"`
	PolicyVersion   int                     `json:"policy_version" doc:"of the diversion policy in force; 0: the defaults that are built in"`
	Reckoning       []diversion.PenaltyLine `json:"reckoning" doc:"the penalty, line by line"`
	Compensations   []Compensation          `json:"compensations,omitempty"`
	Refused         string                  `json:"refused,omitempty" doc:"the code of the error with which confirming it would be refused now" example:"diversion.appeal_open"`
}

// Penalty reckons what confirming a case would cost, and changes nothing.
func (h *CaseHandler) Penalty(ctx context.Context, in *httpx.CaseRef) (*httpx.Out[CasePenalty], error) {
	p, err := h.diversion.PreviewPenalty(ctx, model.CaseID(in.ID.N))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	out := CasePenalty{
		Units: p.Units, Elsewhere: p.Elsewhere, WarnedUnits: p.WarnedUnits, RateFen: int64(p.RateFen), PenaltyFen: int64(p.PenaltyFen),
		CompensationFen: int64(p.CompensationFen), Nth: p.Nth, PolicyVersion: p.PolicyVersion, Reckoning: p.Lines,
	}
	if p.Refused != nil {
		out.Refused = p.Refused.Code
	}
	for _, c := range p.Compensations {
		out.Compensations = append(out.Compensations, Compensation{Org: httpx.ID(c.Org), Units: c.Units, Fen: int64(c.Fen)})
	}
	return httpx.Answer(out), nil
}
