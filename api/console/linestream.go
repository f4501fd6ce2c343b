package console

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"channelrouter/api/httpx"
	"channelrouter/service/custody"
)

const (
	// streamLife is how long a stream stays open; a gateway opens the next with a fresh token.
	streamLife = 10 * time.Minute
	// streamGroup is how many pallets that have arrived meanwhile are recorded together.
	streamGroup = 64
	// longestPallet bounds a line: the largest pallet's codes have room in it.
	longestPallet = 4 << 20
	// slowReader is how long an answer may wait for its reader.
	slowReader = 30 * time.Second
)

// StreamPalletsInput opens a stream of pallets: the body, one JSON object a line.
type StreamPalletsInput struct {
	Line string `path:"line" minLength:"1" maxLength:"40" pattern:"^[A-Za-z0-9._-]+$" doc:"the line's name"`
	Org  string `query:"org" required:"true" minLength:"1" maxLength:"32" doc:"code of the organisation that packs, mostly the brand's"`
	body io.Reader
	to   *http.ResponseController
}

// Resolve takes hold of the body, which is read as it arrives and is as long as it gets.
func (in *StreamPalletsInput) Resolve(c huma.Context) []error {
	in.body = c.BodyReader()
	if w, plain := c.BodyWriter().(http.ResponseWriter); plain {
		in.to = http.NewResponseController(w)
	}
	return nil
}

// StreamedPallet is a line of a stream.
type StreamedPallet struct {
	ID      string `json:"id"` // the gateway's own; it stands beside the answer
	Offline bool   `json:"offline"`
	PalletInput
}

// StreamedOutcome is the answer to a line, in the order of the lines.
type StreamedOutcome struct {
	ID string `json:"id"`
	PalletOutcome
}

// arrived is a line that was read, or why it could not be.
type arrived struct {
	pallet StreamedPallet
	fault  error
}

// Stream records pallets as they arrive and answers each once it is stored, over one request
// that stays open. What has no answer when it breaks is sent again: it is known by its content.
func (h *LineHandler) Stream(ctx context.Context, in *StreamPalletsInput) (*huma.StreamResponse, error) {
	org, err := h.channel.GetOrgByCode(ctx, in.Org)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return &huma.StreamResponse{Body: func(c huma.Context) {
		c.SetHeader("Content-Type", "application/x-ndjson")
		free, done := httpx.Unhurried(c.Context())
		defer done()
		life, end := context.WithTimeout(free, streamLife)
		defer end()
		s := palletStream{
			custody: h.custody, capture: custody.Capture{Line: in.Line, Org: org.ID}, out: json.NewEncoder(c.BodyWriter()), control: in.to,
		}
		if err := s.run(life, in.body); err != nil {
			slog.WarnContext(ctx, "line's stream broke off", "line", in.Line, "error", err)
		}
	}}, nil
}

// palletStream is a line's stream while it is open.
type palletStream struct {
	custody *custody.Service
	capture custody.Capture // of each group; without its pallets
	out     *json.Encoder
	control *http.ResponseController
}

// run answers until the body or the stream's time is over, or the caller has left.
func (s *palletStream) run(ctx context.Context, body io.Reader) error {
	lines := make(chan arrived, streamGroup)
	go readPallets(ctx, body, lines)
	if err := s.flush(); err != nil { // the head, so that the gateway knows that it may begin
		return err
	}
	for {
		group, open := next(ctx, lines)
		for len(group) > 0 {
			n := alike(group)
			if err := s.answer(ctx, group[:n]); err != nil {
				return err
			}
			group = group[n:]
		}
		if !open {
			return nil
		}
	}
}

// next waits for a line and takes along what has arrived besides.
func next(ctx context.Context, lines <-chan arrived) (group []arrived, open bool) {
	select {
	case <-ctx.Done():
		return nil, false
	case one, open := <-lines:
		if !open {
			return nil, false
		}
		group = append(group, one)
	}
	for len(group) < streamGroup {
		select {
		case one, open := <-lines:
			if !open {
				return group, false
			}
			group = append(group, one)
		default:
			return group, true
		}
	}
	return group, true
}

// alike is how many lines, from the first on, are recorded in one way.
func alike(group []arrived) int {
	n := 1
	for n < len(group) && group[0].fault == nil && group[n].fault == nil && group[n].pallet.Offline == group[0].pallet.Offline {
		n++
	}
	return n
}

// answer records lines that are alike and writes what became of each.
func (s *palletStream) answer(ctx context.Context, group []arrived) error {
	outcomes := []custody.CaptureOutcome{{State: custody.CaptureRefused, Err: group[0].fault}}
	if group[0].fault == nil {
		capture, pallets := s.capture, make([]custody.CapturedCodes, len(group))
		capture.Offline = group[0].pallet.Offline
		for i, one := range group {
			pallets[i] = one.pallet.codes()
		}
		var err error
		if outcomes, err = s.custody.CaptureCodes(ctx, capture, pallets); err != nil {
			return errors.Join(err, s.out.Encode(StreamedOutcome{PalletOutcome: PalletOutcome{State: "failed", Error: httpx.Body(ctx, err)}}), s.flush())
		}
	}
	for i, o := range outcomes {
		if err := s.out.Encode(StreamedOutcome{ID: group[i].pallet.ID, PalletOutcome: newPalletOutcome(ctx, o)}); err != nil {
			return err
		}
	}
	return s.flush()
}

// flush sends what is written to a reader who takes it in time.
func (s *palletStream) flush() error {
	if s.control == nil {
		return nil
	}
	if err := s.control.SetWriteDeadline(time.Now().Add(slowReader)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	err := s.control.Flush()
	_ = s.control.SetWriteDeadline(time.Time{}) // the connection's next request has its own
	return err
}

// readPallets reads lines until the body or ctx ends. A line that is no pallet is a fault of
// its own; one that is too long ends the stream, for where the next begins is not known.
func readPallets(ctx context.Context, body io.Reader, lines chan<- arrived) {
	defer close(lines)
	scanner := bufio.NewScanner(body)
	scanner.Buffer(nil, longestPallet)
	put := func(one arrived) bool {
		select {
		case lines <- one:
			return true
		case <-ctx.Done():
			return false
		}
	}
	for scanner.Scan() {
		if len(scanner.Bytes()) == 0 { // keeps the connection alive
			continue
		}
		var one arrived
		if err := json.Unmarshal(scanner.Bytes(), &one.pallet); err != nil {
			one.fault = httpx.ErrInvalid.With("%v", err)
		}
		if !put(one) {
			return
		}
	}
	if errors.Is(scanner.Err(), bufio.ErrTooLong) {
		put(arrived{fault: httpx.ErrTooLarge.With("a line has more than %d bytes", longestPallet)})
	}
}

// codes is a pallet as custody takes it.
func (p PalletInput) codes() custody.CapturedCodes {
	captured := custody.CapturedCodes{At: p.At.T}
	for _, pack := range p.Packs {
		captured.Packs = append(captured.Packs, custody.PackedCodes{Into: pack.Into, Items: pack.Items})
	}
	return captured
}

func newPalletOutcome(ctx context.Context, o custody.CaptureOutcome) PalletOutcome {
	out := PalletOutcome{State: string(o.State), Short: o.Short}
	if o.Err != nil {
		out.Error = httpx.Body(ctx, o.Err)
	}
	return out
}
