package httpx

import (
	"context"

	"golang.org/x/text/language"

	"channelrouter/internal/errs"
)

// Languages that problems are told in. The texts' own, of who names neither, is English.
const (
	English = "en"
	Chinese = "zh"
)

// Language is what an Accept-Language header (RFC 9110) would have texts in: of Chinese and English
// what weighs more, then what comes first. Who names neither gets English, as programs do.
func Language(header string) string {
	tags, weights, err := language.ParseAcceptLanguage(header)
	if err != nil {
		return English
	}
	for i, tag := range tags {
		base, _ := tag.Base()
		if name := base.String(); weights[i] > 0 && (name == Chinese || name == English) {
			return name
		}
	}
	return English
}

// LanguageOf is the language that the caller of a request reads.
func LanguageOf(ctx context.Context) string {
	if language := clientOf(ctx).Language; language != "" {
		return language
	}
	return English
}

// InLanguageOf is an error in the words of who asks.
func InLanguageOf(ctx context.Context, e *errs.Error) *errs.Error {
	if LanguageOf(ctx) == Chinese {
		return e.Chinese()
	}
	return e
}

// Told is an error of the past: why something ended as it did.
type Told struct {
	Code   string `json:"code" doc:"stable; programs decide by it" example:"intake.rows_rejected"`
	Title  string `json:"title"`
	Detail string `json:"detail,omitempty" doc:"the facts of this occurrence"`
	Hint   string `json:"hint,omitempty" doc:"what to do next"`
}

// Tell tells an error of the past in the words of who asks; nil tells nothing.
func Tell(ctx context.Context, e *errs.Error) *Told {
	if e == nil {
		return nil
	}
	e = InLanguageOf(ctx, e)
	return &Told{Code: e.Code, Title: e.Message, Detail: e.Detail, Hint: e.Hint}
}
