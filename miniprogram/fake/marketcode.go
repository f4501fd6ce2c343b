package fake

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math/big"
	"strings"
	"time"
)

// What WeChat's servers say of codes. WeChat documents none of these numbers: 80301 and
// 40097 are seen in its forum, the others stand for any.
const (
	foreignApplication = 80301
	noApplication      = 80300
	notFinished        = 80302
	alreadyActive      = 80303
	notActive          = 80304
	ticketInvalid      = 80305
)

// application is an order of codes.
type application struct {
	id                  int64
	appID, reference    string
	count               int64
	created, finishes   time.Time
	active              []codeActivation
	downloads, activity int
}

type codeActivation struct {
	Activity string `json:"activity_name"`
	Brand    string `json:"product_brand"`
	Product  string `json:"product_title"`
	GTIN     string `json:"product_code"`
	AppID    string `json:"wxa_appid"`
	Page     string `json:"wxa_path"`
	Type     int    `json:"wxa_type"`
	Start    int64  `json:"code_start"`
	End      int64  `json:"code_end"`
}

// codeBook has the orders of codes and the tickets of scans.
type codeBook struct {
	keys         map[string]string // by appid of the service account
	applications []*application
	tickets      map[string]codeTicket
	rangeSize    int64
}

type codeTicket struct {
	openID      string
	application *application
	number      int64
}

func newCodeBook() codeBook {
	return codeBook{keys: map[string]string{}, tickets: map[string]codeTicket{}, rangeSize: 50_000}
}

// codesTake is how long WeChat makes codes, whatever their number.
const codesTake = time.Minute

// SetCodeKey is WeChat granting a service account one item one code, with the key by which
// it seals downloads.
func (s *Server) SetCodeKey(appID, key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.codesOf.keys[appID] = key
}

// SetCodeRange sets how many codes a range holds that is given out.
func (s *Server) SetCodeRange(n int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.codesOf.rangeSize = n
}

// MarketCode is the original and the printed text of a code of an application.
func (s *Server) MarketCode(applicationID, number int64) (original, printed string) {
	return marketCode(applicationID, number)
}

const qrDigits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$%*+-./:"

func marketCode(applicationID, number int64) (original, printed string) {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d/%d", applicationID, number))
	spell := func(seed []byte, n int) string {
		rest, base, digit := new(big.Int).SetBytes(seed), big.NewInt(int64(len(qrDigits))), new(big.Int)
		text := make([]byte, n)
		for i := range text {
			rest.DivMod(rest, base, digit)
			text[i] = qrDigits[digit.Int64()]
		}
		return string(text)
	}
	return spell(sum[:10], 9), "P.URL.CN/" + spell(sum[10:], 19)
}

// CodeActivations is how often codes of the reference's application were activated.
func (s *Server) CodeActivations(reference string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.codesOf.applications {
		if a.reference == reference {
			return a.activity
		}
	}
	return 0
}

// CodeDownloads is how often a range of the reference's application was downloaded.
func (s *Server) CodeDownloads(reference string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.codesOf.applications {
		if a.reference == reference {
			return a.downloads
		}
	}
	return 0
}

// Applications are the references of all orders of codes.
func (s *Server) Applications() (references []string, ids []int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.codesOf.applications {
		references, ids = append(references, a.reference), append(ids, a.id)
	}
	return references, ids
}

// ScanMarketCode is a person scanning a printed code in WeChat: which app opens, on which
// page, with which ticket; ok is false when nothing opens.
func (s *Server) ScanMarketCode(name, printed string) (appID, page, ticket string, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.codesOf.applications {
		for number := range a.count {
			if _, text := marketCode(a.id, number); text != printed {
				continue
			}
			opens, active := a.at(number)
			if !active {
				return "", "", "", false
			}
			s.visit(opens.AppID, name)
			var random [16]byte
			_, _ = rand.Read(random[:])
			ticket = hex.EncodeToString(random[:])
			s.codesOf.tickets[ticket] = codeTicket{s.OpenID(opens.AppID, name), a, number}
			return opens.AppID, opens.Page, ticket, true
		}
	}
	return "", "", "", false
}

func (a *application) at(number int64) (codeActivation, bool) {
	for _, c := range a.active {
		if c.Start <= number && number <= c.End {
			return c, true
		}
	}
	return codeActivation{}, false
}

func (s *Server) answerCodes() {
	handle(s, "/intp/marketcode/applycode", s.applyCodes)
	handle(s, "/intp/marketcode/applycodequery", s.queryCodes)
	handle(s, "/intp/marketcode/applycodedownload", s.downloadCodes)
	handle(s, "/intp/marketcode/codeactive", s.activateCodes)
	handle(s, "/intp/marketcode/codeactivequery", s.queryActive)
	handle(s, "/intp/marketcode/tickettocode", s.ticketToCode)
}

// granted tells whether the account has one item one code.
func (s *Server) granted(appID string) int {
	if _, granted := s.codesOf.keys[appID]; !granted {
		return 48001
	}
	return 0
}

func (s *Server) application(appID string, id int64) (*application, int) {
	if errcode := s.granted(appID); errcode != 0 {
		return nil, errcode
	}
	for _, a := range s.codesOf.applications {
		switch {
		case a.id == id && a.appID == appID:
			return a, 0
		case a.id == id:
			return nil, foreignApplication
		}
	}
	return nil, noApplication
}

type applyRequest struct {
	Count     int64  `json:"code_count"`
	Reference string `json:"isv_application_id"`
}

type applyAnswer struct {
	done
	Application int64 `json:"application_id"`
}

func (s *Server) applyCodes(appID string, body applyRequest) (any, int) {
	switch errcode := s.granted(appID); {
	case errcode != 0:
		return nil, errcode
	case body.Count < 10_000 || body.Count > 20_000_000 || body.Count%10_000 != 0 || body.Reference == "" || len(body.Reference) > 128:
		return nil, invalidArgs
	}
	for _, a := range s.codesOf.applications {
		if a.appID == appID && a.reference == body.Reference {
			return applyAnswer{okay, a.id}, 0
		}
	}
	a := &application{
		id: 581_865_877 + int64(len(s.codesOf.applications)), appID: appID, reference: body.Reference, count: body.Count,
		created: s.now(), finishes: s.now().Add(codesTake),
	}
	s.codesOf.applications = append(s.codesOf.applications, a)
	return applyAnswer{okay, a.id}, 0
}

type codeRange struct {
	Start int64 `json:"code_start"`
	End   int64 `json:"code_end"`
}

type applicationRequest struct {
	Application int64 `json:"application_id"`
	codeRange
	Number *int64 `json:"code_index"`
}

type applicationAnswer struct {
	done
	Status      string      `json:"status"`
	Application int64       `json:"application_id"`
	Reference   string      `json:"isv_application_id"`
	List        []codeRange `json:"code_generate_list"`
	Created     int64       `json:"create_time"`
	Updated     int64       `json:"update_time"`
}

func (s *Server) queryCodes(appID string, body applicationRequest) (any, int) {
	a, errcode := s.application(appID, body.Application)
	if errcode != 0 {
		return nil, errcode
	}
	answer := applicationAnswer{
		done: okay, Status: "INIT", Application: a.id, Reference: a.reference, Created: a.created.Unix(), Updated: s.now().Unix(),
	}
	if s.now().Before(a.finishes) {
		return answer, 0
	}
	answer.Status = "FINISH"
	for start := int64(0); start < a.count; start += s.codesOf.rangeSize {
		answer.List = append(answer.List, codeRange{start, min(start+s.codesOf.rangeSize, a.count) - 1})
	}
	return answer, 0
}

type bufferAnswer struct {
	done
	Buffer string `json:"buffer"`
}

// downloadCodes gives out the ranges that queryCodes names, and no others.
func (s *Server) downloadCodes(appID string, body applicationRequest) (any, int) {
	a, errcode := s.application(appID, body.Application)
	size := s.codesOf.rangeSize
	switch {
	case errcode != 0:
		return nil, errcode
	case s.now().Before(a.finishes):
		return nil, notFinished
	case body.Start < 0 || body.Start%size != 0 || body.End != min(body.Start+size, a.count)-1:
		return nil, invalidArgs
	}
	a.downloads++
	var text strings.Builder
	for number := body.Start; number <= body.End; number++ {
		original, printed := marketCode(a.id, number)
		fmt.Fprintf(&text, "%d\t%s\t%s\n", number, original, printed)
	}
	return bufferAnswer{okay, seal(s.codesOf.keys[appID], text.String())}, 0
}

// seal is base64(AES-128-CBC) under a key that is the initial vector, too.
func seal(key, text string) string {
	block, err := aes.NewCipher([]byte(key))
	if err != nil {
		panic(err) // a mistake in the script
	}
	pad := aes.BlockSize - len(text)%aes.BlockSize
	plain := append([]byte(text), bytes.Repeat([]byte{byte(pad)}, pad)...)
	cipher.NewCBCEncrypter(block, []byte(key)).CryptBlocks(plain, plain)
	return base64.StdEncoding.EncodeToString(plain)
}

type activeRequest struct {
	Application int64 `json:"application_id"`
	codeActivation
}

func (s *Server) activateCodes(appID string, body activeRequest) (any, int) {
	a, errcode := s.application(appID, body.Application)
	_, known := s.apps[body.AppID]
	switch {
	case errcode != 0:
		return nil, errcode
	case s.now().Before(a.finishes):
		return nil, notFinished
	case body.Activity == "" || body.Brand == "" || body.Product == "" || body.GTIN == "" || body.Page == "" || !known,
		body.Start < 0 || body.End < body.Start || body.End >= a.count:
		return nil, invalidArgs
	}
	for _, c := range a.active {
		if body.Start <= c.End && c.Start <= body.End {
			return nil, alreadyActive
		}
	}
	a.active = append(a.active, body.codeActivation)
	a.activity++
	return okay, 0
}

type codeAnswer struct {
	done
	Code        string `json:"code"`
	Application int64  `json:"application_id"`
	Reference   string `json:"isv_application_id"`
	codeActivation
}

func (a *application) tell(number int64) (any, int) {
	active, ok := a.at(number)
	if !ok {
		return nil, notActive
	}
	original, _ := marketCode(a.id, number)
	return codeAnswer{okay, original, a.id, a.reference, active}, 0
}

func (s *Server) queryActive(appID string, body applicationRequest) (any, int) {
	a, errcode := s.application(appID, body.Application)
	switch {
	case errcode != 0:
		return nil, errcode
	case body.Number == nil:
		return nil, invalidArgs
	}
	return a.tell(*body.Number)
}

type ticketRequest struct {
	OpenID string `json:"openid"`
	Ticket string `json:"code_ticket"`
}

func (s *Server) ticketToCode(appID string, body ticketRequest) (any, int) {
	ticket, known := s.codesOf.tickets[body.Ticket]
	switch errcode := s.granted(appID); {
	case errcode != 0:
		return nil, errcode
	case !known || ticket.application.appID != appID:
		return nil, ticketInvalid
	case ticket.openID != body.OpenID:
		return nil, invalidArgs
	}
	return ticket.application.tell(ticket.number)
}
