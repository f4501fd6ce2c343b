package fake_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/miniprogram/fake"
)

// server is a started stand-in with one app and two people.
func server(t *testing.T) (*fake.Server, *clock.Manual) {
	t.Helper()
	hand := clock.NewManual(time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC))
	s := fake.NewAt(hand.Now)
	s.AddApp("wx1", "secret1")
	s.AddApp("wx2", "secret2")
	s.AddPerson("Li", "union-li")
	s.AddPerson("Wang", "")
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s, hand
}

// get asks for a login with the query's parameters laid over a proper query for code.
func get(t *testing.T, s *fake.Server, code string, over map[string]string) string {
	t.Helper()
	query := url.Values{"appid": {"wx1"}, "secret": {"secret1"}, "js_code": {code}, "grant_type": {"authorization_code"}}
	for name, value := range over {
		query.Set(name, value)
	}
	response, err := http.Get(s.URL() + "/sns/jscode2session?" + query.Encode())
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if response.StatusCode != http.StatusOK || response.Header.Get("Content-Type") != "text/plain" {
		t.Errorf("status %d, content type %q", response.StatusCode, response.Header.Get("Content-Type"))
	}
	return string(body)
}

func TestSuccessLooksLikeWeChats(t *testing.T) {
	s, _ := server(t)
	for name, fields := range map[string]string{"Li": "openid session_key unionid", "Wang": "openid session_key"} {
		body := get(t, s, s.IssueLoginCode("wx1", name), nil)
		var answer map[string]string // an errcode would be a number and fail here
		if err := json.Unmarshal([]byte(body), &answer); err != nil {
			t.Fatalf("%s: %v", body, err)
		}
		for _, field := range strings.Fields(fields) {
			if answer[field] == "" {
				t.Errorf("%s has no %s", body, field)
			}
		}
		if len(answer) != len(strings.Fields(fields)) || len(answer["openid"]) != 28 {
			t.Errorf("%s: %s", name, body)
		}
	}
}

func TestRefusalsLookLikeWeChats(t *testing.T) {
	s, hand := server(t)
	used := s.IssueLoginCode("wx1", "Li")
	get(t, s, used, nil)
	fresh := s.IssueLoginCode("wx1", "Li")
	rid := fmt.Sprintf(", rid: %08x-[0-9a-f]{8}-[0-9a-f]{8}", hand.Now().Unix())
	for _, c := range []struct {
		code string
		over map[string]string
		want string
	}{
		{fresh, map[string]string{"appid": ""}, `{"errcode":41002,"errmsg":"appid missing`},
		{fresh, map[string]string{"secret": ""}, `{"errcode":41004,"errmsg":"appsecret missing`},
		{"", nil, `{"errcode":41008,"errmsg":"missing code`},
		{fresh, map[string]string{"grant_type": "client_credential"}, `{"errcode":40002,"errmsg":"invalid grant_type`},
		{fresh, map[string]string{"appid": "wx3"}, `{"errcode":40013,"errmsg":"invalid appid`},
		{fresh, map[string]string{"secret": "secret2"}, `{"errcode":40125,"errmsg":"invalid appsecret`},
		{fresh, map[string]string{"appid": "wx2", "secret": "secret2"}, `{"errcode":40029,"errmsg":"invalid code`},
		{"nonsense", nil, `{"errcode":40029,"errmsg":"invalid code`},
		{used, nil, `{"errcode":40163,"errmsg":"code been used`},
	} {
		body := get(t, s, c.code, c.over)
		if !regexp.MustCompile("^" + regexp.QuoteMeta(c.want) + rid + `"}$`).MatchString(body) {
			t.Errorf("%v: %s, want %s", c.over, body, c.want)
		}
	}
	hand.Advance(5 * time.Minute)
	for _, code := range []string{fresh, used} {
		if body := get(t, s, code, nil); !strings.HasPrefix(body, `{"errcode":40029,`) {
			t.Errorf("an expired code: %s", body)
		}
	}
}

func TestTooManyLoginsKeepTheCode(t *testing.T) {
	s, hand := server(t)
	for range 100 {
		get(t, s, s.IssueLoginCode("wx1", "Li"), nil)
	}
	code := s.IssueLoginCode("wx1", "Li")
	if body := get(t, s, code, nil); !strings.HasPrefix(body, `{"errcode":45011,"errmsg":"api minute-quota reach limit`) {
		t.Errorf("the 101st: %s", body)
	}
	hand.Advance(time.Minute)
	if body := get(t, s, code, nil); !strings.Contains(body, "openid") {
		t.Errorf("a minute later: %s", body)
	}
}

func TestFaultsArePlayedInOrderAndForgotten(t *testing.T) {
	s, _ := server(t)
	s.Fail(2, fake.Fault{Errcode: -1})
	s.Fail(1, fake.Fault{Errcode: 40226})
	for _, want := range []string{`{"errcode":-1,"errmsg":"system error`, `{"errcode":-1,`, `{"errcode":40226,"errmsg":"code blocked`, `{"session_key":`} {
		if body := get(t, s, s.IssueLoginCode("wx1", "Li"), nil); !strings.HasPrefix(body, want) {
			t.Errorf("%s, want %s", body, want)
		}
	}
	s.Fail(5, fake.Fault{Drop: true})
	s.Recover()
	get(t, s, s.IssueLoginCode("wx1", "Li"), nil)
}

func TestAnOpenIDSurvivesARestart(t *testing.T) {
	one, _ := server(t)
	two, _ := server(t)
	if one.OpenID("wx1", "Li") != two.OpenID("wx1", "Li") || one.OpenID("wx1", "Li") == one.OpenID("wx2", "Li") {
		t.Error("an openid must depend on the app and the person, and on nothing else")
	}
}
