package pay

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"testing"
)

func TestErrorsTellNothingPersonal(t *testing.T) {
	const openID = "o-MYE42l80oelYMDE34nYD456Xoy"
	if got := scrub("用户"+openID+"李雷不存在", "李雷", ""); strings.Contains(got, openID) || strings.Contains(got, "李雷") || !strings.Contains(got, "不存在") {
		t.Error(got)
	}
	download := &url.Error{Op: "Get", URL: "https://api.mch.weixin.qq.com/v3/billdownload/file?token=secret", Err: errors.New("connection refused")}
	for want, err := range map[string]error{
		"connection refused":              download,
		"no answer in time":               &url.Error{URL: download.URL, Err: context.DeadlineExceeded},
		"the caller gave up":              &url.Error{URL: download.URL, Err: context.Canceled},
		"the answer's signature":          errors.New("validate verify fail serial=[x] request-id=[y] err=z"),
		"an answer that cannot be read":   errors.New("token=secret"),
		"the answer's signature is wrong": errors.New("timestamp=[1] expires, request-id=[y]"),
	} {
		if got := plain(err); !strings.Contains(got, want) || strings.Contains(got, "secret") {
			t.Errorf("%v: %q", err, got)
		}
	}
}

// Nothing but a listed code under a status of its own kind is better than unclear.
func TestFatesAreUnclearUnlessKnown(t *testing.T) {
	for code, declared := range codes {
		for _, status := range []int{200, 302, 500, 502} {
			if got := meaning(status, code); got != ErrUnknown {
				t.Errorf("%d %s is %s", status, code, got.Code)
			}
		}
		if got := meaning(404, code); got != declared {
			t.Errorf("404 %s is %s", code, got.Code)
		}
	}
	for _, err := range []error{errors.New("x"), ErrUnknown, ErrDiffers, ErrNotCancellable, ErrNoticeForged, ErrStatementBroken, context.Canceled} {
		if FateOf(err) != FateUnclear {
			t.Errorf("%v is %d", err, FateOf(err))
		}
	}
	if FateOf(nil) != FateDone {
		t.Error("no error is not done")
	}
}
