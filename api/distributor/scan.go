// Package distributor serves the distributor's app.
package distributor

import (
	"context"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/scan"
)

// ScanHandler takes what distributors scan: goods to trace in the warehouse.
type ScanHandler struct{ scans *scan.Queue }

// NewScanHandler makes the handler.
func NewScanHandler(q *scan.Queue) *ScanHandler { return &ScanHandler{scans: q} }

// Create records a scan.
func (h *ScanHandler) Create(ctx context.Context, in *httpx.ScanInput) (*httpx.Out[httpx.Scan], error) {
	return httpx.Record(ctx, h.scans, model.RoleDistributor, in)
}
