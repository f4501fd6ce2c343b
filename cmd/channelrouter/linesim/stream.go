package linesim

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// wire is a stream to the server that is open: a line a pallet goes out, a line an answer
// comes back.
type wire struct {
	lines   *json.Encoder
	answers *json.Decoder
	cut     func()
}

// answerTime is how long a stream may be silent that owes an answer.
const answerTime = 30 * time.Second

// overWire tells of pallets over the stream, which it opens when there is none. A stream that
// fails is cut: what it owes an answer is told again over the next.
func (g *Gateway) overWire(ctx context.Context, pallets []Pallet, offline bool) (status int, outcomes []told, err error) {
	if g.wire == nil {
		if status, err := g.connect(ctx); g.wire == nil {
			return status, nil, err
		}
	}
	silence := time.AfterFunc(answerTime, g.wire.cut)
	defer silence.Stop()
	outcomes = make([]told, len(pallets))
	for _, p := range pallets {
		if err = g.wire.lines.Encode(struct {
			Pallet
			Offline bool `json:"offline"`
		}{p, offline}); err != nil {
			break
		}
	}
	for i := range outcomes {
		if err == nil {
			err = g.wire.answers.Decode(&outcomes[i])
		}
	}
	if err != nil {
		g.hangUp()
	}
	return http.StatusOK, outcomes, err
}

// connect opens a stream. Without an error there is none when the server refuses with status.
func (g *Gateway) connect(ctx context.Context) (status int, err error) {
	living, cut := context.WithCancel(ctx)
	body, send := io.Pipe()
	address := strings.TrimSuffix(g.Server, "/") + "/api/v1/console/lines/" + url.PathEscape(g.Line) + "/stream?org=" + url.QueryEscape(g.Org)
	request, err := http.NewRequestWithContext(living, http.MethodPost, address, body)
	if err != nil {
		cut()
		return 0, err
	}
	request.Header.Set("Content-Type", "application/x-ndjson")
	request.Header.Set("Authorization", "Bearer "+g.token)
	client := *g.Client
	client.Timeout = 0                  // of a whole request; this one stays open
	response, err := client.Do(request) //nolint:bodyclose // by cut
	if err != nil {
		cut()
		return 0, err
	}
	if response.StatusCode != http.StatusOK {
		_ = response.Body.Close()
		cut()
		return response.StatusCode, nil
	}
	g.wire = &wire{lines: json.NewEncoder(send), answers: json.NewDecoder(response.Body), cut: func() {
		_ = send.CloseWithError(io.ErrClosedPipe)
		cut()
		_ = response.Body.Close()
	}}
	return response.StatusCode, nil
}

// hangUp ends the stream, if there is one.
func (g *Gateway) hangUp() {
	if g.wire != nil {
		g.wire.cut()
		g.wire = nil
	}
}
