package channel

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"channelrouter/internal/clock"
	"channelrouter/internal/table"
	"channelrouter/model"
)

// The columns of a file of organisations.
const (
	colKind = iota
	colCode
	colName
	colAdcode
	colParent
	colLine
	colTerritory
	colValidFrom
	importColumns
)

var columns = []table.Column{
	colKind: {Words: []string{"kind", "类型"}}, colCode: {Words: []string{"code", "编码"}},
	colName: {Words: []string{"name", "名称"}}, colAdcode: {Words: []string{"adcode", "区划代码"}},
	colParent: {Words: []string{"parent", "上级编码"}, Optional: true}, colLine: {Words: []string{"line", "产品线"}, Optional: true},
	colTerritory: {Words: []string{"territory", "区域"}, Optional: true}, colValidFrom: {Words: []string{"valid_from", "生效日期"}, Optional: true},
}

var kindWords = map[string]model.OrgKind{
	"品牌": model.OrgBrand, "区域公司": model.OrgRegional, "经销商": model.OrgDistributor,
	"二级批发商": model.OrgWholesaler, "批发商": model.OrgWholesaler, "终端": model.OrgTerminal,
}

// importRow is one organisation as a file describes it, and what has become of it.
type importRow struct {
	line      int
	org       NewOrg
	parent    string
	supplied  string // the product line
	territory []string
	from      time.Time

	first, next *importRow // of the same organisation: the first row, and another of further product lines

	refused error
	wrong   int // the column that refused it, from 1; 0: the row as a whole
	visited bool
	depth   int // below the uppermost supplier in the file
	status  string
}

// newImportRow reads a row by itself.
func newImportRow(line int, v [importColumns]string) *importRow {
	r := &importRow{
		line: line, org: NewOrg{Code: v[colCode], Name: v[colName], Adcode: v[colAdcode]},
		parent: v[colParent], supplied: v[colLine],
	}
	r.refused = r.read(v)
	return r
}

func (r *importRow) read(v [importColumns]string) error {
	for column, cell := range v {
		if strings.ContainsFunc(cell, unicode.IsControl) {
			r.wrong = column + 1
			return ErrBadOrg.With("control characters in %s: %q", columns[column].Words[0], cell)
		}
	}
	var err error
	if r.org.Kind, err = kindOf(v[colKind]); err != nil {
		r.wrong = colKind + 1
		return ErrBadOrg.With("%v", err)
	}
	if err := r.org.check(); err != nil {
		r.wrong = r.badField() + 1
		return err
	}
	if utf8.RuneCountInString(r.supplied) > maxLine {
		r.wrong = colLine + 1
		return ErrBadLink.With("product line %q has more than %d characters", r.supplied, maxLine)
	}
	if v[colValidFrom] != "" {
		if r.from, err = parseDay(v[colValidFrom]); err != nil {
			r.wrong = colValidFrom + 1
			return err
		}
	}
	if err := r.readTerritory(v[colTerritory]); err != nil {
		r.wrong = colTerritory + 1
		return err
	}
	return nil
}

// badField is the column for which an organisation's own fields were refused.
func (r *importRow) badField() int {
	switch {
	case r.org.Code == "" || utf8.RuneCountInString(r.org.Code) > maxCode:
		return colCode
	case r.org.Name == "" || utf8.RuneCountInString(r.org.Name) > maxName:
		return colName
	}
	return colAdcode
}

// wrongColumn is the word of the column that refused the row; "" where none did by itself.
func (r *importRow) wrongColumn() string {
	if r.wrong == 0 {
		return ""
	}
	return columns[r.wrong-1].Words[0]
}

// maxLine is what the column of a product line holds.
const maxLine = 32

func kindOf(word string) (model.OrgKind, error) {
	if kind, known := kindWords[word]; known {
		return kind, nil
	}
	return ParseKind(strings.ToLower(word))
}

func (r *importRow) readTerritory(text string) error {
	for _, part := range strings.FieldsFunc(text, func(c rune) bool { return c == ';' || c == '；' }) {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		prefix, err := territoryPrefix(part)
		if err != nil {
			return err
		}
		r.territory = append(r.territory, prefix)
	}
	if len(r.territory) > 0 && r.org.Kind != model.OrgDistributor {
		return ErrBadTerritory.With("%s is a %s", r.org.Code, KindName(r.org.Kind))
	}
	slices.Sort(r.territory)
	r.territory = slices.Compact(r.territory)
	return nil
}

// parseDay reads the day of a time as people or spreadsheets write it.
func parseDay(text string) (time.Time, error) {
	at, ok := table.ParseTime(text)
	if !ok {
		return at, ErrBadOrg.With("valid_from %q is no day YYYY-MM-DD", text)
	}
	return clock.ParseDay(clock.DayText(clock.BizDate(at)))
}
