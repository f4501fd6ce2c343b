package httpx

import (
	"context"

	"golang.org/x/text/language"
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
