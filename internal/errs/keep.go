package errs

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"unicode/utf8"
)

// kept is what a row holds of an occurrence: its code and its facts, and of facts the format and
// the values by which any language tells them. It is JSON.
type kept struct {
	Code   string     `json:"c,omitempty"` // none: facts alone
	Format string     `json:"f,omitempty"`
	Values []keptFact `json:"a,omitempty"`
}

// keptFact is one value: a text or a figure, written already, an error of ours, or another's facts.
type keptFact struct {
	Text   *string `json:"s,omitempty"`
	Number *int64  `json:"i,omitempty"`
	Shown  *string `json:"t,omitempty"` // as its verb writes it
	Error  *kept   `json:"e,omitempty"`
	Facts  *kept   `json:"d,omitempty"`
}

// longestKept is how many characters are kept of a value that is a text.
const longestKept = 200

// Keep writes an error down, in at most so many bytes, so that Told reads it in any language. What
// nobody declared is kept as internal: its words are not for others. Facts that take more room are
// left out as far as they must.
func Keep(err error, most int) string {
	declared := As(err)
	if declared == nil {
		return `{"c":"internal"}`
	}
	for longest := longestKept; longest > 0; longest /= 2 {
		if text := written(keep(declared, longest)); len(text) <= most {
			return text
		}
	}
	return written(kept{Code: declared.Code})
}

func written(k kept) string {
	text, _ := json.Marshal(k) // of texts and numbers alone
	return string(text)
}

func keep(e *Error, longest int) kept {
	k := kept{Code: e.Code, Format: e.format}
	if e.format == "" {
		if e.Detail != "" {
			detail := short(e.Detail, longest)
			k.Format, k.Values = "%s", []keptFact{{Text: &detail}}
		}
		return k
	}
	verbs := verbsOf(e.format)
	for i, arg := range e.args {
		k.Values = append(k.Values, keepFact(arg, verbs[i+1], longest))
	}
	return k
}

func keepFact(arg any, verb string, longest int) keptFact {
	switch v := arg.(type) {
	case Facts:
		facts := keep(v.Of, longest)
		facts.Code = ""
		return keptFact{Facts: &facts}
	case error:
		var ours *Error
		if errors.As(v, &ours) {
			inner := keep(ours, longest)
			return keptFact{Error: &inner}
		}
	}
	if _, says := arg.(fmt.Stringer); !says || verb == "%d" {
		if v := reflect.ValueOf(arg); v.IsValid() && v.CanInt() {
			n := v.Int()
			return keptFact{Number: &n}
		}
	}
	text := short(fmt.Sprintf("%v", arg), longest)
	if _, is := arg.(string); is || verb == "%s" || verb == "%v" {
		return keptFact{Text: &text}
	}
	text = short(fmt.Sprintf(verb, arg), longest)
	return keptFact{Shown: &text}
}

// short is a text of so many characters at most, without what cannot be shown.
func short(text string, longest int) string {
	text = strings.Map(func(c rune) rune {
		if c < ' ' || c == 0x7f || c == utf8.RuneError {
			return -1
		}
		return c
	}, text)
	if runes := []rune(text); len(runes) > longest {
		return string(runes[:longest]) + "…"
	}
	return text
}

// Told reads what Keep wrote; nil where nothing was. A code that the program does not know any more
// is its own message.
func Told(text string) *Error {
	var k kept
	if text != "" && json.Unmarshal([]byte(text), &k) == nil {
		return k.told()
	}
	return nil
}

// ByCode is a declared error by its code; one whose code is its message where there is none.
func ByCode(code string) *Error {
	mu.Lock()
	defer mu.Unlock()
	if e, known := declared[code]; known {
		return e
	}
	return &Error{Code: code, Message: code}
}

func (k kept) told() *Error {
	e := ByCode(k.Code)
	if k.Format == "" {
		return e
	}
	args := make([]any, len(k.Values))
	for i, v := range k.Values {
		args[i] = v.value()
	}
	return e.With(k.Format, args...)
}

func (v keptFact) value() any {
	switch {
	case v.Number != nil:
		return *v.Number
	case v.Error != nil:
		return v.Error.told()
	case v.Facts != nil:
		return Facts{v.Facts.told()}
	case v.Shown != nil:
		return shown(*v.Shown)
	case v.Text != nil:
		return *v.Text
	}
	return ""
}

// shown is a value as its verb wrote it, whatever the verb.
type shown string

// Format makes it a fmt.Formatter.
func (s shown) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(s)) }
