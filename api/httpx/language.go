package httpx

import (
	"context"
	"mime"
	"strconv"
	"strings"
)

// Languages that problems are told in. The texts' own, of who names neither, is English.
const (
	English = "en"
	Chinese = "zh"
)

// Language is what an Accept-Language header would have texts in: of Chinese and English what
// weighs more, then what comes first. Who names neither gets English, as programs do.
func Language(header string) string {
	language, most := English, 0.0
	for part := range strings.SplitSeq(header, ",") {
		tag, weight := part, 1.0
		if name, parameters, err := mime.ParseMediaType("x/" + strings.TrimSpace(part)); err == nil {
			tag = strings.TrimPrefix(name, "x/")
			if q, err := strconv.ParseFloat(parameters["q"], 64); err == nil {
				weight = q
			}
		}
		primary, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
		if (primary == Chinese || primary == English) && weight > most {
			language, most = primary, weight
		}
	}
	return language
}

// LanguageOf is the language that the caller of a request reads.
func LanguageOf(ctx context.Context) string {
	if language := clientOf(ctx).Language; language != "" {
		return language
	}
	return English
}
