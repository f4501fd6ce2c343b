// Package errs is the error type every room speaks: a kind, which decides the
// HTTP status, and a dotted code that is stable forever. Rooms declare values;
// handlers never match on messages.
package errs

import (
	"errors"
	"fmt"
	"sort"
	"strings"
	"sync"
)

// Kind says what sort of trouble it is; one table in api/httpx maps it to a status.
type Kind uint8

const (
	Internal Kind = iota
	Invalid
	Unauthorized
	Forbidden
	NotFound
	Conflict
	Gone
	TooLarge
	TooMany
	Unavailable
	Changed // what was to be changed is not any more what it was
)

// Error is a declared failure. Code names it for programs, Message for people,
// Hint says what to do next. Detail carries the facts of one occurrence.
type Error struct {
	Kind    Kind
	Code    string
	Message string
	Hint    string
	Detail  string

	format string // what Detail was made by, for other languages
	args   []any
}

func (e *Error) Error() string {
	if e.Detail == "" {
		return e.Code + ": " + e.Message
	}
	return e.Code + ": " + e.Message + " (" + e.Detail + ")"
}

// Is makes errors.Is compare by code, so that an occurrence equals its declaration.
func (e *Error) Is(target error) bool {
	var other *Error
	return errors.As(target, &other) && other.Code == e.Code
}

// Sentence is the message with the facts, in the language that they are in.
func (e *Error) Sentence() string {
	switch {
	case e.Detail == "":
		return e.Message
	case strings.ContainsFunc(e.Message, func(c rune) bool { return c > 0x2e7f }): // Chinese
		return e.Message + "（" + e.Detail + "）"
	}
	return e.Message + " (" + e.Detail + ")"
}

// With returns an occurrence of e carrying the facts that fmt.Sprintf makes.
func (e *Error) With(format string, args ...any) *Error {
	occurrence := *e
	occurrence.Detail = fmt.Sprintf(format, args...)
	occurrence.format, occurrence.args = format, args
	return &occurrence
}

// Facts are an occurrence's, to be told among those of another: With("%s: %s", where, Facts{err}).
type Facts struct{ Of *Error }

// Said are facts by themselves, which have a format and values as those of With.
func Said(format string, args ...any) Facts { return Facts{(&Error{}).With(format, args...)} }

func (f Facts) String() string {
	if f.Of == nil {
		return ""
	}
	return f.Of.Detail
}

// None tells that there are no facts.
func (f Facts) None() bool { return f.Of == nil }

var (
	mu       sync.Mutex
	declared = map[string]*Error{}
)

// New declares an error. It panics on a code declared twice: a code means one thing.
func New(kind Kind, code, message, hint string) *Error {
	mu.Lock()
	defer mu.Unlock()
	if _, taken := declared[code]; taken {
		panic("errs: code declared twice: " + code)
	}
	e := &Error{Kind: kind, Code: code, Message: message, Hint: hint}
	declared[code] = e
	return e
}

// Declared lists every declared error by code; docs/errors.md is held against it.
func Declared() []*Error {
	mu.Lock()
	defer mu.Unlock()
	all := make([]*Error, 0, len(declared))
	for _, e := range declared {
		all = append(all, e)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Code < all[j].Code })
	return all
}

// As finds the declared error inside err, or nil.
func As(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return nil
}

// IsRefusal tells whether an error is about what was asked, and not about us: asking again
// would be refused again.
func IsRefusal(err error) bool {
	declared := As(err)
	return declared != nil && declared.Kind != Unavailable && declared.Kind != Internal
}
