package arch

import (
	"regexp"
	"strings"
	"testing"
)

// layers says what each part of the tree may import of the module, the part itself not
// counted, and what it must not import from outside. The longest folder that fits a
// package speaks for it.
var layers = []struct {
	folder string
	may    []string
	never  []string
}{
	{folder: "internal", may: nil, never: transport},
	{folder: "internal/epcis", may: []string{"internal/gs1"}, never: []string{"*", "net/http"}}, // GS1's standards, and nothing of ours
	{folder: "model", may: []string{"internal/money"}, never: thirdParty},
	{folder: "model/migration", may: []string{"internal/db"}, never: transport},
	{folder: "miniprogram", may: []string{"internal"}, never: []string{"github.com/gin-gonic", "gorm.io"}},
	{folder: "service", may: []string{"model", "internal"}, never: transport},
	{folder: "api", may: []string{"service", "model", "internal"}, never: queries},
	{folder: "api/callback", may: []string{"api/httpx", "service", "model", "internal", "miniprogram"}, never: queries},
	{folder: "router", may: []string{"api", "service", "model", "internal"}, never: []string{"gorm.io"}},
	{folder: "configs", may: []string{"model", "internal"}, never: transport},
	{folder: "web", may: nil, never: thirdParty},
	{folder: "cmd", may: []string{"router", "api", "service", "model", "miniprogram", "configs", "web", "internal"}},
	{folder: "scripts", may: nil},
}

// transport is what rooms know nothing of.
var transport = []string{"github.com/gin-gonic", "github.com/danielgtaylor/huma", "net/http"}

// queries are no handler's business, nor are transactions.
var queries = []string{"gorm.io", module + "internal/db"}

// thirdParty stands for every module but the standard library.
var thirdParty = []string{"*"}

// Imports point down: cmd, router, api, service, model, internal; and miniprogram to
// internal only.
func TestLayers(t *testing.T) {
	for _, s := range product(t) {
		layer := -1
		for i, l := range layers {
			if within(s.folder, l.folder) && (layer < 0 || len(l.folder) > len(layers[layer].folder)) {
				layer = i
			}
		}
		if layer < 0 {
			t.Errorf("%s is in no layer: give its folder one", s.path)
			continue
		}
		l := layers[layer]
		for _, folder := range s.own() {
			if !within(folder, l.folder) && !withinAny(folder, l.may) {
				t.Errorf("%s imports %s: %s may import %v", s.path, folder, l.folder, l.may)
			}
		}
		for _, path := range s.imports {
			if forbidden(path, l.never) {
				t.Errorf("%s imports %s, which %s must not know", s.path, path, l.folder)
			}
		}
	}
}

func forbidden(path string, never []string) bool {
	host, _, _ := strings.Cut(path, "/")
	outside := strings.Contains(host, ".")
	for _, n := range never {
		if within(path, n) || n == "*" && outside {
			return true
		}
	}
	return false
}

// A role of the API never imports another: what roles share stands in api/httpx.
func TestRoles(t *testing.T) {
	for _, s := range product(t) {
		if !within(s.folder, "api") {
			continue
		}
		for _, folder := range s.own() {
			if within(folder, "api") && folder != "api/httpx" && folder != s.folder {
				t.Errorf("%s imports %s", s.path, folder)
			}
		}
	}
}

var version = regexp.MustCompile(`^model/migration/v\d+$`)

// A migration is frozen: what it is made of must not change when the product does.
func TestMigrationsAreFrozen(t *testing.T) {
	seen := 0
	for _, s := range product(t) {
		if !version.MatchString(s.folder) {
			continue
		}
		seen++
		for _, path := range s.imports {
			if within(path, "channelrouter") || forbidden(path, thirdParty) {
				t.Errorf("%s imports %s", s.path, path)
			}
		}
	}
	if seen == 0 {
		t.Error("no migration was found")
	}
}

// What builds worlds for tests is for tests, and for each other.
func TestTestkit(t *testing.T) {
	forTests := map[string]bool{"service/testkit": true, "internal/dbtest": true, "internal/beside": true}
	for _, s := range product(t) {
		for _, folder := range s.own() {
			if forTests[folder] && !forTests[s.folder] {
				t.Errorf("%s imports %s", s.path, folder)
			}
		}
	}
}
