package console

import (
	"context"

	"channelrouter/api/httpx"
	"channelrouter/service/channel"
	"channelrouter/service/custody"
)

// LineHandler takes in what packing lines have packed.
type LineHandler struct {
	custody *custody.Service
	channel *channel.Service
}

// NewLineHandler makes the handler.
func NewLineHandler(c *custody.Service, ch *channel.Service) *LineHandler {
	return &LineHandler{custody: c, channel: ch}
}

// PalletInput is a pallet, or another outermost container, that a line has closed.
type PalletInput struct {
	At    httpx.Time  `json:"at,omitempty" doc:"when it was closed; now when left out"`
	Packs []PackInput `json:"packs" minItems:"1" maxItems:"2000" doc:"every container with what went into it; one of them holds all others"`
}

// PackInput is a container with what went into it.
type PackInput struct {
	Into  string   `json:"into" minLength:"1" maxLength:"512" doc:"the container's code"`
	Items []string `json:"items" minItems:"1" maxItems:"5000" doc:"codes of units or containers, on any face, in the order in which they went in"`
}

// PalletsInput is what a line's gateway sends, at once or after a time without connection.
type PalletsInput struct {
	Line string `path:"line" minLength:"1" maxLength:"40" pattern:"^[A-Za-z0-9._-]+$" doc:"the line's name"`
	Body struct {
		Org     string        `json:"org" minLength:"1" doc:"code of the organisation that packs, mostly the brand's"`
		Offline bool          `json:"offline,omitempty" doc:"buffered without a connection: kept even when it does not fit yet, and taken in any order"`
		Pallets []PalletInput `json:"pallets" minItems:"1" maxItems:"200"`
	}
}

// PalletOutcome is what became of a pallet.
type PalletOutcome struct {
	State string             `json:"state" enum:"recorded,known,pending,refused" doc:"known: recorded before; pending: kept, and waiting for a fact that is missing, or in part contradicted by an earlier one"`
	Short int                `json:"short,omitempty" doc:"containers that hold less than their packaging profile says"`
	Error *httpx.ProblemBody `json:"error,omitempty" doc:"why it was refused"`
}

// PalletOutcomes are in the order in which the pallets were sent.
type PalletOutcomes struct {
	Outcomes []PalletOutcome `json:"outcomes"`
}

// Capture records pallets, each whole or not at all. Sending them again is safe: what was
// recorded is known by its content.
func (h *LineHandler) Capture(ctx context.Context, in *PalletsInput) (*httpx.Out[PalletOutcomes], error) {
	org, err := h.channel.GetOrgByCode(ctx, in.Body.Org)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	pallets := make([]custody.CapturedCodes, len(in.Body.Pallets))
	for i, p := range in.Body.Pallets {
		pallets[i] = p.codes()
	}
	outcomes, err := h.custody.CaptureCodes(ctx, custody.Capture{Line: in.Line, Org: org.ID, Offline: in.Body.Offline}, pallets)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	out := PalletOutcomes{Outcomes: make([]PalletOutcome, len(outcomes))}
	for i, o := range outcomes {
		out.Outcomes[i] = newPalletOutcome(ctx, o)
	}
	return httpx.Answer(out), nil
}

// PairsInput is caps and the bottles that they close.
type PairsInput struct {
	Line string `path:"line" minLength:"1" maxLength:"40" pattern:"^[A-Za-z0-9._-]+$" doc:"the line's name"`
	Body struct {
		Pairs []PairInput `json:"pairs" minItems:"1" maxItems:"10000"`
	}
}

// PairInput is the two codes of one bottle.
type PairInput struct {
	Inner string `json:"inner" minLength:"1" maxLength:"512" doc:"the code under the cap, of a scatter-linked batch without outer codes"`
	Outer string `json:"outer" minLength:"1" maxLength:"512" doc:"the code on the bottle"`
}

// Pair records which caps close which bottles, each pair for itself; of those that contradict
// each other none. Sending them again is safe. From then on whoever scans the one has scanned
// the other.
func (h *LineHandler) Pair(ctx context.Context, in *PairsInput) (*httpx.Out[PalletOutcomes], error) {
	pairs := make([]custody.Pair, len(in.Body.Pairs))
	for i, p := range in.Body.Pairs {
		pairs[i] = custody.Pair{Inner: p.Inner, Outer: p.Outer}
	}
	outcomes, err := h.custody.RecordPairs(ctx, pairs)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	out := PalletOutcomes{Outcomes: make([]PalletOutcome, len(outcomes))}
	for i, o := range outcomes {
		out.Outcomes[i] = newPalletOutcome(ctx, custody.CaptureOutcome{State: o.State, Err: o.Err})
	}
	return httpx.Answer(out), nil
}
