package linesim

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func TestMisreadChangesADigitAlwaysTheSame(t *testing.T) {
	for code, want := range map[string]string{
		"HTTPS://A/0123456789": "HTTPS://A/0123456784", "A2B": "AZB", "AB": "A0", "10": "18",
	} {
		for range 20 {
			if got := misread(code); got != want {
				t.Fatalf("misread(%q) = %q, want %q", code, got, want)
			}
		}
	}
}

// A server that lets one in and then asks for the password again is not asked without end.
func TestGatewayGivesUpWhereItsTokensAreWorthless(t *testing.T) {
	var asked atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, "/sessions") {
			asked.Add(1)
			w.WriteHeader(http.StatusUnauthorized)
		}
		_, _ = w.Write([]byte("{}"))
	}))
	defer server.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	g := Gateway{Server: server.URL, Patience: 200 * time.Millisecond, Client: server.Client()}
	_, err := g.send(ctx, []Pallet{{}}, false)
	if err == nil || !strings.Contains(err.Error(), "status 401") {
		t.Errorf("it gave up with %v", err)
	}
	if n := asked.Load(); n > 5 {
		t.Errorf("it asked %d times within %s", n, g.Patience)
	}
}
