package marketcode

import (
	"context"

	"channelrouter/service/code"
)

// Range is a run of an order's codes by ordinal, [From, To).
type Range struct {
	From int64 `json:"from"`
	To   int64 `json:"to"`
}

// Opening is what WeChat is to open on a run of codes, and for which goods.
type Opening struct {
	Application                    int64
	Range                          Range
	Activity, Brand, Product, GTIN string
	AppID, Page                    string
}

// WeChat makes codes and opens apps on them. Its errors reach operators and scanners as they
// are; those whose kind is Invalid say that asking again changes nothing.
type WeChat interface {
	// Apply orders codes, whole ten thousands. The same reference is the same order.
	Apply(ctx context.Context, count int64, reference string) (application int64, err error)
	// Ranges tells in which runs the codes can be fetched; ready is false until they can.
	Ranges(ctx context.Context, application int64) (ranges []Range, ready bool, err error)
	// Fetch returns the codes of one of those runs, in order.
	Fetch(ctx context.Context, application int64, r Range) ([]code.MarketCode, error)
	// Open makes WeChat open an app on a run of codes.
	Open(ctx context.Context, o Opening) error
	// Opens tells which page of which app opens on one code; "" when none.
	Opens(ctx context.Context, application, number int64) (appID, page string, err error)
	// Code exchanges a scan's ticket, which the person of openID brings, for the original.
	Code(ctx context.Context, openID, ticket string) (original string, err error)
	// AppID is that of a role's app, "" when it has none.
	AppID(app string) string
}
