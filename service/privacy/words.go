package privacy

import (
	"context"

	"channelrouter/internal/word"
	"channelrouter/model"
)

var kinds = map[model.DataRequestKind]string{model.DataExport: "export", model.DataErasure: "erasure"}

// KindName is "export" or "erasure".
func KindName(k model.DataRequestKind) string { return kinds[k] }

// ParseKind reads what KindName writes; 0 for anything else.
func ParseKind(s string) model.DataRequestKind { return word.KeyOf(kinds, s) }

var states = map[model.DataRequestState]string{
	model.DataRecorded: "recorded", model.DataApproved: "approved", model.DataRunning: "running", model.DataDone: "done", model.DataRefused: "refused",
}

// StateName is "recorded", "approved", "running", "done" or "refused".
func StateName(s model.DataRequestState) string { return states[s] }

// ParseState reads what StateName writes; 0 for anything else.
func ParseState(s string) model.DataRequestState { return word.KeyOf(states, s) }

var sources = map[model.DataRequestSource]string{
	model.DataByApp: "app", model.DataByPhone: "phone", model.DataByLetter: "letter", model.DataByOther: "other",
}

// SourceName is "app", "phone", "letter" or "other".
func SourceName(s model.DataRequestSource) string { return sources[s] }

// ParseSource reads what SourceName writes; 0 for anything else.
func ParseSource(s string) model.DataRequestSource { return word.KeyOf(sources, s) }

// Reasons are what a request may be refused for. Other says nothing without a note.
var Reasons = []string{"identity_not_proven", "money_due", "kept_by_law", "repeated", "withdrawn", reasonOther}

const reasonOther = "other"

// hideDeciders leaves out of a copy who of the brand's people dealt with a request.
func hideDeciders(context.Context, any) (map[string]any, error) {
	return map[string]any{"user_id": nil, "decided_by": nil, "open_key": nil}, nil
}
