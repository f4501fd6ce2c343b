package arch

import (
	"go/ast"
	"strings"
	"testing"
)

// A query outside a store is a query that nobody finds: of a room, only store.go and
// *_store.go import GORM or ask for a handle.
func TestStores(t *testing.T) {
	for _, s := range product(t) {
		store := strings.HasSuffix(s.path, "/store.go") || strings.HasSuffix(s.path, "_store.go")
		if !within(s.folder, "service") || s.folder == "service/testkit" || store || !asksDatabase(s) {
			continue
		}
		t.Errorf("%s asks the database: move that to the room's store.go", s.path)
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
