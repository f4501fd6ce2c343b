package gs1

import "strings"

// separator ends a value whose length is not known beforehand: FNC1 in a bar code, which
// scanners send as this control character.
const separator = '\x1d'

// symbologies are what a scanner may put before an element string: AIM's identifiers of
// bar codes whose first character is FNC1.
var symbologies = []string{"]C1", "]e0", "]d2", "]Q3", "]J1"}

// ParseElements reads an element string: bracketed, as people read it under a bar code,
// (01)09520123456788(21)12345, or as scanners send it, with FNC1 (0x1D) between what has no
// length of its own. A bracket that belongs to a value has a backslash before it where
// brackets are AIs'. Errors: BadSyntax, UnknownAI, and those of values and of elements
// beside each other.
func ParseElements(text string) ([]Element, error) {
	read := readScanned
	if strings.HasPrefix(text, "(") {
		read = readBracketed
	}
	elements, fault := read(text)
	if fault != nil {
		return nil, fault
	}
	if err := CheckTogether(elements); err != nil {
		return nil, err
	}
	return elements, nil
}

func readBracketed(text string) (elements []Element, fault *Error) {
	for at := 0; at < len(text); {
		end := strings.IndexByte(text[at:], ')')
		if text[at] != '(' || end < 0 {
			return nil, refuse(BadSyntax, "", at, "an AI in brackets must stand at byte %d", at+1)
		}
		d := find(text[at+1 : at+end])
		if d == nil {
			return nil, refuse(UnknownAI, text[at+1:at+end], at, "the standard has no such AI")
		}
		at += end + 1
		value, length := bracketedValue(text[at:])
		if fault := d.check(value, at); fault != nil {
			return nil, fault
		}
		elements = append(elements, Element{AI: d.ai, Value: value})
		at += length
	}
	return elements, nil
}

// bracketedValue reads up to the next AI; length is what that took.
func bracketedValue(text string) (value string, length int) {
	var out strings.Builder
	for length < len(text) && text[length] != '(' {
		if strings.HasPrefix(text[length:], `\(`) {
			length++
		}
		out.WriteByte(text[length])
		length++
	}
	return out.String(), length
}

func readScanned(text string) (elements []Element, fault *Error) {
	at := 0
	for _, s := range symbologies {
		if strings.HasPrefix(text, s) {
			at = len(s)
		}
	}
	if at < len(text) && text[at] == separator {
		at++
	}
	if at == len(text) {
		return nil, refuse(BadSyntax, "", at, "the element string is empty")
	}
	for at < len(text) {
		d := findPrefix(text[at:])
		if d == nil {
			return nil, refuse(UnknownAI, "", at, "no AI begins at byte %d", at+1)
		}
		at += len(d.ai)
		value := d.scanned(text[at:])
		if fault := d.check(value, at); fault != nil {
			return nil, fault
		}
		elements = append(elements, Element{AI: d.ai, Value: value})
		at += len(value)
		if at < len(text) && text[at] == separator {
			at++
		}
	}
	return elements, nil
}

// findPrefix is the AI that a text begins with. No AI begins with another.
func findPrefix(text string) *identifier {
	for length := 2; length <= min(4, len(text)); length++ {
		if d := find(text[:length]); d != nil {
			return d
		}
	}
	return nil
}

// scanned is the part of a text that is the AI's value: what its length says, or all up to
// the separator.
func (d *identifier) scanned(text string) string {
	if end := strings.IndexByte(text, separator); end >= 0 {
		text = text[:end]
	}
	if _, most := d.lengths(); d.fixed && most < len(text) {
		return text[:most]
	}
	return text
}

// Bracketed writes elements for people.
func Bracketed(elements []Element) string {
	var out strings.Builder
	for _, e := range elements {
		out.WriteString("(" + e.AI + ")" + strings.ReplaceAll(e.Value, "(", `\(`))
	}
	return out.String()
}

// Scanned writes elements as scanners send them, behind a leading FNC1.
func Scanned(elements []Element) string {
	var out strings.Builder
	separate := true
	for _, e := range elements {
		if separate {
			out.WriteByte(separator)
		}
		out.WriteString(e.AI + e.Value)
		d := find(e.AI)
		separate = d == nil || !d.fixed
	}
	return out.String()
}
