package testkit

import (
	"context"

	"channelrouter/internal/blob"
	"channelrouter/service/contact"
	"channelrouter/service/risk"
)

// blobs keeps photos in a folder that goes away with the test.
func (w *World) blobs() blob.Store {
	w.T.Helper()
	disk, err := blob.OpenDisk(w.T.TempDir())
	w.must(err)
	return disk
}

// AppID is what accounts are under; see Login.
func (weChat) AppID(app string) string { return "wx-" + app }

// RiskRank trusts everyone.
func (weChat) RiskRank(context.Context, string, string, risk.Scene, string) (int, error) {
	return 0, nil
}

// CheckText lets every text through.
func (weChat) CheckText(context.Context, string, string, string) (contact.Verdict, error) {
	return contact.Pass, nil
}

// CheckPhoto takes every photo.
func (weChat) CheckPhoto(_ context.Context, _, _, address string) (string, error) {
	return address, nil
}
