package console

import (
	"context"
	"time"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/code"
	"channelrouter/service/insight"
	"channelrouter/service/scan"
)

// OrgScansInput says whose scans, and of when.
type OrgScansInput struct {
	httpx.PageInput
	ID   httpx.Ref  `path:"id" doc:"the organisation's id"`
	From httpx.Time `query:"from" doc:"those that happened from then on"`
	To   httpx.Time `query:"to" doc:"those that happened before then"`
}

// ScanLine is a scan as lists show it.
type ScanLine struct {
	ID       httpx.ID  `json:"id"`
	Item     string    `json:"item"`
	Product  httpx.ID  `json:"product_id,omitempty"`
	Face     string    `json:"face" doc:"which code was scanned"`
	Role     string    `json:"role" enum:"consumer,guide,terminal,salesperson,distributor,warehouse"`
	Org      httpx.ID  `json:"org_id,omitempty" doc:"for which the scanner acted; none of consumers"`
	Terminal httpx.ID  `json:"terminal_id,omitempty" doc:"where the goods surfaced, if known"`
	Outcome  string    `json:"outcome" doc:"claimed, repeat, rewarded or traced, for some"`
	Verdict  string    `json:"verdict" doc:"the latest: match, diverted, unknown or exempt"`
	Adcode   string    `json:"adcode,omitempty" doc:"of the district"`
	At       time.Time `json:"at" doc:"when it happened"`
}

func newScanLine(sc model.Scan, codes *code.Service) ScanLine {
	out := ScanLine{
		ID: httpx.ID(sc.ID), Item: sc.Item.String(), Face: sc.Face.String(), Role: channel.RoleName(sc.Role), Org: httpx.ID(sc.OrgID),
		Terminal: httpx.ID(sc.Terminal), Outcome: sc.Outcome, Verdict: scan.VerdictName(sc.Verdict), Adcode: sc.Adcode, At: sc.OccurredAt,
	}
	if batch := codes.BatchOf(sc.Item); batch != nil {
		out.Product = httpx.ID(batch.ProductID)
	}
	return out
}

// Scans pages through an organisation's scans, newest first.
func (h *InsightHandler) Scans(ctx context.Context, in *OrgScansInput) (*httpx.Out[httpx.Page[ScanLine]], error) {
	scans, err := h.insight.Scans(ctx, insight.ScanQuery{
		Org: model.OrgID(in.ID.N), From: in.From.T, To: in.To.T, After: model.ScanID(in.After.N), Limit: in.Limit,
	})
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewPage(scans, in.Limit, func(sc model.Scan) int64 { return int64(sc.ID) }, func(sc model.Scan) ScanLine {
		return newScanLine(sc, h.code)
	})), nil
}
