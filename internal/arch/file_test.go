package arch

import (
	"go/ast"
	"go/token"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// Every package tells its story, in one place.
func TestPackageComments(t *testing.T) {
	documented := map[string][]string{}
	for _, s := range product(t) {
		if s.syntax.Doc != nil && s.syntax.Name.Name != "main" && !strings.HasPrefix(s.syntax.Doc.Text(), "Package "+s.syntax.Name.Name+" ") {
			t.Errorf("%s: a package comment begins with Package %s", s.path, s.syntax.Name.Name)
		}
		files := documented[s.folder]
		if s.syntax.Doc != nil {
			files = append(files, s.path)
		}
		documented[s.folder] = files
	}
	for folder, files := range documented {
		if len(files) != 1 {
			t.Errorf("%s has %d package comments: %v", folder, len(files), files)
		}
	}
}

const longest = 400 // lines

func TestFilesAreShort(t *testing.T) {
	for _, s := range sources(t) {
		if s.lines > longest {
			t.Errorf("%s has %d lines: it has more than one subject", s.path, s.lines)
		}
	}
}

var errorCode = regexp.MustCompile(`^[a-z]+(_[a-z]+)*(\.[a-z]+(_[a-z]+)*)?$`)

// Every error code is declared once, as a literal, and stands in docs/errors.md.
func TestErrorCodes(t *testing.T) {
	document, err := os.ReadFile(root + "/docs/errors.md")
	if err != nil {
		t.Fatal(err)
	}
	declared := map[string]string{}
	for _, s := range product(t) {
		ast.Inspect(s.syntax, func(n ast.Node) bool {
			code, ok := declaredCode(n)
			if !ok {
				return true
			}
			if !errorCode.MatchString(code) {
				t.Errorf("%s: the code %q is no dotted literal", s.path, code)
			}
			if first := declared[code]; first != "" {
				t.Errorf("%s declares %s, as %s does", s.path, code, first)
			}
			declared[code] = s.path
			if !strings.Contains(string(document), `id="`+code+`"`) {
				t.Errorf("%s is not in docs/errors.md: go test ./router -run TestErrorsDocument -update", code)
			}
			return true
		})
	}
	if len(declared) == 0 {
		t.Error("no code was found")
	}
}

// declaredCode is the code that a call of errs.New declares; "" when it is no literal.
func declaredCode(n ast.Node) (code string, ok bool) {
	call, isCall := n.(*ast.CallExpr)
	if !isCall || len(call.Args) < 2 {
		return "", false
	}
	method, isMethod := call.Fun.(*ast.SelectorExpr)
	if !isMethod || method.Sel.Name != "New" {
		return "", false
	}
	if receiver, isName := method.X.(*ast.Ident); !isName || receiver.Name != "errs" {
		return "", false
	}
	if literal, isLiteral := call.Args[1].(*ast.BasicLit); isLiteral && literal.Kind == token.STRING {
		code, _ = strconv.Unquote(literal.Value)
	}
	return code, true
}
