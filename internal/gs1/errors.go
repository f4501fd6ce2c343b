package gs1

import "fmt"

// Reason says what is wrong, for programs. The words never change.
type Reason string

// Reasons. The first group is about a URI or an element string as a whole, the second
// about one AI's value, the third about AIs beside each other.
const (
	BadScheme     Reason = "scheme"      // neither http nor https
	BadAuthority  Reason = "authority"   // no host, or none that can be one
	BadCharacter  Reason = "character"   // a character that a URI or URN cannot have
	BadEncoding   Reason = "encoding"    // a broken percent-encoding or escape
	NoKey         Reason = "no_key"      // no primary identification key in the path
	BadSyntax     Reason = "syntax"      // an element string or URN of no known shape
	UnknownAI     Reason = "unknown_ai"  // an AI that the standard does not have
	NoEquivalent  Reason = "no_epc"      // a link that has no EPC, or an EPC without link
	BadPrefixSize Reason = "prefix_size" // a company prefix that is not 6 to 12 digits, or longer than the key

	Empty         Reason = "empty"       // no value
	TooShort      Reason = "too_short"   // fewer characters than the AI has
	TooLong       Reason = "too_long"    // more characters than the AI has
	BadSet        Reason = "set"         // a character outside the AI's set
	BadCheckDigit Reason = "check_digit" // a wrong check digit or check pair
	BadContent    Reason = "content"     // a date that is none, an unknown country, …

	Duplicate    Reason = "duplicate"     // an AI that stands twice
	NotQualifier Reason = "not_qualifier" // in the path, but not a qualifier there, or out of order
	NotAttribute Reason = "not_attribute" // in the query, but no data attribute
	InPath       Reason = "in_path"       // in the query, but a qualifier of the key
	Missing      Reason = "missing"       // an AI without the AI that it needs
	Excluded     Reason = "excluded"      // two AIs that exclude each other
)

// Error is why something was refused.
type Error struct {
	Reason Reason
	AI     string // empty when it is about no AI
	At     int    // byte of the input where the fault is; -1 when there is no input to point to
	Text   string // for people
}

// Error is the text with the AI before it.
func (e *Error) Error() string {
	if e.AI == "" {
		return e.Text
	}
	return "AI (" + e.AI + "): " + e.Text
}

func refuse(reason Reason, ai string, at int, format string, args ...any) *Error {
	return &Error{Reason: reason, AI: ai, At: at, Text: fmt.Sprintf(format, args...)}
}
