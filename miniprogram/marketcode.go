package miniprogram

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"channelrouter/internal/errs"
)

// WeChat's limits on one order of codes.
const (
	CodesStep = 10_000 // an order is a multiple of it
	MaxCodes  = 20_000_000
	maxCodes  = 1_000_000 // of one download; WeChat's ranges are far shorter

	codeKeySize = 16 // AES-128
)

// codesErrors are what WeChat says of orders and activations. It documents no errcode of
// theirs: whatever no table names is about the request.
var codesErrors = map[int64]*errs.Error{
	80301:    ErrCodesRefused, // another account's application
	anyOther: ErrCodesRefused,
}

// CodeRange is a run of an application's codes, [From, To).
type CodeRange struct{ From, To int64 }

func (r CodeRange) start() int64 { return r.From }
func (r CodeRange) end() int64   { return r.To - 1 } // WeChat's ends belong to the range

// ApplyCodes orders codes: a multiple of CodesStep, up to MaxCodes. The same reference is
// the same order, however often. Errors: ErrCodesRefused, and the common ones.
func (a *OfficialAccount) ApplyCodes(ctx context.Context, count int64, reference string) (application int64, err error) {
	if count < CodesStep || count > MaxCodes || count%CodesStep != 0 || reference == "" || len(reference) > 128 {
		return 0, ErrCodesRefused.With("%d codes for %q", count, reference)
	}
	type applied struct {
		Application int64 `json:"application_id"`
	}
	answer, err := askAs(ctx, a.client, a.app, question{
		path:  "/intp/marketcode/applycode",
		body:  map[string]any{"code_count": count, "isv_application_id": reference},
		means: codesErrors,
	}, func(a applied) string { return lacksNumber(a.Application, "an application's number") })
	return answer.Application, err
}

func lacksNumber(n int64, what string) string {
	if n == 0 {
		return what
	}
	return ""
}

// finished is the one state of an application that WeChat documents.
const finished = "FINISH"

// QueryCodes tells in which ranges the codes of an application can be downloaded; ready is
// false while WeChat makes them. Errors: ErrCodesRefused, and the common ones.
func (a *OfficialAccount) QueryCodes(ctx context.Context, application int64) (ranges []CodeRange, ready bool, err error) {
	type standing struct {
		Status string `json:"status"`
		List   []struct {
			Start int64 `json:"code_start"`
			End   int64 `json:"code_end"`
		} `json:"code_generate_list"`
	}
	answer, err := askAs(ctx, a.client, a.app, question{
		path:  "/intp/marketcode/applycodequery",
		body:  map[string]any{"application_id": application},
		means: codesErrors,
	}, func(s standing) string { return missing(s.Status, "a status") })
	if err != nil || answer.Status != finished {
		return nil, false, err
	}
	for _, r := range answer.List {
		ranges = append(ranges, CodeRange{r.Start, r.End + 1})
	}
	return ranges, true, nil
}

// MarketCode is one of WeChat's codes.
type MarketCode struct {
	Original string // nine characters, which a ticket is exchanged for
	Printed  string // P.URL.CN/… as it is printed; empty where WeChat did not send it
}

// DownloadCodes fetches a range that QueryCodes named and opens it with the account's key.
// Errors: ErrCodesRefused, ErrCodesSealed, and the common ones.
func (a *OfficialAccount) DownloadCodes(ctx context.Context, application int64, r CodeRange) ([]MarketCode, error) {
	if r.From < 0 || r.To <= r.From || r.To-r.From > maxCodes {
		return nil, ErrCodesRefused.With("[%d, %d)", r.From, r.To)
	}
	if a.key == nil {
		return nil, ErrCodesSealed.With("no key is configured")
	}
	type sealed struct {
		Buffer string `json:"buffer"`
	}
	answer, err := askAs(ctx, a.client, a.app, question{
		path:  "/intp/marketcode/applycodedownload",
		body:  map[string]any{"application_id": application, "code_start": r.start(), "code_end": r.end()},
		means: codesErrors,
	}, func(s sealed) string { return missing(s.Buffer, "a buffer") })
	if err != nil {
		return nil, err
	}
	text, err := openCodes(a.key, answer.Buffer)
	if err != nil {
		return nil, ErrCodesSealed.With("%v", err)
	}
	codes, err := parseCodes(text, r)
	if err != nil {
		return nil, ErrCodesSealed.With("%v", err)
	}
	return codes, nil
}

// openCodes opens base64(AES-128-CBC(text)), whose key is its initial vector, too. The
// padding is PKCS#7; WeChat pads to 16 bytes or, as in its messages, to 32.
func openCodes(key []byte, buffer string) (string, error) {
	sealed, err := base64.StdEncoding.DecodeString(buffer)
	if err != nil || len(sealed) == 0 || len(sealed)%aes.BlockSize != 0 {
		return "", errUndecryptable
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return "", err
	}
	cipher.NewCBCDecrypter(block, key).CryptBlocks(sealed, sealed)
	pad := int(sealed[len(sealed)-1])
	if pad < 1 || pad > paddedTo || pad > len(sealed) || strings.Trim(string(sealed[len(sealed)-pad:]), string(rune(pad))) != "" {
		return "", errUndecryptable
	}
	return string(sealed[:len(sealed)-pad]), nil
}

const (
	printedPrefix = "P.URL.CN/"
	originalSize  = 9
)

// parseCodes reads a line a code, its parts between blanks or commas: the code's number in
// the application, its original, its printed text, in any order and with others beside.
// WeChat documents the parts and not the lines, so a line is held to what is known of it:
// its number, if it begins with one, and its original have to be there.
func parseCodes(text string, r CodeRange) ([]MarketCode, error) {
	codes := make([]MarketCode, 0, r.To-r.From)
	for line := range strings.Lines(text) {
		parts := strings.FieldsFunc(line, func(c rune) bool { return strings.ContainsRune(" \t\r\n,;\ufeff", c) })
		if len(parts) == 0 {
			continue
		}
		number := r.From + int64(len(codes))
		if first, err := strconv.ParseInt(parts[0], 10, 64); err == nil && len(parts[0]) < originalSize {
			if first != number {
				return nil, fmt.Errorf("code %d stands where %d belongs", first, number)
			}
			parts = parts[1:]
		}
		var m MarketCode
		for _, part := range parts {
			switch {
			case strings.HasPrefix(part, printedPrefix):
				m.Printed = part
			case len(part) == originalSize:
				m.Original = part
			}
		}
		if m.Original == "" {
			return nil, fmt.Errorf("code %d has no original", number)
		}
		codes = append(codes, m)
	}
	if int64(len(codes)) != r.To-r.From {
		return nil, fmt.Errorf("%d codes, not %d", len(codes), r.To-r.From)
	}
	return codes, nil
}

// CodeActivation says what a run of an application's codes opens, and for which goods.
type CodeActivation struct {
	Application int64
	Range       CodeRange
	Activity    string
	Brand       string
	Product     string
	GTIN        string
	AppID       string
	Page        string // without "/" in front
	EnvVersion  string // as App's
}

// wxaTypes are WeChat's numbers of an app's versions.
var wxaTypes = map[string]int{"": 0, EnvRelease: 0, EnvDevelop: 1, EnvTrial: 2}

// activation is how WeChat writes one down.
type activation struct {
	Application int64  `json:"application_id"`
	Activity    string `json:"activity_name"`
	Brand       string `json:"product_brand"`
	Product     string `json:"product_title"`
	GTIN        string `json:"product_code"`
	AppID       string `json:"wxa_appid"`
	Page        string `json:"wxa_path"`
	Type        int    `json:"wxa_type"`
	Start       int64  `json:"code_start"`
	End         int64  `json:"code_end"`
}

// ActivateCodes makes a run of codes open an app's page. Errors: ErrCodesRefused, and the
// common ones.
func (a *OfficialAccount) ActivateCodes(ctx context.Context, c CodeActivation) error {
	if c.Range.From < 0 || c.Range.To <= c.Range.From || !plainPage(c.Page) {
		return ErrCodesRefused.With("[%d, %d) to page %q", c.Range.From, c.Range.To, c.Page)
	}
	_, err := askAs(ctx, a.client, a.app, question{
		path: "/intp/marketcode/codeactive",
		body: activation{
			Application: c.Application, Activity: c.Activity, Brand: c.Brand, Product: c.Product, GTIN: c.GTIN,
			AppID: c.AppID, Page: c.Page, Type: wxaTypes[c.EnvVersion], Start: c.Range.start(), End: c.Range.end(),
		},
		means: codesErrors,
	}, func(struct{}) string { return "" })
	return err
}

// QueryActive tells what one code of an application opens; nil when nothing. Errors: the
// common ones.
func (a *OfficialAccount) QueryActive(ctx context.Context, application, number int64) (*CodeActivation, error) {
	answer, err := askAs(ctx, a.client, a.app, question{
		path:  "/intp/marketcode/codeactivequery",
		body:  map[string]any{"application_id": application, "code_index": number},
		means: codesErrors,
	}, func(activation) string { return "" })
	if errors.Is(err, ErrCodesRefused) {
		return nil, nil // of a code that is not active WeChat has nothing to tell
	}
	if err != nil || answer.AppID == "" {
		return nil, err
	}
	return &CodeActivation{
		Application: application, Range: CodeRange{answer.Start, answer.End + 1}, Activity: answer.Activity, Brand: answer.Brand,
		Product: answer.Product, GTIN: answer.GTIN, AppID: answer.AppID, Page: answer.Page,
	}, nil
}

var ticketErrors = map[int64]*errs.Error{
	40003:    ErrCodeTicketRefused, // not a person of the app
	40097:    ErrCodeTicketRefused, // wrong arguments, the openid among them
	anyOther: ErrCodeTicketRefused,
}

// TicketToCode exchanges the ticket that WeChat handed to an app with a scan, for the code's
// original. openID is the scanner's in that app. Errors: ErrCodeTicketRefused, and the
// common ones.
func (a *OfficialAccount) TicketToCode(ctx context.Context, openID, ticket string) (original string, err error) {
	type told struct {
		Code string `json:"code"`
	}
	answer, err := askAs(ctx, a.client, a.app, question{
		path:  "/intp/marketcode/tickettocode",
		body:  map[string]string{"openid": openID, "code_ticket": ticket},
		means: ticketErrors,
	}, func(t told) string { return missing(t.Code, "a code") })
	return answer.Code, err
}
