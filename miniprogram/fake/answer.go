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
	invalidGrantType = 40002
	invalidAppID     = 40013
	invalidCode      = 40029
	invalidSecret    = 40125
	codeUsed         = 40163
	codeBlocked      = 40226
	appidMissing     = 41002
	secretMissing    = 41004
	codeMissing      = 41008
	tooOften         = 45011
)

// messages are the texts that WeChat sends with its errcodes.
var messages = map[int]string{
	systemError:      "system error",
	invalidGrantType: "invalid grant_type",
	invalidAppID:     "invalid appid",
	invalidCode:      "invalid code",
	invalidSecret:    "invalid appsecret",
	codeUsed:         "code been used",
	codeBlocked:      "code blocked",
	appidMissing:     "appid missing",
	secretMissing:    "appsecret missing",
	codeMissing:      "missing code",
	tooOften:         "api minute-quota reach limit, must slower, retry next minute",
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
