package linesim

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Gateway tells a server what a line packs.
type Gateway struct {
	Server          string // such as http://127.0.0.1:8080
	Login, Password string // of an operator
	Org, Line       string
	Patience        time.Duration // for a server that does not answer, in all
	Client          *http.Client
	Stream          bool // one request that stays open, instead of one for each telling

	token string
	wire  *wire
}

// told is what the server answers of a pallet.
type told struct {
	State string `json:"state"`
	Short int    `json:"short"`
	Error *struct {
		Code   string `json:"code"`
		Detail string `json:"detail"`
	} `json:"error"`
}

// outages are how many pallets a gateway buffers before it is connected again.
const outages = 8

// Run packs so many pallets (0: until a reel is used up) at the line's pace, or as fast as
// the server takes them, and tells the server. progress is called after every pallet.
func (g *Gateway) Run(ctx context.Context, l *Line, pallets int, paced bool, progress func(*Report)) (*Report, error) {
	defer g.hangUp()
	report := &Report{Refused: map[string]int{}}
	chance := rand.New(rand.NewPCG(l.Seed, 2))
	var buffer []Pallet
	missing := 0 // pallets until the connection is back
	begun := time.Now()
	for n := 0; pallets == 0 || n < pallets; n++ {
		p, err := l.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return report, err
		}
		report.pack(p)
		if paced {
			if err := sleep(ctx, time.Until(begun.Add(p.At.Sub(l.Begin)))); err != nil {
				return report, err
			}
		}
		if missing == 0 && p.has(Outage) {
			missing = outages
		}
		if missing > 0 {
			buffer = append(buffer, p)
			if missing--; missing > 0 {
				continue
			}
			chance.Shuffle(len(buffer), func(i, j int) { buffer[i], buffer[j] = buffer[j], buffer[i] })
		}
		if len(buffer) > 0 {
			err = g.tellAll(ctx, report, buffer, true)
			buffer = nil
		} else {
			err = g.tellAll(ctx, report, []Pallet{p}, false)
		}
		if err != nil {
			return report, err
		}
		progress(report)
	}
	return report, g.tellAll(ctx, report, buffer, true)
}

// tellAll tells of pallets, as the cameras saw them first: who packed them sees what was
// refused, reads the codes again, and sends them as they are.
func (g *Gateway) tellAll(ctx context.Context, report *Report, pallets []Pallet, offline bool) error {
	for part := range slices.Chunk(pallets, outages) {
		seen := make([]Pallet, len(part))
		for i, p := range part {
			seen[i] = p
			if p.Wrong() {
				seen[i].Packs = p.Seen
			}
		}
		first, err := g.send(ctx, seen, offline)
		if err != nil {
			return err
		}
		for i, p := range part {
			report.first(p, first[i])
			if p.Wrong() {
				again, err := g.send(ctx, []Pallet{p}, offline)
				if err != nil {
					return err
				}
				report.final(p, again[0])
			}
			if p.has(Resend) {
				known, err := g.send(ctx, []Pallet{p}, offline)
				if err != nil {
					return err
				}
				report.again(p, known[0])
			}
		}
	}
	return nil
}

// send sends pallets until they are answered.
func (g *Gateway) send(ctx context.Context, pallets []Pallet, offline bool) ([]told, error) {
	if len(pallets) == 0 {
		return nil, nil
	}
	tell := g.byRequest
	if g.Stream {
		tell = g.overWire
	}
	deadline := time.Now().Add(g.Patience)
	again := false // after logging in
	for pause := 100 * time.Millisecond; ; pause = min(2*pause, 5*time.Second) {
		status, outcomes, err := tell(ctx, pallets, offline)
		switch {
		case err == nil && status == http.StatusOK && len(outcomes) == len(pallets):
			return outcomes, nil
		case err == nil && status == http.StatusUnauthorized:
			if err := g.logIn(ctx); err != nil {
				return nil, err
			}
			if !again {
				again = true
				continue
			}
		case err == nil && status < 500:
			return nil, fmt.Errorf("the server refuses the request with status %d", status)
		}
		if time.Now().After(deadline) {
			return nil, fmt.Errorf("the server has not answered for %s: %w", g.Patience, cmp.Or(err, fmt.Errorf("status %d", status)))
		}
		if err := sleep(ctx, pause); err != nil {
			return nil, err
		}
	}
}

// byRequest tells of pallets in a request of their own.
func (g *Gateway) byRequest(ctx context.Context, pallets []Pallet, offline bool) (status int, outcomes []told, err error) {
	var answer struct {
		Outcomes []told `json:"outcomes"`
	}
	body := map[string]any{"org": g.Org, "offline": offline, "pallets": pallets}
	status, err = g.post(ctx, "/console/lines/"+url.PathEscape(g.Line)+"/pallets", body, &answer)
	return status, answer.Outcomes, err
}

func (g *Gateway) logIn(ctx context.Context) error {
	var answer struct {
		Access string `json:"access_token"`
		Title  string `json:"title"`
		Hint   string `json:"hint"`
	}
	status, err := g.post(ctx, "/console/sessions", map[string]string{"login": g.Login, "password": g.Password}, &answer)
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("logging in as %q: %s; %s", g.Login, answer.Title, answer.Hint)
	}
	g.token = answer.Access
	return err
}

func (g *Gateway) post(ctx context.Context, path string, body, answer any) (status int, err error) {
	content, err := json.Marshal(body)
	if err != nil {
		return 0, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, strings.TrimSuffix(g.Server, "/")+"/api/v1"+path, bytes.NewReader(content))
	if err != nil {
		return 0, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+g.token)
	response, err := g.Client.Do(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	return response.StatusCode, json.NewDecoder(response.Body).Decode(answer)
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(max(d, 0)):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
