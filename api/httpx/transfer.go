package httpx

import (
	"time"

	"channelrouter/model"
	"channelrouter/service/warehouse"
)

// Transfer is a request that goods of one distributor become another's.
type Transfer struct {
	ID        ID         `json:"id"`
	State     string     `json:"state" enum:"asked,approved,refused,withdrawn"`
	From      ID         `json:"from_id"`
	To        ID         `json:"to_id"`
	AskedBy   ID         `json:"asked_by_id" doc:"which of the two organisations asked"`
	AskedAt   time.Time  `json:"asked_at"`
	Reason    string     `json:"reason"`
	DecidedAt *time.Time `json:"decided_at,omitempty"`
	Note      string     `json:"note,omitempty" doc:"why it was decided so"`
}

// NewTransfer shows a transfer.
func NewTransfer(t model.GoodsTransfer) Transfer {
	return Transfer{
		ID: ID(t.ID), State: warehouse.TransferStateName(t.State), From: ID(t.FromOrg), To: ID(t.ToOrg),
		AskedBy: ID(t.AskedOrg), AskedAt: t.AskedAt, Reason: t.Reason, DecidedAt: t.DecidedAt, Note: t.Note,
	}
}

// TransferPage is a page of transfers.
func TransferPage(rows []model.GoodsTransfer, limit int) Page[Transfer] {
	return NewPage(rows, limit, func(t model.GoodsTransfer) int64 { return int64(t.ID) }, NewTransfer)
}
