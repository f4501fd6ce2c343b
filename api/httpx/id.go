package httpx

import (
	"fmt"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
)

// ID is an id in JSON: a string of digits, because browsers lose digits of large numbers.
type ID int64

func (i ID) String() string { return strconv.FormatInt(int64(i), 10) }

// MarshalText writes the digits.
func (i ID) MarshalText() ([]byte, error) { return []byte(i.String()), nil }

// UnmarshalText reads them.
func (i *ID) UnmarshalText(text []byte) error {
	n, err := strconv.ParseInt(string(text), 10, 64)
	if err != nil || n < 0 {
		return fmt.Errorf("%q is no id", text)
	}
	*i = ID(n)
	return nil
}

// Schema documents it.
func (ID) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Pattern: "^[0-9]{1,19}$", Examples: []any{"7301442983428096"}}
}

// Ref is an id in a path or query. It is a struct because the framework would read a
// named integer as a number, and document it as one.
type Ref struct{ N int64 }

// UnmarshalText reads the digits.
func (r *Ref) UnmarshalText(text []byte) error { return (*ID)(&r.N).UnmarshalText(text) }

// Schema documents it like an ID.
func (Ref) Schema(r huma.Registry) *huma.Schema { return ID(0).Schema(r) }

// PageInput asks for a page.
type PageInput struct {
	After Ref `query:"after" doc:"the next_after of the page before"`
	Limit int `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

// Page is a page of a list. NextAfter is empty on the last.
type Page[T any] struct {
	Items     []T `json:"items"`
	NextAfter *ID `json:"next_after,omitempty" doc:"pass as after for the next page"`
}

// NewPage maps rows to a page; id tells a row's place. Rows beyond limit belong to the last
// one's place.
func NewPage[Row, T any](rows []Row, limit int, id func(Row) int64, convert func(Row) T) Page[T] {
	page := Page[T]{Items: make([]T, len(rows))}
	for i, r := range rows {
		page.Items[i] = convert(r)
	}
	if n := len(rows); n > 0 && n >= limit {
		next := ID(id(rows[n-1]))
		page.NextAfter = &next
	}
	return page
}

// Out is an answer with a body.
type Out[T any] struct{ Body T }

// Answer wraps a body.
func Answer[T any](body T) *Out[T] { return &Out[T]{Body: body} }

// Empty is 204.
type Empty struct{}
