package fake

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/silenceper/wechat/v2/util"
)

// PushTarget is what the app's owner entered for message pushes in WeChat's console,
// in the secure mode.
type PushTarget struct {
	URL            string // where messages go
	OriginalID     string // gh_…
	Token          string
	EncodingAESKey string // 43 characters
	XML            bool   // else JSON
}

// SetPush enters the app's push target.
func (s *Server) SetPush(appID string, target PushTarget) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pushes[appID] = target
}

func (s *Server) pushTarget(appID string) PushTarget {
	s.mu.Lock()
	defer s.mu.Unlock()
	target, set := s.pushes[appID]
	if !set {
		panic(fmt.Sprintf("fake: app %q has no push target", appID))
	}
	return target
}

// CheckPushURL is WeChat asking whether the URL knows the token, as it does when the
// target is entered. The error says how it answered.
func (s *Server) CheckPushURL(appID string) error {
	target, echo := s.pushTarget(appID), rand.Text()
	query := s.signed(target, s.now())
	query.Set("echostr", echo)
	return deliver(http.MethodGet, target.URL+"?"+query.Encode(), nil, "", echo)
}

// signed is the query that every push has.
func (s *Server) signed(target PushTarget, at time.Time) url.Values {
	stamp, nonce := strconv.FormatInt(at.Unix(), 10), rand.Text()
	return url.Values{
		"timestamp": {stamp},
		"nonce":     {nonce},
		"signature": {util.Signature(target.Token, stamp, nonce)},
	}
}

// Seal encrypts and signs a message to the app as of a time: the query and the body
// that WeChat would post. Tests alter them.
func (s *Server) Seal(appID string, message []byte, at time.Time) (url.Values, []byte) {
	target := s.pushTarget(appID)
	random := []byte(rand.Text()[:16])
	sealed, err := util.EncryptMsg(random, message, appID, target.EncodingAESKey)
	if err != nil {
		panic(err) // the script's key is none
	}
	encrypted := string(sealed)
	query := s.signed(target, at)
	query.Set("encrypt_type", "aes")
	query.Set("msg_signature", util.Signature(target.Token, query.Get("timestamp"), query.Get("nonce"), encrypted))
	if target.XML {
		return query, []byte("<xml><ToUserName><![CDATA[" + target.OriginalID + "]]></ToUserName><Encrypt><![CDATA[" + encrypted + "]]></Encrypt></xml>")
	}
	body, _ := json.Marshal(map[string]string{"ToUserName": target.OriginalID, "Encrypt": encrypted}) // texts
	return query, body
}

// Push posts a message to the app's URL. The error says that it was not taken; WeChat
// would send it again, which is left to the script.
func (s *Server) Push(appID string, message []byte) error {
	target := s.pushTarget(appID)
	query, body := s.Seal(appID, message, s.now())
	kind := "application/json"
	if target.XML {
		kind = "text/xml"
	}
	return deliver(http.MethodPost, target.URL+"?"+query.Encode(), body, kind, "success", "")
}

// pushing waits as long as WeChat does.
var pushing = &http.Client{Timeout: 5 * time.Second}

// deliver makes the request, whose answer should be one of the texts.
func deliver(method, url string, body []byte, kind string, texts ...string) error {
	request, err := http.NewRequest(method, url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", kind)
	response, err := pushing.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(response.Body, 1<<16))
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK || !slices.Contains(texts, string(answer)) {
		return fmt.Errorf("fake: the push was answered with %d %q", response.StatusCode, answer)
	}
	return nil
}
