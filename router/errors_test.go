package router

import (
	"encoding/csv"
	"fmt"
	"os"
	"strings"
	"testing"

	"channelrouter/api/httpx"
	"channelrouter/internal/errs"

	_ "channelrouter/miniprogram"     // declares errors, too
	_ "channelrouter/miniprogram/pay" // and these
)

// docs/errors.md says for every error that is declared its status, meaning and remedy.
func TestErrorsDocument(t *testing.T) {
	golden(t, "../docs/errors.md", errorsDocument(errs.Declared()))
}

const errorsHead = `# Errors

Every refusal is ` + "`application/problem+json`" + ` (RFC 9457). Programs decide by ` + "`code`" + `, which never
changes its meaning; ` + "`title`" + ` and ` + "`hint`" + ` are for people, ` + "`detail`" + ` has the facts of the occurrence.
These three are in Chinese for whom ` + "`Accept-Language`" + ` says so, else in English.
A running server shows this list at ` + "`/docs/errors`" + `, where every problem's ` + "`type`" + ` points.

Written by ` + "`go test ./router -run TestErrorsDocument -update`" + `.
`

// errorsDocument is a table for each room, with an anchor for each code.
func errorsDocument(declared []*errs.Error) string {
	var b strings.Builder
	b.WriteString(errorsHead)
	room := ""
	for _, e := range declared {
		if r, _, _ := strings.Cut(e.Code, "."); r != room {
			room = r
			fmt.Fprintf(&b, "\n## %s\n\n| code | HTTP | meaning | what to do |\n| --- | --- | --- | --- |\n", room)
		}
		fmt.Fprintf(&b, "| <a id=\"%[1]s\"></a>`%[1]s` | %d | %s | %s |\n", e.Code, httpx.Status(e.Kind), cell(e.Message), cell(e.Hint))
	}
	return b.String()
}

// cell is a text inside a table of Markdown.
func cell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }

// Every declared error says what it means and what to do, and has a status.
func TestErrorsAreComplete(t *testing.T) {
	for _, e := range errs.Declared() {
		if httpx.Status(e.Kind) == 0 || e.Message == "" || e.Hint == "" {
			t.Errorf("%s: status %d, %q, %q", e.Code, httpx.Status(e.Kind), e.Message, e.Hint)
		}
	}
}

// Every declared error has its title and hint in Chinese, and no text is left over.
func TestErrorsInChinese(t *testing.T) {
	file, err := os.Open("../internal/errs/chinese.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]bool{}
	for _, row := range rows[1:] {
		if texts[row[0]] || row[1] == "" || row[2] == "" {
			t.Errorf("chinese.csv: %q is told twice, or lacks a text", row[0])
		}
		texts[row[0]] = true
	}
	for _, e := range errs.Declared() {
		if !texts[e.Code] {
			t.Errorf("internal/errs/chinese.csv lacks %s: %s; %s", e.Code, e.Message, e.Hint)
		}
		delete(texts, e.Code)
	}
	for code := range texts {
		t.Errorf("internal/errs/chinese.csv: no error has the code %s", code)
	}
}
