package errs

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var sold = &Error{Kind: Conflict, Code: "campaign.over", Message: "this campaign is over", Hint: "look which campaigns there are now"}

func TestChinese(t *testing.T) {
	for _, c := range []struct {
		name   string
		of     *Error
		detail string
	}{
		{"no facts", sold, ""},
		{"values", sold.With("line %d: %v", 3, errors.New("EOF")), "第 3 行：EOF"},
		{"values in another order", sold.With("%d in %s, of %d", 7, "A1", 6), "A1 里有 7 个，最多 6 个"},
		{"words for values", sold.With("%s is a %s", "T1", "terminal"), "T1 是终端"},
		{"what somebody wrote stays", sold.With("role %q", "terminal"), `角色 "terminal"`},
		{"an error of ours", sold.With("rule %d: %v", 1, fmt.Errorf("x: %w", sold.With("campaign %d", 5))), "第 1 条规则：活动已经结束（活动 5）"},
		{"facts of another", sold.With("%s: %s", "A", Facts{sold.With("campaign %d", 5)}), "A: 活动 5"},
		{"figures alone", sold.With("[%d, %d)", 1, 2), "[1, 2)"},
	} {
		told := c.of.Chinese()
		if told.Message != "活动已经结束" || told.Hint != "请看看现在有哪些活动" || told.Detail != c.detail {
			t.Errorf("%s: %q, %q, %q", c.name, told.Message, told.Hint, told.Detail)
		}
		if c.of.Message != sold.Message || told.Code != sold.Code || told.Kind != sold.Kind {
			t.Errorf("%s: the error itself is another one", c.name)
		}
	}
	unknown := (&Error{Code: "no.such", Message: "m", Hint: "h"}).With("of %d sorts", 3).Chinese()
	if unknown.Message != "m" || unknown.Hint != "h" || unknown.Detail != "of 3 sorts" {
		t.Errorf("what has no Chinese text: %+v", unknown)
	}
}

// Each format of facts in the program has a Chinese one with the same values, and none is left over.
func TestFactsInChinese(t *testing.T) {
	used := formats(t, "../..")
	facts := maps.Clone(chinese().facts)
	for format, where := range used {
		text, known := facts[format]
		delete(facts, format)
		switch verbs := verbsOf(format); {
		case !known && words.MatchString(verb.ReplaceAllString(format, "")):
			t.Errorf("%s: facts.tsv has no Chinese for %q", where, format)
		case known && !maps.Equal(verbs, verbsOf(text)):
			t.Errorf("%s: %q has values %v, and in Chinese %v", where, format, verbs, verbsOf(text))
		}
	}
	for format := range facts {
		t.Errorf("facts.tsv: no error has the facts %q", format)
	}
}

// words are in facts that are more than figures, or names that are the same in both languages.
var words = regexp.MustCompile(`[a-z]`)

var same = map[string]bool{"appid": true, "nextPageToken %q": true, "openid": true}

// saying are the ways in which the program says facts, with the place of the format among what is
// given: an error's With, facts alone, and what is wrong with an EPCIS document.
var saying = map[string]int{"With": 0, "Said": 0, "faultf": 0, "add": 1}

// formats are those that facts are said by in the program, and where.
func formats(t *testing.T, root string) map[string]string {
	found := map[string]string{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if name := entry.Name(); entry.IsDir() && (name == "node_modules" || name != ".." && strings.HasPrefix(name, ".")) && path != root {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if format := withFormat(n); format != "" && !same[format] {
				found[format] = files.Position(n.Pos()).String()
			}
			return true
		})
		return nil
	})
	if err != nil || len(found) < 300 {
		t.Fatalf("%d formats, %v", len(found), err)
	}
	return found
}

// withFormat is the format of a call that says facts; "" of all else.
func withFormat(n ast.Node) string {
	call, is := n.(*ast.CallExpr)
	if !is {
		return ""
	}
	var name string
	switch f := call.Fun.(type) {
	case *ast.SelectorExpr:
		name = f.Sel.Name
	case *ast.Ident:
		name = f.Name
	}
	place, says := saying[name]
	if !says || len(call.Args) <= place {
		return ""
	}
	literal, is := call.Args[place].(*ast.BasicLit)
	if !is || literal.Kind != token.STRING {
		return ""
	}
	format, _ := strconv.Unquote(literal.Value)
	return format
}
