package console

import (
	"context"
	"strconv"
	"time"

	"channelrouter/api/httpx"
	"channelrouter/internal/clock"
	"channelrouter/model"
	"channelrouter/service/identity"
)

// AuditEntry is one request at the console with what came of it, or one command.
type AuditEntry struct {
	ID        httpx.ID `json:"id"`
	UserID    httpx.ID `json:"user_id" doc:"0 for the system: a command; and for a failed login of nobody who is known"`
	Action    string   `json:"action" doc:"method and route, or the command"`
	Target    string   `json:"target" doc:"the path as called, or the command's file, and the ids or versions of what was made"`
	Subject   string   `json:"subject,omitempty" doc:"what it was done to: a collection and an id" example:"batches/7301442983428096"`
	RequestID string   `json:"request_id" doc:"of a command: system: and the operating system's user that ran it"`
	Outcome   string   `json:"outcome" enum:"done,refused,invalid,conflict,failed"`
	Code      string   `json:"code,omitempty" doc:"of the error that it was answered with" example:"request.not_permitted"`
	Times     int64    `json:"times" doc:"how many such requests of this user there were in the minute from then on, all answered so; the rest tells of the first"`
	At        string   `json:"at" format:"date-time"`
}

func newAuditEntry(r model.AuditEntry) AuditEntry {
	return AuditEntry{
		ID: httpx.ID(r.ID), UserID: httpx.ID(r.UserID), Action: r.Action, Target: r.Target, Subject: r.Subject,
		RequestID: r.RequestID, Outcome: string(r.Outcome), Code: r.Code, Times: r.Times, At: r.At.Format("2006-01-02T15:04:05.000000Z07:00"),
	}
}

// AuditInput narrows the audit log.
type AuditInput struct {
	httpx.PageInput
	User    string    `query:"user" pattern:"^[0-9]{1,18}$" doc:"who asked; 0 for commands and for logins of nobody who is known"`
	Outcome string    `query:"outcome" enum:"done,refused,invalid,conflict,failed" doc:"how it ended: refused to who may not, not valid, in conflict with how things stand, or failed on our side"`
	Action  string    `query:"action" maxLength:"120" doc:"method and route, or the command" example:"PATCH /api/v1/console/users/{id}"`
	Subject string    `query:"subject" maxLength:"60" doc:"what was written to: a collection and an id" example:"users/7301442983428096"`
	From    time.Time `query:"from" doc:"from this moment on"`
	To      time.Time `query:"to" doc:"before this moment"`
	FromDay int32     `query:"from_day" minimum:"20000101" maximum:"99991231" doc:"in place of from: from this business day on, yyyymmdd"`
	ToDay   int32     `query:"to_day" minimum:"20000101" maximum:"99991231" doc:"in place of to: up to this business day, with it"`
}

func (in *AuditInput) filter() identity.AuditFilter {
	f := identity.AuditFilter{Outcome: model.AuditOutcome(in.Outcome), Action: in.Action, Subject: in.Subject, From: in.From, To: in.To}
	if in.FromDay != 0 {
		f.From = clock.StartOf(in.FromDay)
	}
	if in.ToDay != 0 {
		f.To = clock.NextDay(clock.StartOf(in.ToDay))
	}
	if n, err := strconv.ParseInt(in.User, 10, 64); err == nil {
		f.UserID = (*model.UserID)(&n)
	}
	return f
}

// Audit pages through the audit log, newest first.
func (h *UserHandler) Audit(ctx context.Context, in *AuditInput) (*httpx.Out[httpx.Page[AuditEntry]], error) {
	rows, err := h.identity.ListAudit(ctx, in.filter(), in.After.N, in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewPage(rows, in.Limit, func(r model.AuditEntry) int64 { return r.ID }, newAuditEntry)), nil
}
