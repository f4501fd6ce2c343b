package console

import (
	"context"
	"encoding/json"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/diversion"
	"channelrouter/service/identity"
)

// CaseEvent is a step that a case has taken.
type CaseEvent struct {
	ID     httpx.ID        `json:"id"`
	Action string          `json:"action" enum:"open,assign,inspect,strike,notify,appeal,confirm,dismiss,uphold,reverse,lower"`
	From   string          `json:"from" doc:"the status before"`
	To     string          `json:"to" doc:"and after"`
	User   httpx.ID        `json:"user_id,omitempty" doc:"who, of the console's users"`
	Person httpx.ID        `json:"person_id,omitempty" doc:"who, of the apps' people"`
	Org    httpx.ID        `json:"org_id,omitempty" doc:"for which he acted"`
	Note   string          `json:"note,omitempty"`
	Facts  json.RawMessage `json:"facts,omitempty" doc:"what the step fixed; ids that are too large for numbers are strings"`
	At     time.Time       `json:"at"`
}

func newCaseEvent(e model.CaseEvent) CaseEvent {
	return CaseEvent{
		ID: httpx.ID(e.ID), Action: e.Action, From: diversion.StatusName(e.From), To: diversion.StatusName(e.To),
		User: httpx.ID(e.UserID), Person: httpx.ID(e.PersonID), Org: httpx.ID(e.OrgID), Note: e.Note, Facts: httpx.Exact(e.Facts), At: e.At,
	}
}

// Events lists the steps that a case has taken, first to last.
func (h *CaseHandler) Events(ctx context.Context, in *IDInput) (*httpx.Out[[]CaseEvent], error) {
	rows, err := h.diversion.History(ctx, model.CaseID(in.ID.N))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	events := make([]CaseEvent, len(rows))
	for i, e := range rows {
		events[i] = newCaseEvent(e)
	}
	return httpx.Answer(events), nil
}

// Records lists what inspectors and the origin laid down, first to last.
func (h *CaseHandler) Records(ctx context.Context, in *IDInput) (*httpx.Out[[]httpx.CaseRecord], error) {
	views, err := h.files.File(ctx, model.CaseID(in.ID.N))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewCaseRecords(views)), nil
}

// StrikeInput says why a piece of evidence was a mistake.
type StrikeInput struct {
	ID   httpx.Ref `path:"id" doc:"the piece's id"`
	Body struct {
		Reason string `json:"reason" minLength:"1" maxLength:"200"`
	}
}

// Strike strikes a piece of evidence out: it stays, and counts no more.
func (h *CaseHandler) Strike(ctx context.Context, in *StrikeInput) (*httpx.Out[httpx.CasePiece], error) {
	actor, _ := identity.ActorFrom(ctx)
	piece, err := h.files.Strike(ctx, model.EvidenceID(in.ID.N), diversion.Decision{By: actor.UserID, Note: in.Body.Reason})
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewCasePiece(piece)), nil
}

// EvidencePackInput says whether photos come along.
type EvidencePackInput struct {
	httpx.CaseRef
	Photos bool `query:"photos" default:"true" doc:"false: their hashes only"`
}

// Pack streams all that is known of a case as one signed archive, which
// channelrouter evidence verify checks.
func (h *CaseHandler) Pack(ctx context.Context, in *EvidencePackInput) (*huma.StreamResponse, error) {
	pack, err := h.files.OpenPack(ctx, model.CaseID(in.ID.N), in.Photos)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Stream(httpx.Download{Name: pack.Name(), Type: "application/zip", Write: pack.Write}), nil
}
