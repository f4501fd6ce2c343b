package gs1

import "strings"

// ParseLoosely reads links as other people's EPCIS documents have them: what is a right
// link is read by Parse; else characters may stand raw, so that a serial number runs to the
// end whatever it has, check digits are not looked at, and a GRAI may lack the zero that
// pads it. It is for identifiers that are only carried on, never for what a scanner read.
// Errors: those of Parse, about the link as it should have been.
func ParseLoosely(uri string) (Link, error) {
	link, err := Parse(uri)
	if err == nil {
		return link, nil
	}
	root, fault := authority(uri)
	if fault != nil {
		return Link{}, err
	}
	for at := root; at >= 0 && at < len(uri); {
		ai, rest, _ := strings.Cut(uri[at+1:], "/")
		for i := range schemes {
			if s := &schemes[i]; s.ai == ai {
				if elements := s.raw(rest); elements != nil {
					return Link{Stem: uri[:at], Elements: elements, path: len(elements)}, nil
				}
			}
		}
		next := strings.IndexByte(uri[at+1:], '/')
		if next < 0 {
			break
		}
		at += next + 1
	}
	return Link{}, err
}

// raw reads a key and its serial number from the end of a path; nil when it begins with no
// such key.
func (s *scheme) raw(path string) []Element {
	length := s.length()
	switch {
	case s.zero:
		path = padded(path)
		length++
	case length == 0: // of characters: up to the qualifier, or to the end
		length = len(path)
		if i := strings.Index(path, "/"+s.serial+"/"); s.serial != "" && i >= 0 {
			length = i
		}
	}
	if length == 0 || len(path) < length || s.digits > 0 && !allDigits(path[:length]) {
		return nil
	}
	key, tail := path[:length], path[length:]
	if tail == "" {
		return []Element{{s.ai, key}}
	}
	if s.serial == inKey {
		return []Element{{s.ai, path}}
	}
	serial, ok := strings.CutPrefix(tail, "/"+s.serial+"/")
	if !ok || serial == "" || s.serial == "" {
		return nil
	}
	return []Element{{s.ai, key}, {s.serial, serial}}
}

// length is that of the key with its check digit and pieces; 0 when it has none.
func (s *scheme) length() int {
	switch {
	case s.digits == 0:
		return 0
	case s.pieces:
		return s.digits + 5
	}
	return s.digits + 1
}

// padded gives a GRAI its zero, if it has none: 14 digits, the first 0 and the last a right
// check digit, have it.
func padded(grai string) string {
	if len(grai) >= 14 && grai[0] == '0' && allDigits(grai[:14]) && faultyCheckDigit(grai[:14]) == "" {
		return grai
	}
	return "0" + grai
}
