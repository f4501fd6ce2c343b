package router

import (
	"bytes"
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"

	"channelrouter/service/scan"
	"channelrouter/service/testkit"
)

// go test ./router -update writes testdata/routes.txt, docs/errors.md and docs/openapi.json anew.
var update = flag.Bool("update", false, "write golden files anew")

// The whole surface is what testdata/routes.txt says: method, path, who may.
func TestRoutes(t *testing.T) {
	w := testkit.New(t, testkit.SQLite)
	queue := scan.NewQueue(w.Rooms.Scan, 0)
	engine, err := newEngine(w.Rooms, queue, Options{RequestTimeout: time.Second, Metrics: prometheus.NewRegistry()})
	if err != nil {
		t.Fatal(err)
	}
	guards := map[string]string{}
	for _, r := range Table(w.Rooms, queue) {
		guards[r.Method+" /api/v1"+strings.NewReplacer("{", ":", "}", "").Replace(r.Path)] = r.Guard.String()
	}
	routes := engine.Routes()
	slices.SortFunc(routes, func(a, b gin.RouteInfo) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Method, b.Method))
	})
	var surface strings.Builder
	for _, r := range routes {
		key := r.Method + " " + r.Path
		guard, inTable := guards[key]
		if !inTable {
			guard = "public"
		}
		if !inTable && strings.HasPrefix(r.Path, "/api/") {
			t.Errorf("%s is served and not in the table", key)
		}
		delete(guards, key)
		fmt.Fprintf(&surface, "%-6s %-50s %s\n", r.Method, r.Path, guard)
	}
	for key := range guards {
		t.Errorf("%s is in the table and not served", key)
	}
	golden(t, "testdata/routes.txt", surface.String())
}

// docs/openapi.json is the document from which front ends generate their types.
func TestOpenAPIFile(t *testing.T) {
	w := testkit.New(t, testkit.SQLite)
	pages, err := New(w.Rooms, scan.NewQueue(w.Rooms.Scan, 0), Options{Version: "dev", RequestTimeout: time.Second, Metrics: prometheus.NewRegistry()})
	if err != nil {
		t.Fatal(err)
	}
	answer := httptest.NewRecorder()
	pages.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/openapi.json", nil))
	var indented bytes.Buffer
	if err := json.Indent(&indented, answer.Body.Bytes(), "", " "); err != nil {
		t.Fatal(err)
	}
	golden(t, "../docs/openapi.json", indented.String()+"\n")
}

// golden holds a text against a file, or writes it.
func golden(t *testing.T, path, text string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) == text {
		return
	}
	was, is := strings.Split(string(want), "\n"), strings.Split(text, "\n")
	for _, line := range is {
		if !slices.Contains(was, line) {
			t.Errorf("new: %s", line)
		}
	}
	for _, line := range was {
		if !slices.Contains(is, line) {
			t.Errorf("gone: %s", line)
		}
	}
	t.Errorf("%s is out of date; if the change is meant: go test ./router -update", path)
}
