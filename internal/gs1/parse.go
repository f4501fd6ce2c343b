package gs1

import "strings"

// usualElements is how many elements most links have at most; those with more cost an
// allocation.
const usualElements = 6

// parser is a link that is being read.
type parser struct {
	uri     string
	link    Link
	key     *identifier
	lenient bool // values are taken as they are
}

// Parse reads a GS1 Digital Link URI and judges all that the standard lets it judge.
// Errors: *Error, with any reason.
func Parse(uri string) (Link, error) {
	p := parser{uri: uri, link: Link{Elements: make([]Element, 0, usualElements)}}
	if err := p.parse(); err != nil {
		return Link{}, err
	}
	return p.link, nil
}

// ParsePath reads the path alone: the key and its qualifiers, in the standard's order, with
// values that nobody has judged. It is for who holds the values against something better
// than the standard, and says himself what is wrong. Errors: BadCharacter, BadScheme,
// BadAuthority, NoKey, BadEncoding, NotQualifier.
func ParsePath(uri string) (Link, error) {
	uri, _, _ = strings.Cut(uri, "?")
	p := parser{uri: uri, lenient: true, link: Link{Elements: make([]Element, 0, usualElements)}}
	if err := p.parse(); err != nil {
		return Link{}, err
	}
	return p.link, nil
}

func (p *parser) parse() *Error {
	if i := uriChar.stranger(p.uri); i >= 0 {
		return refuse(BadCharacter, "", i, "a URI cannot have %q, byte %d: it must be percent-encoded", p.uri[i], i+1)
	}
	root, err := authority(p.uri)
	if err != nil {
		return err
	}
	rest, _, _ := strings.Cut(p.uri, "#")
	if root >= len(rest) || rest[root] != '/' {
		return refuse(NoKey, "", len(rest), "the URI has no path")
	}
	path, query, _ := strings.Cut(rest, "?")
	if err := p.readPath(root, strings.TrimSuffix(path, "/")); err != nil {
		return err
	}
	if err := p.readQuery(query, len(path)+1); err != nil {
		return err
	}
	if p.lenient {
		return nil
	}
	for i := range p.link.Elements {
		if err := find(p.link.Elements[i].AI).checkCompany(p.link.Elements); err != nil {
			return err
		}
	}
	return nil
}

// authority finds where the path begins: behind scheme and authority.
func authority(uri string) (root int, fault *Error) {
	scheme, rest, ok := strings.Cut(uri, "://")
	if !ok || !strings.EqualFold(scheme, "http") && !strings.EqualFold(scheme, "https") {
		return 0, refuse(BadScheme, "", 0, "a link begins with https:// or http://")
	}
	begin := len(uri) - len(rest)
	root = begin + len(rest)
	if end := strings.IndexAny(rest, "/?#"); end >= 0 {
		root = begin + end
	}
	host := uri[begin:root]
	if at := strings.LastIndexByte(host, '@'); at >= 0 {
		host = host[at+1:]
	}
	if strings.HasPrefix(host, "[") { // an IPv6 address
		end := strings.IndexByte(host, ']')
		if end < 0 || end+1 < len(host) && host[end+1] != ':' {
			return 0, refuse(BadAuthority, "", begin, "%s is no host", host)
		}
		host = host[end:]
	}
	name, port, _ := strings.Cut(host, ":")
	if port != "" && !allDigits(port) {
		return 0, refuse(BadAuthority, "", begin, "%s is no port", port)
	}
	if name == "" || strings.ContainsAny(name, "[@") {
		return 0, refuse(BadAuthority, "", begin, "the link has no host")
	}
	return root, nil
}

// readPath finds the right-most primary key, going left by pairs of AI and value, and
// reads it and what qualifies it.
func (p *parser) readPath(root int, path string) *Error {
	end := len(path)
	for end > root {
		valueAt := strings.LastIndexByte(path[root:end], '/') + root + 1
		if valueAt <= root+1 {
			break // one segment is no pair
		}
		aiAt := strings.LastIndexByte(path[root:valueAt-1], '/') + root + 1
		d := find(path[aiAt : valueAt-1])
		if d == nil {
			break
		}
		if d.key {
			p.key, p.link.Stem = d, p.uri[:aiAt-1]
			return p.readPairs(path, aiAt)
		}
		end = aiAt - 1
	}
	return refuse(NoKey, "", root, "the path has no primary key of GS1, as /01/ and a GTIN, with its value")
}

// readPairs reads the path from a key on.
func (p *parser) readPairs(path string, at int) *Error {
	for at <= len(path) {
		ai, rest, _ := strings.Cut(path[at:], "/")
		raw, _, _ := strings.Cut(rest, "/")
		valueAt := at + len(ai) + 1
		d := find(ai)
		if err := p.add(d, raw, valueAt, false); err != nil {
			return err
		}
		p.link.path++
		if p.link.path > 1 && !p.key.follows(p.link.Elements[1:]) {
			return refuse(NotQualifier, ai, at, "it does not qualify (%s) here: %s", p.key.ai, p.key.order())
		}
		at = valueAt + len(raw) + 1
	}
	return nil
}

// order tells people what may follow a key.
func (d *identifier) order() string {
	if len(d.qualifiers) == 0 {
		return "nothing does"
	}
	var sequences []string
	for _, s := range d.qualifiers {
		sequences = append(sequences, "("+strings.Join(s, ") (")+")")
	}
	return "in this order, any of " + strings.Join(sequences, ", or ")
}

// readQuery reads the parameters, which & or ; separates. One whose name is all digits is
// an AI; one without an equals sign is nobody's.
func (p *parser) readQuery(query string, at int) *Error {
	for query != "" {
		end := strings.IndexAny(query, "&;")
		if end < 0 {
			end = len(query)
		}
		if err := p.readParameter(query[:end], at); err != nil {
			return err
		}
		end = min(end+1, len(query))
		at += end
		query = query[end:]
	}
	return nil
}

func (p *parser) readParameter(parameter string, at int) *Error {
	name, raw, assigned := strings.Cut(parameter, "=")
	switch {
	case !assigned:
		return nil
	case name == "linkType":
		p.link.LinkType, _ = unescape(raw, true)
		return nil
	case name == "context":
		p.link.Context, _ = unescape(raw, true)
		return nil
	case !allDigits(name):
		return nil
	}
	d := find(name)
	if d == nil {
		return refuse(UnknownAI, name, at, "the standard has no such AI, and other parameters must not be all digits")
	}
	if has(p.link.Elements, pattern(name)) {
		return refuse(Duplicate, name, at, "it stands twice")
	}
	if p.key.sequenceWith(name, p.link.Elements[1:p.link.path]) != nil {
		return refuse(InPath, name, at, "it qualifies (%s): it belongs in the path, not in the query", p.key.ai)
	}
	if !d.attribute {
		return refuse(NotAttribute, name, at, "it is no data attribute: the query cannot have it")
	}
	return p.add(d, raw, at+len(name)+1, true)
}

// add judges a value by itself and keeps it.
func (p *parser) add(d *identifier, raw string, at int, query bool) *Error {
	value, ok := unescape(raw, query)
	if !ok {
		return refuse(BadEncoding, d.ai, at, "a percent sign must be followed by two hexadecimal digits")
	}
	if query && value != raw && strings.Contains(value, " ") {
		return refuse(BadSet, d.ai, at, "a space, or a plus sign, which is one in a query: a plus is written %%2B")
	}
	if !p.lenient {
		if err := d.check(value, at); err != nil {
			return err
		}
	}
	p.link.Elements = append(p.link.Elements, Element{AI: d.ai, Value: value})
	return nil
}
