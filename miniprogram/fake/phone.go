package fake

import "fmt"

// phoneBook has the people's numbers and the codes that stand for them.
type phoneBook struct {
	numbers map[string]phone // by name
	codes   loginCodes
}

type phone struct{ number, country string }

func newPhoneBook() phoneBook { return phoneBook{map[string]phone{}, newLoginCodes()} }

// SetPhone gives the person a number, without its country code, such as 86.
func (s *Server) SetPhone(name, number, countryCode string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.phones.numbers[name] = phone{number, countryCode}
}

// Phone is the person's number and its country code; known is false for one without.
func (s *Server) Phone(name string) (number, countryCode string, known bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, known := s.phones.numbers[name]
	return p.number, p.country, known
}

// IssuePhoneCode is the person tapping the phone number button in the app. It panics
// on an app, a person or a number that was not added.
func (s *Server) IssuePhoneCode(appID, name string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.visit(appID, name)
	if _, known := s.phones.numbers[name]; !known {
		panic(fmt.Sprintf("fake: %q has no phone", name))
	}
	return s.phones.codes.issue(appID, name, s.now())
}

type watermark struct {
	Timestamp int64  `json:"timestamp"`
	AppID     string `json:"appid"`
}

type phoneInfo struct {
	PhoneNumber     string    `json:"phoneNumber"`
	PurePhoneNumber string    `json:"purePhoneNumber"`
	CountryCode     string    `json:"countryCode"`
	Watermark       watermark `json:"watermark"`
}

// answerPhones plays getuserphonenumber: a code works once, within five minutes, in
// its app, and WeChat calls any other an invalid one.
func (s *Server) answerPhones() {
	type request struct {
		Code string `json:"code"`
	}
	type answer struct {
		done
		Info phoneInfo `json:"phone_info"`
	}
	handle(s, "/wxa/business/getuserphonenumber", func(appID string, body request) (any, int) {
		code, found := s.phones.codes.find(body.Code, appID, s.now())
		if !found || code.used {
			return nil, invalidCode
		}
		code.used = true
		given := s.phones.numbers[code.name]
		full := given.number
		if given.country != "86" {
			full = "+" + given.country + given.number
		}
		return answer{okay, phoneInfo{full, given.number, given.country, watermark{s.now().Unix(), appID}}}, 0
	})
}
