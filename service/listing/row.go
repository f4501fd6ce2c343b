package listing

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"channelrouter/internal/money"
	"channelrouter/internal/table"
)

// cellsOf are a row's values in the order of columns. Pure.
func cellsOf(columns []Column, raw json.RawMessage) ([]any, error) {
	var row any
	plain := json.NewDecoder(bytes.NewReader(raw))
	plain.UseNumber()
	if err := plain.Decode(&row); err != nil {
		return nil, err
	}
	cells := make([]any, len(columns))
	for i, c := range columns {
		cells[i] = valueAt(row, c.Key)
	}
	return cells, nil
}

// valueAt is what stands in a row at a key, "org.name": a text, a number, whether, or nil. Lists
// and things are written as texts. Pure.
func valueAt(row any, key string) any {
	for step := range strings.SplitSeq(key, ".") {
		fields, _ := row.(map[string]any)
		row = fields[step]
	}
	switch v := row.(type) {
	case []any:
		texts := make([]string, len(v))
		for i, e := range v {
			texts[i] = fmt.Sprint(plainText(e))
		}
		return strings.Join(texts, ", ")
	case map[string]any:
		return plainText(v)
	}
	return row
}

func plainText(v any) any {
	switch v.(type) {
	case map[string]any, []any:
		text, _ := json.Marshal(v)
		return string(text)
	}
	return v
}

// sheetCell is a value as a workbook has it. Pure.
func sheetCell(c Column, v any) any {
	switch v := v.(type) {
	case json.Number:
		n, err := v.Int64()
		switch {
		case err != nil:
			return v.String()
		case c.Fen:
			return money.Fen(n)
		}
		return n
	case bool:
		return fmt.Sprint(v)
	}
	return v
}

// textCell is a value as a CSV file has it, which no spreadsheet takes for a formula. Pure.
func textCell(c Column, v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case json.Number:
		if n, err := v.Int64(); err == nil && c.Fen {
			return money.Fen(n).Yuan()
		}
		return v.String()
	case string:
		return table.Harmless(v)
	}
	return fmt.Sprint(v)
}
