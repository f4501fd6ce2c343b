// Package consumer serves the consumer's app.
package consumer

import (
	"context"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/scan"
)

// ScanHandler takes what consumers scan.
type ScanHandler struct{ scans *scan.Queue }

// NewScanHandler makes the handler.
func NewScanHandler(q *scan.Queue) *ScanHandler { return &ScanHandler{scans: q} }

// Create records a scan: a claim under the cap, else a look at the goods.
func (h *ScanHandler) Create(ctx context.Context, in *httpx.ScanInput) (*httpx.Out[httpx.Scan], error) {
	return httpx.Record(ctx, h.scans, model.RoleConsumer, in)
}
