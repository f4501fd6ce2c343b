package miniprogram

import (
	"fmt"
	"io"
)

// Secret is a text that no printer shows: not fmt under any verb, not slog, not
// JSON. The text is behind a pointer because fmt reads unexported fields of other
// structs past every method, but does not follow pointers found there.
type Secret struct{ text *string }

// NewSecret hides text.
func NewSecret(text string) Secret { return Secret{&text} }

// Reveal returns the text, for sending it to where it belongs.
func (s Secret) Reveal() string {
	if s.text == nil {
		return ""
	}
	return *s.text
}

// hidden stands wherever a secret would.
const hidden = "[hidden]"

func (s Secret) Format(out fmt.State, _ rune) { _, _ = io.WriteString(out, hidden) }

func (s Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }
