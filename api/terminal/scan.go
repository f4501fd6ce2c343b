// Package terminal serves the terminal's app.
package terminal

import (
	"context"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/scan"
)

// ScanHandler takes what terminals scan: opened cases, and goods to look up.
type ScanHandler struct{ scans *scan.Queue }

// NewScanHandler makes the handler.
func NewScanHandler(q *scan.Queue) *ScanHandler { return &ScanHandler{scans: q} }

// Create records a scan.
func (h *ScanHandler) Create(ctx context.Context, in *httpx.ScanInput) (*httpx.Out[httpx.Scan], error) {
	return httpx.Record(ctx, h.scans, model.RoleTerminal, in)
}
