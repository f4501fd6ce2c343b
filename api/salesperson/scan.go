// Package salesperson serves the salesperson's app.
package salesperson

import (
	"context"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/scan"
)

// ScanHandler takes what salespersons scan: goods to trace on the round.
type ScanHandler struct{ scans *scan.Queue }

// NewScanHandler makes the handler.
func NewScanHandler(q *scan.Queue) *ScanHandler { return &ScanHandler{scans: q} }

// Create records a scan.
func (h *ScanHandler) Create(ctx context.Context, in *httpx.ScanInput) (*httpx.Out[httpx.Scan], error) {
	return httpx.Record(ctx, h.scans, model.RoleSalesperson, in)
}
