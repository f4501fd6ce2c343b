package fake

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
)

// WeChat's errcodes.
const (
	systemError      = -1
	staleToken       = 40001
	invalidGrantType = 40002
	invalidOpenID    = 40003
	invalidAppID     = 40013
	invalidToken     = 40014
	invalidCode      = 40029
	invalidTemplate  = 40037
	invalidArgs      = 40097
	invalidSecret    = 40125
	invalidScene     = 40129
	codeUsed         = 40163
	invalidPath      = 40165
	sceneLength      = 40169
	invalidQuery     = 40212
	codeBlocked      = 40226
	tokenMissing     = 41001
	appidMissing     = 41002
	secretMissing    = 41004
	codeMissing      = 41008
	invalidPage      = 41030
	tokenExpired     = 42001
	needsPost        = 43002
	consentGone      = 43101
	foreignOpenID    = 43104
	emptyPost        = 44002
	tooFast          = 44990
	tooLong          = 45002
	quotaUsedUp      = 45009
	tooOften         = 45011
	badData          = 47001
	badArgument      = 47003
	personAway       = 61010
	badExpiry        = 85401
)

// messages are the texts that WeChat sends with its errcodes.
var messages = map[int]string{
	systemError:      "system error",
	staleToken:       "invalid credential, access_token is invalid or not latest",
	invalidGrantType: "invalid grant_type",
	invalidOpenID:    "invalid openid",
	invalidAppID:     "invalid appid",
	invalidToken:     "invalid access_token",
	invalidCode:      "invalid code",
	invalidTemplate:  "invalid template_id",
	invalidArgs:      "invalid args",
	invalidSecret:    "invalid appsecret",
	invalidScene:     "invalid scene",
	codeUsed:         "code been used",
	invalidPath:      "invalid weapp pagepath",
	sceneLength:      "invalid length for scene, or the data is not json string",
	invalidQuery:     "invalid query",
	codeBlocked:      "code blocked",
	tokenMissing:     "access_token missing",
	appidMissing:     "appid missing",
	secretMissing:    "appsecret missing",
	codeMissing:      "missing code",
	invalidPage:      "invalid page",
	tokenExpired:     "access_token expired",
	needsPost:        "require POST method",
	consentGone:      "user refuse to accept the msg",
	foreignOpenID:    "appid not match with openid",
	emptyPost:        "empty post data",
	tooFast:          "reach max api second frequency limit",
	tooLong:          "content size out of limit",
	quotaUsedUp:      "reach max api daily quota limit",
	tooOften:         "api minute-quota reach limit, must slower, retry next minute",
	badData:          "data format error",
	badArgument:      "argument invalid!",
	personAway:       "code is expired",
	badExpiry:        "time limit between 1min and 1year",
}

// refusal is WeChat's answer when it does not do as asked. Its HTTP status is 200.
type refusal struct {
	Errcode int    `json:"errcode"`
	Errmsg  string `json:"errmsg"`
}

func (s *Server) refuse(w http.ResponseWriter, errcode int) {
	message, known := messages[errcode]
	if !known {
		message = "unknown error"
	}
	reply(w, refusal{errcode, message + ", rid: " + s.requestID()})
}

// requestID is WeChat's rid: the time and two random numbers, each 32 bits in hex.
func (s *Server) requestID() string {
	return fmt.Sprintf("%08x-%08x-%08x", uint32(s.now().Unix()), rand.Uint32(), rand.Uint32())
}

// reply sends JSON under the content type that WeChat gives it.
func reply(w http.ResponseWriter, answer any) {
	body, err := json.Marshal(answer)
	if err != nil {
		panic(err) // answers are structs of texts and numbers
	}
	w.Header().Set("Content-Type", "text/plain")
	_, _ = w.Write(body) // a caller who has gone away needs no answer
}

// done is the beginning of an answer that is no refusal.
type done struct {
	Errcode int    `json:"errcode"`
	Errmsg  string `json:"errmsg"`
}

var okay = done{0, "ok"}

// picture is an answer that is not JSON.
type picture struct {
	kind string // such as image/jpeg
	data []byte
}

func (p picture) reply(w http.ResponseWriter) {
	w.Header().Set("Content-Type", p.kind)
	_, _ = w.Write(p.data)
}
