package httpx

import (
	"time"

	"channelrouter/internal/money"
	"channelrouter/service/rebate"
)

// RebateLine is an amount that an organisation got, or that was taken back, with what it
// rests on: of a unit its scans, of a period its facts.
type RebateLine struct {
	Txn       ID            `json:"transaction_id"`
	Org       ID            `json:"org_id" doc:"whose it is"`
	Programme string        `json:"programme,omitempty" doc:"its code; none: the basic rates"`
	Version   int           `json:"programme_version"`
	Period    int32         `json:"period,omitempty" doc:"its first month, yyyymm; the basic rates have none"`
	Fen       money.Fen     `json:"fen" doc:"negative: taken back"`
	Reasons   string        `json:"reasons,omitempty" doc:"cap_reached and budget_exhausted say why it is less than the terms promise"`
	SoldAt    time.Time     `json:"sold_at" doc:"of a period: when it was posted"`
	Facts     *rebate.Facts `json:"facts,omitempty" doc:"of a period: what all that is posted by then is worked out from"`
	Item      string        `json:"item,omitempty" doc:"of a unit, as the rest"`
	SKU       string        `json:"sku,omitempty"`
	Diverted  bool          `json:"diverted"`
	Terminal  ID            `json:"terminal_id,omitempty"`
	ClaimedAt *time.Time    `json:"claimed_at,omitempty" doc:"by its consumer"`
	GuidedAt  *time.Time    `json:"guided_at,omitempty" doc:"scanned by a guide"`
	OpenedAt  *time.Time    `json:"opened_at,omitempty" doc:"its case"`
}

// NewRebateLine shows an accrual.
func NewRebateLine(l rebate.Line) RebateLine {
	out := RebateLine{
		Txn: ID(l.TxnID), Org: ID(l.OrgID), Programme: l.Programme, Version: l.ProgrammeVersion, Fen: l.Fen, Reasons: l.Reasons, Period: l.Period, SoldAt: l.SoldAt,
	}
	if l.Unit == nil {
		out.Facts = &l.Facts
		return out
	}
	out.Item, out.SKU, out.Diverted, out.Terminal = l.Item.String(), l.SKU, l.Diverted, ID(l.Terminal)
	out.ClaimedAt, out.GuidedAt, out.OpenedAt = l.Unit.ClaimedAt, l.Unit.GuidedAt, l.Unit.OpenedAt
	return out
}

// RebatePage is a page of accruals.
func RebatePage(rows []rebate.Line, limit int) Page[RebateLine] {
	return NewPage(rows, limit, func(l rebate.Line) int64 { return int64(l.TxnID) }, NewRebateLine)
}
