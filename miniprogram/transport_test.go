package miniprogram

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/silenceper/wechat/v2/util"

	"channelrouter/internal/kv"
)

func TestACallOutsideAClientGoesNowhere(t *testing.T) {
	install()
	if _, err := util.HTTPGet("http://127.0.0.1:1/"); !errors.Is(err, errNoDestination) {
		t.Errorf("GET: %v", err)
	}
	if _, err := util.PostJSON("http://127.0.0.1:1/", map[string]string{}); !errors.Is(err, errNoDestination) {
		t.Errorf("POST: %v", err)
	}
}

func TestADestinationTakesThePlaceOfTheHost(t *testing.T) {
	install()
	var got *http.Request
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = r }))
	defer server.Close()
	to, err := parseDestination(server.URL + "/wechat/")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := util.HTTPGetContext(to.into(context.Background()), "https://api.weixin.qq.com/sns/x?a=1&b=%2B"); err != nil {
		t.Fatal(err)
	}
	if got.URL.String() != "/wechat/sns/x?a=1&b=%2B" || "http://"+got.Host != server.URL {
		t.Errorf("%s was asked for %s", got.Host, got.URL)
	}
}

func TestBaseURLs(t *testing.T) {
	registry, err := NewRegistry()
	if err != nil {
		t.Fatal(err)
	}
	for base, good := range map[string]bool{
		"": true, "http://127.0.0.1:1": true, "https://wechat.example/fake": true,
		"127.0.0.1:1": false, "/fake": false, "ftp://host": false, "http://": false, "http://a b": false,
	} {
		if _, err := NewClient(registry, kv.NewMemory(nil), Options{BaseURL: base}); (err == nil) != good {
			t.Errorf("%q: %v", base, err)
		}
	}
}

func TestScrub(t *testing.T) {
	for text, want := range map[string]string{
		`Get "https://h/x?appid=wx1&secret=S3&js_code=J0&grant_type=g": EOF`: `Get "https://h/x?appid=wx1&secret=[hidden]&js_code=[hidden]&grant_type=g": EOF`,
		`http get error : uri=https://h/x?access_token=T0 , statusCode=502`:  `http get error : uri=https://h/x?access_token=[hidden] , statusCode=502`,
		`component_access_token=T0&openid=O0`:                                `component_access_token=[hidden]&openid=[hidden]`,
		`body {"appid":"wx1","secret": "S3","session_key":"K0="}`:            `body {"appid":"wx1","secret": "[hidden]","session_key":"[hidden]"}`,
		`quoted "{\"secret\":\"S3\"}"`:                                       `quoted "{\"secret\":\"[hidden]\"}"`,
		`Code2Session error : errcode=40029 , errmsg=invalid code, rid: 1-2`: `Code2Session error : errcode=40029 , errmsg=invalid code, rid: 1-2`,
	} {
		if got := scrub(errors.New(text)); got != want {
			t.Errorf("scrub(%s)\n got %s\nwant %s", text, got, want)
		}
		if strings.Contains(want, "S3") {
			t.Errorf("the case %q expects a leak", text)
		}
	}
}
