package epcis

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// ContextURL is the JSON-LD context of EPCIS 2.0, which gives the standard's own names
// their meaning.
const ContextURL = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"

// standardPrefixes are those that ContextURL declares.
var standardPrefixes = map[string]string{
	"epcis": epcisBase, "cbv": cbvBase, "gs1": vocBase, "cbvmda": "urn:epcglobal:cbv:mda:",
	"rdfs": "http://www.w3.org/2000/01/rdf-schema#", "owl": "http://www.w3.org/2002/07/owl#",
	"xsd": "http://www.w3.org/2001/XMLSchema#", "dcterms": "http://purl.org/dc/terms/",
}

// Context makes a @context that names EPCIS's and declares prefixes of the user's own
// namespaces.
func Context(namespaces map[string]string) json.RawMessage {
	context := []any{ContextURL}
	for _, prefix := range slices.Sorted(maps.Keys(namespaces)) {
		context = append(context, map[string]string{prefix: namespaces[prefix]})
	}
	raw, err := json.Marshal(context)
	if err != nil {
		panic(fmt.Sprintf("epcis: strings do not marshal: %v", err)) // they always do
	}
	return raw
}

// namespaces is what a @context declares.
type namespaces struct {
	up       *namespaces // the document's, for an event's own
	prefixes map[string]string
	urls     int  // contexts that stand elsewhere
	foreign  bool // one of them is not GS1's, and may declare anything
	terms    bool // it says itself what the standard's names mean
}

// knows tells whether a prefix is declared, or may be.
func (n *namespaces) knows(prefix string) bool {
	for ; n != nil; n = n.up {
		if _, ok := n.prefixes[prefix]; ok || n.foreign {
			return true
		}
	}
	_, ok := standardPrefixes[prefix]
	return ok
}

// namespace is what a prefix stands for.
func (n *namespaces) namespace(prefix string) (uri string, ok bool) {
	for ; n != nil; n = n.up {
		if uri, ok = n.prefixes[prefix]; ok {
			return uri, true
		}
	}
	uri, ok = standardPrefixes[prefix]
	return uri, ok
}

// expand is the URI of a compact URI, and anything else as it is.
func (n *namespaces) expand(compact string) string {
	prefix, local, found := strings.Cut(compact, ":")
	if !found || strings.HasPrefix(local, "//") {
		return compact
	}
	if uri, ok := n.namespace(prefix); ok {
		return uri + local
	}
	return compact
}

// context reads a @context. What it says of a prefix wins over what up says.
func (d *decoder) context(v value, at *place, up *namespaces) *namespaces {
	n := &namespaces{up: up, prefixes: map[string]string{}}
	switch v.kind {
	case text, object:
		d.contextPart(v, at, n)
	case array:
		seen := map[string]bool{}
		for i, item := range v.items {
			if seen[string(item.raw)] {
				d.reasons.add(at.item(i), "stands twice")
			}
			seen[string(item.raw)] = true
			d.contextPart(item, at.item(i), n)
		}
	default:
		d.reasons.add(at, "is %s: a @context is a URI, an object, or an array of these", v.kind)
	}
	return n
}

func (d *decoder) contextPart(v value, at *place, n *namespaces) {
	switch v.kind {
	case text:
		n.urls++
		n.foreign = n.foreign || !gs1Context(v.text)
		if complaint := uriComplaint(v.text); complaint != nil {
			d.reasons.say(at, complaint)
		}
	case object:
		n.terms = n.terms || v.field("@vocab") != nil || v.field("@import") != nil || v.field("eventTime") != nil
		for _, f := range v.fields {
			d.term(f, at.field(f.name), n)
		}
	default:
		d.reasons.add(at, "is %s: a part of @context is a URI or an object", v.kind)
	}
}

// term reads one definition of a @context: of a prefix, or of a name.
func (d *decoder) term(f named, at *place, n *namespaces) {
	if strings.HasPrefix(f.name, "@") {
		return
	}
	definition := f.value
	if id := f.field("@id"); f.kind == object && id != nil {
		definition = *id
	}
	switch {
	case definition.kind == text && (strings.Contains(definition.text, ":") || strings.HasPrefix(definition.text, "@")):
		n.prefixes[f.name] = n.expand(definition.text)
	case definition.kind == object, definition.kind == null, definition.kind == text && n.terms:
		n.prefixes[f.name] = "" // a name, which stands for no namespace
	default:
		d.reasons.add(at, "%s stands for no namespace: that is an absolute URI", quoted(f.name))
	}
}

// gs1Context tells whether a context is GS1's for EPCIS, whose prefixes are known.
func gs1Context(uri string) bool {
	return strings.HasSuffix(uri, "/epcis-context.jsonld") && strings.Contains(uri, "gs1.")
}
