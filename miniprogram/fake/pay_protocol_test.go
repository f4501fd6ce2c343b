package fake_test

import (
	"context"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/wechatpay-apiv3/wechatpay-go/core/auth/validators"
	"github.com/wechatpay-apiv3/wechatpay-go/core/auth/verifiers"
	"github.com/wechatpay-apiv3/wechatpay-go/utils"

	"channelrouter/miniprogram/fake"
)

const billsPath = "/v3/fund-app/mch-transfer/transfer-bills"

const transfer = `{"appid":"wx1","out_bill_no":"R1","transfer_scene_id":"1000","openid":"oLi","transfer_amount":100,
	"transfer_remark":"奖","transfer_scene_report_infos":[{"info_type":"活动名称","info_content":"奖"}]}`

// signed is a merchant's request, signed with the official library's own functions.
type signed struct {
	keys      fake.Merchant
	method    string
	path      string
	body      string
	at        time.Time
	signBody  string // what the signature is over, when that is not body
	kind      string
	serial    string
	payHeader string // Wechatpay-Serial
}

// answer is what came back, read to its end.
type answer struct {
	header http.Header
	body   string
}

// send returns the HTTP status, the code of a refusal or the state of a bill, and the
// whole answer.
func (r signed) send(t *testing.T, s *fake.Server) (status int, word string, whole answer) {
	t.Helper()
	if r.signBody == "" {
		r.signBody = r.body
	}
	key, err := utils.LoadPrivateKey(r.keys.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	message := fmt.Sprintf("%s\n%s\n%d\n%s\n%s\n", r.method, r.path, r.at.Unix(), "nonce", r.signBody)
	signature, err := utils.SignSHA256WithRSA(message, key)
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequest(r.method, s.URL()+r.path, strings.NewReader(r.body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", fmt.Sprintf(`%s mchid="%s",nonce_str="%s",timestamp="%d",serial_no="%s",signature="%s"`,
		r.kind, r.keys.MchID, "nonce", r.at.Unix(), r.serial, signature))
	if r.payHeader != "" {
		request.Header.Set("Wechatpay-Serial", r.payHeader)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	var words struct {
		Code  string `json:"code"`
		State string `json:"state"`
	}
	if err := json.Unmarshal(body, &words); err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	return response.StatusCode, words.Code + words.State, answer{response.Header, string(body)}
}

func proper(keys fake.Merchant) signed {
	return signed{keys: keys, method: http.MethodPost, path: billsPath, body: transfer, at: time.Now(),
		kind: "WECHATPAY2-SHA256-RSA2048", serial: keys.SerialNo}
}

func TestRequestsMustBeSigned(t *testing.T) {
	s, _ := server(t)
	keys := s.Pay().AddMerchant("1900000109")
	stranger := s.Pay().AddMerchant("1900000110")
	for name, change := range map[string]func(*signed){
		"another body":     func(r *signed) { r.signBody = transfer + " " },
		"another key":      func(r *signed) { r.keys.PrivateKey = stranger.PrivateKey },
		"another serial":   func(r *signed) { r.serial = stranger.SerialNo },
		"another merchant": func(r *signed) { r.keys.MchID = stranger.MchID },
		"nobody":           func(r *signed) { r.keys.MchID = "1900000000" },
		"too old":          func(r *signed) { r.at = r.at.Add(-5 * time.Minute) },
		"too new":          func(r *signed) { r.at = r.at.Add(6 * time.Minute) },
		"another kind":     func(r *signed) { r.kind = "WECHATPAY2-SM2-WITH-SM3" },
	} {
		request := proper(keys)
		change(&request)
		if status, code, _ := request.send(t, s); status != http.StatusUnauthorized || code != "SIGN_ERROR" {
			t.Errorf("%s: %d %s", name, status, code)
		}
	}
	if states := s.Pay().States("1900000109"); len(states) != 0 {
		t.Errorf("an unsigned request made a bill: %v", states)
	}
	if status, state, _ := proper(keys).send(t, s); status != http.StatusOK || state != "WAIT_USER_CONFIRM" {
		t.Errorf("the proper one: %d %s", status, state)
	}
}

func TestAnswersAreSigned(t *testing.T) {
	s, _ := server(t)
	keys := s.Pay().AddMerchant("1900000109")
	verify := func(a answer) error {
		public, err := utils.LoadPublicKey(keys.PublicKey)
		if err != nil {
			t.Fatal(err)
		}
		verifier := verifiers.NewSHA256WithRSAPubkeyVerifier(keys.PublicKeyID, *public)
		response := &http.Response{Header: a.header, Body: io.NopCloser(strings.NewReader(a.body))}
		return validators.NewWechatPayResponseValidator(verifier).Validate(context.Background(), response)
	}
	_, _, success := proper(keys).send(t, s)
	other := proper(keys)
	other.body = strings.Replace(transfer, ":100", ":101", 1)
	status, code, refusal := other.send(t, s)
	if status != http.StatusBadRequest || code != "INVALID_REQUEST" {
		t.Errorf("another amount under the number: %d %s", status, code)
	}
	if err := errors.Join(verify(success), verify(refusal)); err != nil {
		t.Error(err)
	}
	s.Pay().Fail(1, fake.PayBroken)
	_, _, broken := proper(keys).send(t, s)
	if verify(broken) == nil {
		t.Error("a broken signature was proper")
	}
}

func TestTransfersAreChecked(t *testing.T) {
	s, _ := server(t)
	keys := s.Pay().AddMerchant("1900000109")
	public, err := utils.LoadPublicKey(keys.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string][2]string{
		"no JSON":           {transfer, "x"},
		"a number":          {`"R1"`, `"R-1"`},
		"too little":        {":100", ":9"},
		"no openid":         {"oLi", ""},
		"no remark":         {`"transfer_remark":"奖"`, `"transfer_remark":""`},
		"no report":         {`[{"info_type":"活动名称","info_content":"奖"}]`, "[]"},
		"no name":           {":100", ":200000"},
		"a name in clear":   {`"appid"`, `"user_name":"李雷","appid"`},
		"a name for little": {`"transfer_amount":100`, `"transfer_amount":29,"user_name":"` + encrypted(t, public) + `"`},
	} {
		request := proper(keys)
		request.payHeader = keys.PublicKeyID
		request.body = strings.Replace(transfer, change[0], change[1], 1)
		if status, code, _ := request.send(t, s); status != http.StatusBadRequest || code != "PARAM_ERROR" {
			t.Errorf("%s: %d %s", name, status, code)
		}
	}
	request := proper(keys)
	request.payHeader = keys.PublicKeyID
	request.body = strings.Replace(transfer, ":100", `:200000,"user_name":"`+encrypted(t, public)+`"`, 1)
	if status, state, _ := request.send(t, s); status != http.StatusOK || state != "WAIT_USER_CONFIRM" {
		t.Errorf("a proper name: %d %s", status, state)
	}
}

func encrypted(t *testing.T, public *rsa.PublicKey) string {
	t.Helper()
	text, err := utils.EncryptOAEPWithPublicKey("李雷", public)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestChanceFollowsItsSeed(t *testing.T) {
	play := func(seed uint64) (codes string) {
		s, _ := server(t)
		keys := s.Pay().AddMerchant("1900000109")
		s.Pay().Seed(seed)
		s.Pay().Chance(0.5, fake.PayRefused, fake.PayRateLimited, fake.PayErrorAfter)
		for range 20 {
			_, code, _ := proper(keys).send(t, s)
			codes += code + " "
		}
		return codes
	}
	if one, again, other := play(1), play(1), play(2); one != again || one == other {
		t.Errorf("%s\n%s\n%s", one, again, other)
	}
}
