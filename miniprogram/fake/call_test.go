package fake_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"channelrouter/miniprogram/fake"
)

// post sends JSON and returns the answer's body.
func post(t *testing.T, s *fake.Server, path, body string) string {
	t.Helper()
	response, err := http.Post(s.URL()+path, "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(answer)
}

// token is the access token of wx1 and the seconds that it has left.
func token(t *testing.T, s *fake.Server, force bool) (text string, left int) {
	t.Helper()
	body := post(t, s, "/cgi-bin/stable_token",
		fmt.Sprintf(`{"grant_type":"client_credential","appid":"wx1","secret":"secret1","force_refresh":%t}`, force))
	var answer struct {
		AccessToken string `json:"access_token"`
		ExpiresIn   int    `json:"expires_in"`
	}
	if err := json.Unmarshal([]byte(body), &answer); err != nil || answer.AccessToken == "" {
		t.Fatalf("no token: %s", body)
	}
	return answer.AccessToken, answer.ExpiresIn
}

func scheme(t *testing.T, s *fake.Server, token string) string {
	t.Helper()
	return post(t, s, "/wxa/generatescheme?access_token="+token, `{"expire_type":1,"expire_interval":1}`)
}

func expect(t *testing.T, what, body, prefix string) {
	t.Helper()
	if !strings.HasPrefix(body, prefix) {
		t.Errorf("%s: %s, want %s…", what, body, prefix)
	}
}

const success = `{"errcode":0,"errmsg":"ok"`

func TestAStableTokenStaysUntilItsLastMinutes(t *testing.T) {
	s, hand := server(t)
	first, left := token(t, s, false)
	if left != 7200 {
		t.Errorf("a new token lives %d seconds", left)
	}
	hand.Advance(6899 * time.Second)
	if again, left := token(t, s, false); again != first || left != 301 {
		t.Errorf("with 301 seconds left: another token, or %d seconds", left)
	}
	hand.Advance(time.Second)
	second, left := token(t, s, false)
	if second == first || left != 7200 {
		t.Errorf("with 300 seconds left: the same token, or %d seconds", left)
	}
	hand.Advance(299 * time.Second)
	expect(t, "the old token beside the new one", scheme(t, s, first), success)
	expect(t, "the new token", scheme(t, s, second), success)
	hand.Advance(time.Second)
	expect(t, "the old token at its end", scheme(t, s, first), `{"errcode":42001,"errmsg":"access_token expired, rid: `)
	expect(t, "the new token", scheme(t, s, second), success)
}

func TestAForcedTokenEndsTheOneBefore(t *testing.T) {
	s, hand := server(t)
	first, _ := token(t, s, false)
	second, _ := token(t, s, true)
	expect(t, "the replaced token", scheme(t, s, first), `{"errcode":40001,`)
	expect(t, "the forced token", scheme(t, s, second), success)
	hand.Advance(29 * time.Second)
	if again, _ := token(t, s, true); again != second {
		t.Error("forced twice within 30 seconds")
	}
	for range 19 {
		hand.Advance(30 * time.Second)
		token(t, s, true)
	}
	hand.Advance(30 * time.Second)
	body := post(t, s, "/cgi-bin/stable_token", `{"grant_type":"client_credential","appid":"wx1","secret":"secret1","force_refresh":true}`)
	expect(t, "the 21st of the day", body, `{"errcode":45009,`)
	hand.Advance(24 * time.Hour)
	token(t, s, true)
}

func TestTokenRefusalsLookLikeWeChats(t *testing.T) {
	s, _ := server(t)
	for body, want := range map[string]string{
		`{"grant_type":"client_credential","secret":"secret1"}`:               `{"errcode":41002,`,
		`{"grant_type":"client_credential","appid":"wx1"}`:                    `{"errcode":41004,`,
		`{"grant_type":"x","appid":"wx1","secret":"secret1"}`:                 `{"errcode":40002,`,
		`{"grant_type":"client_credential","appid":"wx3","secret":"secret1"}`: `{"errcode":40013,`,
		`{"grant_type":"client_credential","appid":"wx1","secret":"secret2"}`: `{"errcode":40125,`,
		`nonsense`: `{"errcode":47001,`,
	} {
		expect(t, body, post(t, s, "/cgi-bin/stable_token", body), want)
	}
	expect(t, "no token", scheme(t, s, ""), `{"errcode":41001,"errmsg":"access_token missing`)
	expect(t, "what is no token", scheme(t, s, "nonsense"), `{"errcode":40014,"errmsg":"invalid access_token`)
	text, _ := token(t, s, false)
	expect(t, "no JSON", post(t, s, "/wxa/generatescheme?access_token="+text, "nonsense"), `{"errcode":47001,"errmsg":"data format error`)
	for _, path := range []string{"/cgi-bin/stable_token", "/wxa/generatescheme?access_token=" + text} {
		response, err := http.Get(s.URL() + path)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(response.Body)
		_ = response.Body.Close()
		expect(t, "GET", string(body), `{"errcode":43002,`)
	}
}

func TestFaultsOfAPathLeaveOthersAlone(t *testing.T) {
	s, _ := server(t)
	text, _ := token(t, s, false)
	s.Fail(1, fake.Fault{Path: "/wxa/generatescheme", Errcode: 45009})
	s.Fail(1, fake.Fault{Errcode: -1})
	if body := get(t, s, s.IssueLoginCode("wx1", "Li"), nil); !strings.HasPrefix(body, `{"errcode":-1,`) {
		t.Errorf("the fault of any path: %s", body)
	}
	expect(t, "the fault of the path", scheme(t, s, text), `{"errcode":45009,"errmsg":"reach max api daily quota limit`)
	expect(t, "afterwards", scheme(t, s, text), success)
	s.Fail(1, fake.Fault{ExpireToken: true})
	expect(t, "an ended token", scheme(t, s, text), `{"errcode":42001,`)
}

func TestAnswersHaveWeChatsFields(t *testing.T) {
	s, _ := server(t)
	s.SetPhone("Li", "13800138000", "86")
	s.SetPhone("Wang", "91234567", "852")
	s.AddTemplate("wx1", "t", "thing1")
	li := s.OpenID("wx1", "Li")
	s.Accept(li, "t")
	text, _ := token(t, s, false)
	for path, c := range map[string]struct{ body, want string }{
		"/wxa/business/getuserphonenumber": {`{"code":"` + s.IssuePhoneCode("wx1", "Wang") + `"}`,
			`"phone_info":{"phoneNumber":"+85291234567","purePhoneNumber":"91234567","countryCode":"852","watermark":{"timestamp":1772323200,"appid":"wx1"}}`},
		"/wxa/generate_urllink":           {`{"expire_type":1,"expire_interval":30}`, `"url_link":"https://wxaurl.cn/`},
		"/wxa/generatescheme":             {`{"jump_wxa":{"path":"p"},"is_expire":true,"expire_time":1772409600}`, `"openlink":"weixin://dl/business/?t=`},
		"/cgi-bin/message/subscribe/send": {`{"touser":"` + li + `","template_id":"t","data":{"thing1":{"value":"x"}}}`, `"msgid":1`},
		"/wxa/msg_sec_check": {`{"version":2,"scene":1,"openid":"` + s.OpenID("wx1", "Wang") + `","content":"x"}`,
			`"result":{"suggest":"pass","label":100},"detail":[{"strategy":"content_model","errcode":0,"suggest":"pass","label":100,"prob":90}],"trace_id":"`},
		"/wxa/media_check_async": {`{"version":2,"scene":1,"openid":"` + s.OpenID("wx1", "Wang") + `","media_url":"https://a/b","media_type":2}`, `"trace_id":"`},
	} {
		body := post(t, s, path+"?access_token="+text, c.body)
		expect(t, path, body, success+",")
		if !strings.Contains(body, c.want) {
			t.Errorf("%s: %s has no %s", path, body, c.want)
		}
	}
	body := post(t, s, "/wxa/getuserriskrank?access_token="+text, `{"appid":"wx1","openid":"`+s.OpenID("wx1", "Wang")+`","scene":0,"client_ip":"1.2.3.4"}`)
	expect(t, "getuserriskrank", body, `{"errcode":0,"errmsg":"getuserriskrank succ","risk_rank":0,"unoin_id":`)
}

func TestRequestsThatTheClientDoesNotMake(t *testing.T) {
	s, _ := server(t)
	s.IssueLoginCode("wx1", "Li")
	li := s.OpenID("wx1", "Li")
	text, _ := token(t, s, false)
	for _, c := range []struct{ path, body, want string }{
		{"/wxa/generate_urllink", `{"path":"a?b","expire_type":1,"expire_interval":1}`, "40165"},
		{"/wxa/generate_urllink", `{"query":"a b","expire_type":1,"expire_interval":1}`, "40212"},
		{"/wxa/generate_urllink", `{"env_version":"beta","expire_type":1,"expire_interval":1}`, "40097"},
		{"/wxa/generate_urllink", `{"expire_type":1,"expire_interval":31}`, "85401"},
		{"/wxa/generate_urllink", `{"expire_type":1}`, "85401"},
		{"/wxa/generatescheme", `{"is_expire":true,"expire_time":1}`, "85401"},
		{"/wxa/getwxacodeunlimit", `{}`, "40169"},
		{"/wxa/getwxacodeunlimit", `{"scene":"012345678901234567890123456789012"}`, "40169"},
		{"/wxa/getwxacodeunlimit", `{"scene":"a%20b"}`, "40129"},
		{"/wxa/getwxacodeunlimit", `{"scene":"s","page":"/p"}`, "41030"},
		{"/wxa/getwxacodeunlimit", `{"scene":"s","env_version":"beta"}`, "40097"},
		{"/wxa/msg_sec_check", `{"version":1,"scene":1,"openid":"` + li + `","content":"x"}`, "47001"},
		{"/wxa/msg_sec_check", `{"version":2,"scene":5,"openid":"` + li + `","content":"x"}`, "40129"},
		{"/wxa/msg_sec_check", `{"version":2,"scene":1,"openid":"` + li + `"}`, "44002"},
		{"/wxa/msg_sec_check", `{"version":2,"scene":1,"openid":"` + li + `","content":"` + strings.Repeat("x", 2501) + `"}`, "45002"},
		{"/wxa/media_check_async", `{"version":2,"scene":1,"openid":"` + li + `","media_url":"x","media_type":2}`, "40097"},
		{"/wxa/getuserriskrank", `{"appid":"wx2","openid":"` + li + `","scene":0,"client_ip":"1.2.3.4"}`, "40013"},
		{"/wxa/getuserriskrank", `{"appid":"wx1","openid":"` + li + `","client_ip":"1.2.3.4"}`, "40129"},
		{"/wxa/getuserriskrank", `{"appid":"wx1","openid":"` + li + `","scene":0}`, "47001"},
		{"/wxa/getuserriskrank", `{"appid":"wx1","openid":"` + s.OpenID("wx2", "Li") + `","scene":0,"client_ip":"1.2.3.4"}`, "43104"},
	} {
		expect(t, c.path+" "+c.body, post(t, s, c.path+"?access_token="+text, c.body), `{"errcode":`+c.want+`,`)
	}
}
