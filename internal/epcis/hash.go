package epcis

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// HashID is an event's hash id by CBV 2.0, 8.9: a URI that is made of what the event
// says, however it is written, so that whoever has the event can make it and see whether
// it is the same. When an event was recorded, its id, its certificates and that it was
// taken back are not part of it.
//
// context is the document's @context, for the namespaces of extensions. An *Invalid when
// it, or an extension, is none.
//
// The standard's text leaves room, and where it does this follows what its reference
// implementation (RalphTro/epcis-event-hash-generator) publishes for ver=CBV2.0: the
// list of sensor elements has no name of its own, extensions of standard fields stand
// together behind ilmd, the type of a business transaction or party stands before it,
// and words of the GS1 Web Vocabulary are below https://ref.gs1.org/voc/.
func HashID(e Event, context json.RawMessage) (string, error) {
	said, err := PreHash(e, context)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(said))
	return "ni:///sha-256;" + hex.EncodeToString(sum[:]) + "?ver=CBV2.0", nil
}

// PreHash is the text that an event's hash id is the SHA-256 of.
func PreHash(e Event, context json.RawMessage) (string, error) {
	d := decoder{reasons: &reasons{most: mostReasons}}
	for _, c := range []json.RawMessage{context, e.Context} {
		if c == nil {
			continue
		}
		at := root("/@context")
		v, err := parseGiven(c, defaultDepth)
		if err != nil {
			d.reasons.say(at, faultOf(err))
			continue
		}
		d.names = d.context(v, at, d.names)
	}
	h := hasher{names: d.names, reasons: d.reasons}
	return h.event(&e), d.reasons.err()
}

// hasher writes values for a pre-hash string.
type hasher struct {
	names   *namespaces
	reasons *reasons // what is no extension
}

func (h *hasher) event(e *Event) string {
	text := said("eventType", e.Type) + eventShape.hash(h, e)
	if e.ILMD != nil {
		text += labelled("ilmd", h.extensions(e.ILMD.Extensions))
	}
	if e.ReadPoint != nil {
		text += labelled("readPoint", h.extensions(e.ReadPoint.Extensions))
	}
	if e.BizLocation != nil {
		text += labelled("bizLocation", h.extensions(e.BizLocation.Extensions))
	}
	sensors := make([]string, len(e.SensorElementList))
	for i := range e.SensorElementList {
		sensors[i] = h.sensorExtensions(&e.SensorElementList[i])
	}
	return text + sorted("", sensors) + h.extensions(e.Extensions)
}

func (h *hasher) sensorExtensions(e *SensorElement) string {
	pieces := h.pieces(e.Extensions)
	if e.SensorMetadata != nil {
		pieces = append(pieces, labelled("sensorMetadata", h.extensions(e.SensorMetadata.Extensions)))
	}
	for i := range e.SensorReport {
		pieces = append(pieces, labelled("sensorReport", h.extensions(e.SensorReport[i].Extensions)))
	}
	return labelled("sensorElement", sorted("", pieces))
}

func (h *hasher) extensions(list []Extension) string { return sorted("", h.pieces(list)) }

func (h *hasher) pieces(list []Extension) []string {
	fields := make([]named, 0, len(list))
	for _, e := range list {
		v, err := parseGiven(e.Value, defaultDepth)
		if err != nil {
			h.reasons.say(root("").field(e.Name), faultOf(err))
			continue
		}
		fields = append(fields, named{e.Name, v})
	}
	return h.fields(fields)
}

// fields says the fields of an object outside the standard, by the @context that stands
// among them.
func (h *hasher) fields(fields []named) (pieces []string) {
	inner := h
	if context := (value{fields: fields}).field("@context"); context != nil {
		d := decoder{reasons: &reasons{}}
		inner = &hasher{names: d.context(*context, root(""), h.names), reasons: h.reasons}
	}
	for _, f := range fields {
		if f.name != "@context" {
			pieces = append(pieces, inner.piece(f.name, f.value)...)
		}
	}
	return pieces
}

// piece says a field of an extension, an item of an array each for itself. Comments say
// nothing of what happened.
func (h *hasher) piece(name string, v value) (pieces []string) {
	if name == "rdfs:comment" || name == "comment" {
		return nil
	}
	key := h.key(name)
	switch v.kind {
	case array:
		for _, item := range v.items {
			pieces = append(pieces, h.piece(name, item)...)
		}
		return pieces
	case object:
		return []string{sorted(key, append(h.fields(v.fields), ""))}
	case null:
		return []string{key}
	case text:
		return []string{cmp.Or(said(key, h.free(v.text)), key)}
	}
	return []string{said(key, plainNumber(v.text))}
}

// key is a field's name with its namespace written out.
func (h *hasher) key(name string) string {
	prefix, local, found := strings.Cut(name, ":")
	uri, ok := h.names.namespace(prefix)
	if !found || !ok {
		return name
	}
	if strings.HasPrefix(uri, "urn:") {
		uri = strings.TrimSuffix(uri, ":") // XML's namespace has none
	}
	return "{" + uri + "}" + local
}

// free is text of an extension, of which nobody knows whether it is a number, a word, an
// identifier or prose.
func (h *hasher) free(s string) string {
	s = strings.TrimSpace(s)
	if decimalShape.MatchString(s) {
		return plainNumber(s)
	}
	if strings.ContainsAny(s, " \t\r\n") {
		return s
	}
	return Canonical(h.names.expand(modern(s)))
}

func (h *hasher) trimmed(s string) string { return strings.TrimSpace(s) }

func (h *hasher) identifier(uri string) string { return Canonical(strings.TrimSpace(uri)) }

func (h *hasher) word(v *vocabulary, word string) string {
	if word == "" {
		return ""
	}
	return v.expand(strings.TrimSpace(word), h.names)
}

func (h *hasher) disposition(word string) string { return h.word(&dispositions, word) }

// measurement leaves a user's own property as it stands, as the published hash id of the
// reference implementation's example with one does.
func (h *hasher) measurement(word string) string {
	if slices.Contains(measurementTypes.words, word) || strings.HasPrefix(word, "gs1:") {
		return h.word(&measurementTypes, word)
	}
	return strings.TrimSpace(word)
}

// said is a key with its value.
func said(key, value string) string {
	if value == "" {
		return ""
	}
	return key + "=" + value
}

// labelled is a parent with what its children say.
func labelled(label, text string) string {
	if text == "" {
		return ""
	}
	return label + text
}

// sorted is a list's name with what its items say, in the order of their bytes; nothing
// when there are none.
func sorted(label string, pieces []string) string {
	if len(pieces) == 0 {
		return ""
	}
	slices.Sort(pieces)
	return label + strings.Join(pieces, "")
}

var (
	decimalShape = regexp.MustCompile(`^[+-]?\d+(\.\d+)?$`)
	numberShape  = regexp.MustCompile(`^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$`)
)

// plainNumber writes a number without exponent and without zeros that say nothing. One
// of absurd size stays as it is.
func plainNumber(s string) string {
	m := numberShape.FindStringSubmatch(s)
	if m == nil {
		return s
	}
	const widest = 400
	exponent := 0
	if m[4] != "" {
		n, err := strconv.Atoi(m[4])
		if err != nil || n < -widest || n > widest {
			return s
		}
		exponent = n
	}
	digits, point := m[2]+m[3], len(m[2])+exponent
	if point < 0 {
		digits, point = strings.Repeat("0", -point)+digits, 0
	}
	if point > len(digits) {
		digits += strings.Repeat("0", point-len(digits))
	}
	whole := cmp.Or(strings.TrimLeft(digits[:point], "0"), "0")
	fraction := strings.TrimRight(digits[point:], "0")
	if fraction != "" {
		whole += "." + fraction
	}
	if m[1] == "-" && whole != "0" {
		return "-" + whole
	}
	return whole
}
