package httpx

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"channelrouter/model"
	"channelrouter/service/identity"
	"channelrouter/service/scan"
)

// ScanInput is a code as a mini-program reads it.
type ScanInput struct {
	Key    string `header:"Idempotency-Key" maxLength:"64" pattern:"^[!-~]+$" doc:"the same for a retry; a retry gets the first answer"`
	Device string `header:"X-Device" maxLength:"200" doc:"opaque; guesses of codes are counted by it"`
	Body   struct {
		Code   string `json:"code,omitempty" minLength:"1" maxLength:"512" doc:"the printed code, or the URL that was scanned; or q with scancode_time, or ticket" example:"https://q.x.example/9ABC…"`
		Q      string `json:"q,omitempty" minLength:"1" maxLength:"2048" doc:"the page's q when WeChat opened it by a printed URL: as it came, not decoded"`
		Opened int64  `json:"scancode_time,omitempty" minimum:"1" maximum:"9999999999" doc:"the page's scancode_time, which comes with q: Unix seconds; more than ten minutes old it is scan.stale_link"`
		Ticket string `json:"ticket,omitempty" minLength:"1" maxLength:"128" doc:"the page's code_ticket when WeChat opened it by one of its own codes"`
		Adcode string `json:"adcode,omitempty" pattern:"^[0-9]{6}$" doc:"district of the scanner, GB/T 2260; left out when refused"`
		// Position is what the scanner's telephone says.
		Position *Position `json:"position,omitempty" doc:"instead of adcode, with the scanner's consent; only the district that it is in is kept"`
		At       Time      `json:"at,omitempty" doc:"when staff scanned it, if off-line, at most 72 hours ago; consumers leave it out"`
	}
}

// Position is where a telephone is.
type Position struct {
	Lng      float64 `json:"longitude" minimum:"-180" maximum:"180" doc:"degrees in GCJ-02, as wx.getLocation tells them with type gcj02"`
	Lat      float64 `json:"latitude" minimum:"-90" maximum:"90"`
	Accuracy float64 `json:"accuracy,omitempty" minimum:"0" maximum:"10000000" doc:"metres, as wx.getLocation tells it"`
}

// Resolve wants one of a code, what WeChat gave the page, and WeChat's ticket.
func (in *ScanInput) Resolve(huma.Context) []error {
	b := in.Body
	given := 0
	for _, text := range []string{b.Code, b.Q, b.Ticket} {
		if text != "" {
			given++
		}
	}
	if given != 1 || (b.Q == "") != (b.Opened == 0) {
		return []error{&huma.ErrorDetail{Location: "body", Message: "give either code, or q and scancode_time, or ticket"}}
	}
	return nil
}

// opened is when WeChat's scan opened the page.
func (in *ScanInput) opened() time.Time {
	if in.Body.Opened == 0 {
		return time.Time{}
	}
	return time.Unix(in.Body.Opened, 0)
}

// Scan is the answer to a scan.
type Scan struct {
	ScanID  ID          `json:"scan_id"`
	Face    string      `json:"face" example:"unit_inner"`
	Route   scan.Route  `json:"route" doc:"where this scanner lands"`
	Hops    []Hop       `json:"hops,omitempty" doc:"the scanner's other roles, one tap away"`
	Outcome string      `json:"outcome" enum:"claimed,repeat,rewarded,traced"`
	Verdict string      `json:"verdict" enum:"match,diverted,unknown,exempt"`
	Reasons []string    `json:"reasons"`
	Product ID          `json:"product_id"`
	Won     *scan.Prize `json:"won,omitempty"`
	First   *scan.First `json:"first,omitempty" doc:"for a repeat: when and where it was claimed first"`
	Trace   *Trace      `json:"trace,omitempty" doc:"for staff: where the goods are and were meant to be, as far as that is their own channel"`
}

// Hop is another role's page for the same code.
type Hop = scan.Route

// Record serves a scan of a role through the queue.
func Record(ctx context.Context, q *scan.Queue, role model.Role, in *ScanInput) (*Out[Scan], error) {
	actor, _ := identity.ActorFrom(ctx)
	if role == model.RoleConsumer && !in.Body.At.T.IsZero() {
		return nil, Problem(ctx, scan.ErrBadScan.With("a consumer scans on-line: leave the time out"))
	}
	var position *scan.Position
	if p := in.Body.Position; p != nil {
		position = &scan.Position{Lng: p.Lng, Lat: p.Lat, Accuracy: p.Accuracy}
	}
	answer, err := q.Record(ctx, scan.Input{
		Person: actor.PersonID, Role: role, Text: in.Body.Code, Q: in.Body.Q, Opened: in.opened(), Ticket: in.Body.Ticket, Key: in.Key,
		Adcode: in.Body.Adcode, Position: position, At: in.Body.At.T, Device: in.Device, IP: ClientIP(ctx),
	})
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return Answer(newScan(answer)), nil
}

func newScan(a scan.Answer) Scan {
	s := Scan{
		ScanID: ID(a.ScanID), Face: a.Face, Route: a.Route, Hops: a.Hops, Outcome: a.Outcome,
		Verdict: a.Verdict, Reasons: a.Reasons, Product: ID(a.Product), Won: a.Won, First: a.First,
	}
	if a.Trace != nil {
		t := NewTrace(*a.Trace)
		s.Trace = &t
	}
	return s
}
