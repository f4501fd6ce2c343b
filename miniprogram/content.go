package miniprogram

import (
	"context"
	"net/url"
	"unicode/utf8"
)

// Verdict is what WeChat makes of a content.
type Verdict string

const (
	VerdictPass   Verdict = "pass"
	VerdictReview Verdict = "review" // a person must look at it
	VerdictRisky  Verdict = "risky"
)

// ContentScene is where a content will appear.
type ContentScene int

const (
	SceneProfile ContentScene = 1
	SceneComment ContentScene = 2
	SceneForum   ContentScene = 3
	SceneSocial  ContentScene = 4
)

// MediaType is the kind of a content that is not text.
type MediaType int

const (
	MediaAudio MediaType = 1
	MediaImage MediaType = 2
)

const (
	maxChecked   = 2500 // characters
	checkVersion = 2
)

// CheckText asks what WeChat makes of a text of 1 to 2,500 characters by the person.
// The label says why: 100 normal, 10001 advertising, 20001 politics, 20002
// pornography, 20003 abuse, 20006 crime, 20008 fraud, 20012 vulgar, 20013 copyright,
// 21000 other. Errors: ErrOpenIDRefused, ErrPersonAway, ErrCheckRefused, ErrQuota,
// and the common ones.
func (c *Client) CheckText(ctx context.Context, role, openid string, scene ContentScene, content string) (Verdict, int, error) {
	if n := utf8.RuneCountInString(content); n == 0 || n > maxChecked || !utf8.ValidString(content) {
		return "", 0, ErrCheckRefused.With("a text of %d characters", n)
	}
	type judged struct {
		Result struct {
			Suggest Verdict `json:"suggest"`
			Label   text    `json:"label"`
		} `json:"result"`
	}
	answer, err := ask(ctx, c, role, question{
		path: "/wxa/msg_sec_check",
		body: map[string]any{
			"version": checkVersion, "openid": openid, "scene": scene, "content": content,
		},
		means: riskErrors,
	}, func(a judged) string {
		switch a.Result.Suggest {
		case VerdictPass, VerdictReview, VerdictRisky:
			return ""
		}
		return "a verdict"
	})
	if err != nil {
		return "", 0, err
	}
	return answer.Result.Suggest, answer.Result.Label.number(), nil
}

// CheckMedia hands over the URL of an image or a sound by the person, of up to 10 MB
// and open to WeChat. The verdict comes by message push within half an hour, under
// the trace id. Errors: CheckText's.
func (c *Client) CheckMedia(ctx context.Context, role, openid string, scene ContentScene, mediaURL string, mediaType MediaType) (traceID string, err error) {
	target, err := url.Parse(mediaURL)
	if err != nil || target.Host == "" || target.Scheme != "https" && target.Scheme != "http" {
		return "", ErrCheckRefused.With("the media's address is no http(s) URL")
	}
	type taken struct {
		TraceID string `json:"trace_id"`
	}
	answer, err := ask(ctx, c, role, question{
		path: "/wxa/media_check_async",
		body: map[string]any{
			"version": checkVersion, "openid": openid, "scene": scene, "media_url": mediaURL, "media_type": mediaType,
		},
		means: riskErrors,
	}, func(a taken) string { return missing(a.TraceID, "a trace id") })
	return answer.TraceID, err
}
