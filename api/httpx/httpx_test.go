package httpx_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"channelrouter/api/httpx"
	"channelrouter/internal/errs"
)

func TestMain(m *testing.M) {
	slog.SetDefault(slog.New(slog.DiscardHandler)) // what is internal is logged
	os.Exit(m.Run())
}

func TestProblem(t *testing.T) {
	for name, c := range map[string]struct {
		err    error
		status int
		code   string
		detail string
	}{
		"a declared error":               {httpx.ErrTooLarge, 413, "request.too_large", ""},
		"an occurrence, wrapped":         {fmt.Errorf("handler: %w", httpx.ErrInvalid.With("field x")), 400, "request.invalid", "field x"},
		"a time that is over":            {fmt.Errorf("query: %w", context.DeadlineExceeded), 503, "request.timeout", ""},
		"a caller who left":              {context.Canceled, 503, "request.timeout", ""},
		"what nobody declared":           {errors.New("table scans is gone"), 500, "internal", ""},
		"a declared fault of our own":    {errLedger.With("entry 7"), 500, "internal", ""},
		"what no handler has a word for": {io.EOF, 500, "internal", ""},
	} {
		t.Run(name, func(t *testing.T) {
			body := httpx.Body(t.Context(), c.err)
			if body.Status != c.status || body.Code != c.code || body.Detail != c.detail {
				t.Errorf("%d %s %q", body.Status, body.Code, body.Detail)
			}
			if body.Type != "/docs/errors#"+body.Code || body.Title == "" || body.Hint == "" {
				t.Errorf("%+v", body)
			}
		})
	}
}

var errLedger = errs.New(errs.Internal, "test.books", "the books do not balance", "")

// The framework's own refusals have our form, and tell no value.
func TestFrameworkErrors(t *testing.T) {
	secret := &huma.ErrorDetail{Location: "body.password", Message: "expected length >= 10", Value: "secret"}
	for name, c := range map[string]struct {
		status int
		fault  error
		want   int
		code   string
	}{
		"a field":                {http.StatusUnprocessableEntity, secret, 400, "request.invalid"},
		"a content type":         {http.StatusUnsupportedMediaType, secret, 400, "request.invalid"},
		"a size":                 {http.StatusRequestEntityTooLarge, nil, 413, "request.too_large"},
		"a slow body":            {http.StatusRequestTimeout, nil, 503, "request.timeout"},
		"a body that broke off":  {http.StatusInternalServerError, io.ErrUnexpectedEOF, 400, "request.invalid"},
		"a fault of the program": {http.StatusInternalServerError, errors.New("secret"), 500, "internal"},
	} {
		t.Run(name, func(t *testing.T) {
			err := huma.NewError(c.status, "validation failed", c.fault)
			var body *httpx.ProblemBody
			if !errors.As(err, &body) || err.GetStatus() != c.want || body.Code != c.code {
				t.Fatalf("%d %v", err.GetStatus(), err)
			}
			encoded, _ := json.Marshal(body)
			if strings.Contains(string(encoded), "secret") {
				t.Errorf("%s", encoded)
			}
		})
	}
}

func TestIDs(t *testing.T) {
	for text, want := range map[string]int64{`"0"`: 0, `"9223372036854775807"`: 1<<63 - 1} {
		var id httpx.ID
		if err := json.Unmarshal([]byte(text), &id); err != nil || int64(id) != want {
			t.Errorf("%s: %d, %v", text, id, err)
		}
		if again, err := json.Marshal(id); err != nil || string(again) != text {
			t.Errorf("%s became %s, %v", text, again, err)
		}
	}
	for _, text := range []string{`""`, `"-1"`, `"1.5"`, `"0x10"`, `"9223372036854775808"`, `7`} {
		var id httpx.ID
		if json.Unmarshal([]byte(text), &id) == nil {
			t.Errorf("%s is no id, and became %d", text, id)
		}
	}
}

func TestTimes(t *testing.T) {
	for text, want := range map[string]time.Time{
		"2026-03-02T09:00:00+08:00": time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC),
		"1900-01-01T00:00:00Z":      time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC),
	} {
		var at httpx.Time
		if err := at.UnmarshalText([]byte(text)); err != nil || at.T != want {
			t.Errorf("%s: %s, %v", text, at.T, err)
		}
	}
	for _, text := range []string{"", "yesterday", "2026-03-02", "1899-12-31T23:59:59Z", "3000-01-01T00:00:00Z", "2999-12-31T23:00:00-02:00", "9999-12-31T23:59:59-23:59"} {
		var at httpx.Time
		if at.UnmarshalText([]byte(text)) == nil {
			t.Errorf("%q became %s", text, at.T)
		}
	}
}

// A full page names where the next begins; a shorter one is the last.
func TestPages(t *testing.T) {
	id := func(n int) int64 { return int64(n) }
	double := func(n int) int { return 2 * n }
	full := httpx.NewPage([]int{3, 5}, 2, id, double)
	if len(full.Items) != 2 || full.Items[1] != 10 || full.NextAfter == nil || *full.NextAfter != 5 {
		t.Errorf("%+v", full)
	}
	last, _ := json.Marshal(httpx.NewPage(nil, 2, id, double))
	if string(last) != `{"items":[]}` {
		t.Errorf("%s", last)
	}
}

// A time in an answer is a text, as the document says.
func TestTimesInAnswers(t *testing.T) {
	at := httpx.Time{T: time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)}
	text, err := json.Marshal(map[string]httpx.Time{"at": at})
	if err != nil || string(text) != `{"at":"2026-03-02T01:00:00Z"}` {
		t.Errorf("%s, %v", text, err)
	}
}
