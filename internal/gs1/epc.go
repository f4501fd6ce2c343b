package gs1

import "strings"

// EPC is an Electronic Product Code as a pure identity URN: urn:epc:id:sgtin:… for one
// thing, urn:epc:class:lgtin:… for a batch, urn:epc:idpat:sgtin:….* for all of a kind.
type EPC struct {
	Type   string   // id, class or idpat
	Scheme string   // sgtin, sscc, …
	Fields []string // nothing percent-encoded; the last ones of a pattern are *
}

const urnPrefix = "urn:epc:"

// String writes the URN as the Tag Data Standard wants it: in its fields, " % & / < > ? and
// # are percent-encoded.
func (e EPC) String() string {
	var out strings.Builder
	out.WriteString(urnPrefix + e.Type + ":" + e.Scheme)
	separator := byte(':')
	for _, field := range e.Fields {
		out.WriteByte(separator)
		escape(&out, field, urnCharacter)
		separator = '.'
	}
	return out.String()
}

// Raw writes the URN without percent-encoding, as some EPCIS systems do.
func (e EPC) Raw() string {
	return urnPrefix + e.Type + ":" + e.Scheme + ":" + strings.Join(e.Fields, ".")
}

// urnCharacter tells whether a URN has a character as it is.
func urnCharacter(c byte) bool { return !strings.ContainsRune(`"%&/<>?#`, rune(c)) }

// ParseEPC reads a URN, percent-encoded or raw, and judges all of it but the digits that a
// URN does not have. A pattern may have stars from any field on; one that stands for several
// keys has no link. Errors: BadSyntax, BadPrefixSize, NoEquivalent, and those of the values
// that the fields are part of.
func ParseEPC(urn string) (EPC, error) {
	e, fault := splitURN(urn)
	if fault != nil {
		return EPC{}, fault
	}
	s := e.scheme()
	given, fault := s.given(e)
	switch {
	case fault != nil:
	case given < s.keyFields():
		fault = s.checkGiven(e.Fields[:given])
	default:
		if _, err := e.Link(); err != nil {
			return EPC{}, err
		}
	}
	if fault != nil {
		return EPC{}, fault
	}
	return e, nil
}

func splitURN(urn string) (e EPC, fault *Error) {
	if len(urn) < len(urnPrefix) || !strings.EqualFold(urn[:len(urnPrefix)], urnPrefix) {
		return e, refuse(BadSyntax, "", 0, "an EPC begins with %s", urnPrefix)
	}
	parts := strings.SplitN(urn[len(urnPrefix):], ":", 3)
	if len(parts) < 3 {
		return e, refuse(BadSyntax, "", len(urnPrefix), "an EPC has a type, a scheme and a value, with colons between them")
	}
	e = EPC{Type: parts[0], Scheme: parts[1]}
	s := e.scheme()
	if s == nil {
		return e, e.unknown()
	}
	e.Fields = strings.SplitN(parts[2], ".", s.fields())
	for i, field := range e.Fields {
		e.Fields[i] = unescapeLoosely(field)
	}
	return e, nil
}

// unescapeLoosely undoes percent-encoding where there is one.
func unescapeLoosely(field string) string {
	if decoded, ok := unescape(field, false); ok {
		return decoded
	}
	return field
}

// Link is the EPC's link on GS1's own domain. Errors: as for ParseEPC, and NoEquivalent of a
// pattern that stands for several keys.
func (e EPC) Link() (Link, error) {
	elements, err := e.elements()
	if err != nil {
		return Link{}, err
	}
	return New(canonicalStem, elements...)
}

// Path is a link's path as EPCIS makes it of an EPC, 01/…/21/…: percent-encoded as the URN
// is, where Link encodes more. Errors: as for Link, but values are not judged.
func (e EPC) Path() (string, error) {
	elements, err := e.elements()
	if err != nil {
		return "", err
	}
	var out strings.Builder
	for i, element := range elements {
		if i > 0 {
			out.WriteByte('/')
		}
		out.WriteString(element.AI + "/")
		escape(&out, element.Value, urnCharacter)
	}
	return out.String(), nil
}

// elements are the EPC's key and what qualifies it.
func (e EPC) elements() ([]Element, error) {
	s := e.scheme()
	if s == nil {
		return nil, e.unknown()
	}
	elements, fault := s.elements(e)
	if fault != nil {
		return nil, fault
	}
	return elements, nil
}

// EPC is the link's EPC: of one thing where the link has a serial number, of a batch, or
// the pattern of all of a kind. The company prefix, which a URN sets apart and a link does
// not, has prefix digits: 6 to 12. Qualifiers and attributes that an EPC does not have are
// left out. Errors: NoEquivalent, BadPrefixSize.
func (l Link) EPC(prefix int) (EPC, error) {
	if prefix < leastEPCPrefix || prefix > mostEPCPrefix {
		return EPC{}, refuse(BadPrefixSize, "", -1, "a company prefix has %d to %d digits, not %d", leastEPCPrefix, mostEPCPrefix, prefix)
	}
	for i := range schemes {
		if s := &schemes[i]; s.ai == l.Key().AI {
			if e, ok := s.of(l, prefix); ok {
				return e, nil
			}
		}
	}
	return EPC{}, refuse(NoEquivalent, l.Key().AI, -1, "it has no EPC with a company prefix of %d digits", prefix)
}

// Raw writes key and qualifiers without percent-encoding, and a GRAI without the zero that
// pads it, as OpenEPCIS's translator does. A URI that is to be opened must not be written
// so.
func (l Link) Raw() string {
	var out strings.Builder
	out.WriteString(l.Stem)
	for _, e := range l.Elements[:l.path] {
		value := e.Value
		if e.AI == "8003" {
			value = value[1:]
		}
		out.WriteString("/" + e.AI + "/" + value)
	}
	return out.String()
}
