package console

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/identity"
	"channelrouter/service/insight"
)

// heartbeat keeps the connection open, and is when the session is looked at again.
const heartbeat = 15 * time.Second

// LiveInput follows the feed.
type LiveInput struct {
	Last  string `header:"Last-Event-ID" maxLength:"40" doc:"the id of the last event that the reader has"`
	After string `query:"after" maxLength:"40" doc:"the same, for who cannot send headers"`
	token string
	to    *http.ResponseController
}

// Resolve takes hold of the session and of the connection, which live longer than a request.
func (in *LiveInput) Resolve(c huma.Context) []error {
	in.token, _ = strings.CutPrefix(c.Header("Authorization"), "Bearer ")
	if w, plain := c.BodyWriter().(http.ResponseWriter); plain {
		in.to = http.NewResponseController(w)
	}
	return nil
}

// LiveEvent is something that happened, in brief.
type LiveEvent struct {
	Kind      string    `json:"kind"` // scan, claim, case_opened, …; the event's name, too
	At        time.Time `json:"at"`
	ScanID    httpx.ID  `json:"scan_id,omitempty"`
	CaseID    httpx.ID  `json:"case_id,omitempty"`
	PayoutID  httpx.ID  `json:"payout_id,omitempty"`
	ProductID httpx.ID  `json:"product_id,omitempty"`
	Adcode    string    `json:"adcode,omitempty"`
	Org       httpx.ID  `json:"org_id,omitempty"`
	Outcome   string    `json:"outcome,omitempty"`
	Diverted  bool      `json:"diverted,omitempty"`
	Fen       int64     `json:"fen,omitempty"`
}

var liveKinds = map[model.InsightKind]string{
	model.InsightScan: "scan", model.InsightCaseOpened: "case_opened", model.InsightCaseConfirmed: "case_confirmed",
	model.InsightCaseDismissed: "case_dismissed", model.InsightCaseReversed: "case_reversed", model.InsightPayoutAsked: "payout_asked",
	model.InsightPayoutPaid: "payout_paid", model.InsightPayoutBack: "payout_returned",
}

func newLiveEvent(f model.InsightFact) LiveEvent {
	e := LiveEvent{
		Kind: liveKinds[f.Kind], At: f.At, ProductID: httpx.ID(f.ProductID), Adcode: insight.Adcode(f.Area), Org: httpx.ID(f.Own),
		Outcome: f.Outcome, Diverted: f.Verdict == model.VerdictDiverted, Fen: int64(f.Fen),
	}
	switch f.Kind {
	case model.InsightScan:
		if e.ScanID = httpx.ID(f.ID); f.Units > 0 {
			e.Kind = "claim"
		}
	case model.InsightPayoutAsked, model.InsightPayoutPaid, model.InsightPayoutBack:
		e.PayoutID = httpx.ID(f.ID)
	default:
		e.CaseID = httpx.ID(f.ID)
	}
	return e
}

// Live tells what happens, as server-sent events, until the session ends or the reader leaves.
func (h *InsightHandler) Live(ctx context.Context, in *LiveInput) (*huma.StreamResponse, error) {
	last := in.Last
	if last == "" {
		last = in.After
	}
	after, err := insight.ParsePlace(last)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	before, news, leave, err := h.insight.Follow(ctx, after)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return &huma.StreamResponse{Body: func(c huma.Context) {
		defer leave()
		c.SetHeader("Content-Type", "text/event-stream; charset=utf-8")
		c.SetHeader("Cache-Control", "no-store")
		c.SetHeader("X-Accel-Buffering", "no") // nginx else keeps it until it has a page full
		free, done := httpx.Unhurried(c.Context())
		defer done()
		s := liveStream{handler: h, token: in.token, out: c.BodyWriter(), control: in.to}
		s.run(free, before, news)
	}}, nil
}

// liveStream is a reader's stream while it is open.
type liveStream struct {
	handler *InsightHandler
	token   string
	out     io.Writer
	control *http.ResponseController
}

// run writes what is told until the reader has left, is too slow, or may not read any more.
func (s liveStream) run(ctx context.Context, before insight.Told, news <-chan insight.Told) {
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	if s.write(": channelrouter\n\n") != nil || s.tell(before) != nil {
		return
	}
	for {
		select {
		case <-ctx.Done():
			return
		case told, open := <-news:
			if !open || s.tell(told) != nil {
				return
			}
		case <-beat.C:
			if _, err := s.handler.identity.Authenticate(ctx, identity.AppConsole, s.token); err != nil {
				return
			}
			if s.write(": beat\n\n") != nil {
				return
			}
		}
	}
}

// tell writes events, each under the id by which a reader goes on.
func (s liveStream) tell(told insight.Told) error {
	var text strings.Builder
	if told.Skipped {
		text.WriteString("event: skipped\ndata: {}\n\n")
	}
	for _, f := range told.Facts {
		e := newLiveEvent(f)
		data, err := json.Marshal(e)
		if err != nil {
			return err
		}
		fmt.Fprintf(&text, "id: %s\nevent: %s\ndata: %s\n\n", insight.Place{Pass: f.Pass, ID: f.ID}, e.Kind, data)
	}
	if text.Len() == 0 {
		return nil
	}
	return s.write(text.String())
}

// write sends text to a reader who takes it in time.
func (s liveStream) write(text string) error {
	if s.control == nil {
		_, err := io.WriteString(s.out, text)
		return err
	}
	if err := s.control.SetWriteDeadline(time.Now().Add(slowReader)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	if _, err := io.WriteString(s.out, text); err != nil {
		return err
	}
	err := s.control.Flush()
	_ = s.control.SetWriteDeadline(time.Time{})
	return err
}
