package arch

import (
	"go/ast"
	"strings"
	"testing"
)

// queriesElsewhere is the files of rooms that ask the database though they are no store.
var queriesElsewhere = map[string]string{
	"service/custody/load.go":  "reads and saves the spans of three tables alike, with what the fold needs of them",
	"service/custody/trace.go": "the statement of one seek a level is made of the levels that are asked for",
}

// A query outside a store is a query that nobody finds: of a room, only store.go and
// *_store.go import GORM or ask for a handle.
func TestStores(t *testing.T) {
	needed := map[string]bool{}
	for _, s := range product(t) {
		store := strings.HasSuffix(s.path, "/store.go") || strings.HasSuffix(s.path, "_store.go")
		if !within(s.folder, "service") || s.folder == "service/testkit" || store || !asksDatabase(s) {
			continue
		}
		needed[s.path] = true
		if queriesElsewhere[s.path] == "" {
			t.Errorf("%s asks the database: move that to the room's store.go", s.path)
		}
	}
	for path := range queriesElsewhere {
		if !needed[path] {
			t.Errorf("%s is no exception any more: take its row out", path)
		}
	}
}

// asksDatabase: the file imports GORM, or calls what gives a handle.
func asksDatabase(s source) bool {
	for _, path := range s.imports {
		if within(path, "gorm.io") {
			return true
		}
	}
	asks := false
	ast.Inspect(s.syntax, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		if method, ok := call.Fun.(*ast.SelectorExpr); ok && (method.Sel.Name == "Conn" || method.Sel.Name == "QueryRow") {
			asks = true
		}
		return true
	})
	return asks
}
