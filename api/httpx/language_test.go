package httpx_test

import (
	"context"
	"testing"

	"channelrouter/api/httpx"
	"channelrouter/internal/errs"
)

func TestLanguage(t *testing.T) {
	for header, want := range map[string]string{
		"": "en", "*": "en", "fr": "en", "zh": "zh", "zh-CN": "zh", "ZH-Hans-CN": "zh", "en": "en", "en-GB": "en",
		"zh-CN,zh;q=0.9,en;q=0.8": "zh", "en-US,zh;q=0.9": "en", "fr, en;q=0.3, zh;q=0.7": "zh", "zh;q=0": "en", "zh;q=x": "en", ";;,=": "en",
	} {
		if got := httpx.Language(header); got != want {
			t.Errorf("%q: %s, not %s", header, got, want)
		}
	}
}

// A problem is told in its caller's language; what programs decide by is the same.
func TestProblemsInChinese(t *testing.T) {
	ctx := httpx.WithClient(context.Background(), httpx.Client{Language: httpx.Chinese})
	told := httpx.Body(ctx, httpx.ErrInternal)
	if told.Title != "系统出了点问题" || told.Code != "internal" || told.Status != 500 || told.Hint == "" {
		t.Errorf("%+v", told)
	}
	if english := httpx.Body(context.Background(), httpx.ErrInternal); english.Title != httpx.ErrInternal.Message {
		t.Errorf("%+v", english)
	}
	if facts := httpx.Body(ctx, httpx.ErrTimeout.With("line %d", 4)); facts.Detail != "第 4 行" || errs.As(httpx.ErrTimeout).Detail != "" {
		t.Errorf("%+v", facts)
	}
}
