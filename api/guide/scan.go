// Package guide serves the guide's app.
package guide

import (
	"context"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/scan"
)

// ScanHandler takes what guides scan: sold units, for the guide's reward.
type ScanHandler struct{ scans *scan.Queue }

// NewScanHandler makes the handler.
func NewScanHandler(q *scan.Queue) *ScanHandler { return &ScanHandler{scans: q} }

// Create records a scan.
func (h *ScanHandler) Create(ctx context.Context, in *httpx.ScanInput) (*httpx.Out[httpx.Scan], error) {
	return httpx.Record(ctx, h.scans, model.RoleGuide, in)
}
