package fake

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"time"
)

// signatureLife is how old a request's signature may be.
const signatureLife = 5 * time.Minute

const signatureType = "WECHATPAY2-SHA256-RSA2048"

var authorization = regexp.MustCompile(`([a-z_]+)="([^"]*)"`)

// authenticate finds the merchant whose signature the request bears:
//
//	Authorization: WECHATPAY2-SHA256-RSA2048 mchid="…",nonce_str="…",timestamp="…",serial_no="…",signature="…"
//
// over method, path with query, timestamp, nonce and body, each ended by a line feed.
func (p *Pay) authenticate(r *http.Request, body []byte) (*payMerchant, *payRefusal) {
	header := r.Header.Get("Authorization")
	refuse := func(message string) (*payMerchant, *payRefusal) {
		return nil, &payRefusal{http.StatusUnauthorized, "SIGN_ERROR", message}
	}
	if len(header) < len(signatureType) || header[:len(signatureType)] != signatureType {
		return refuse("Http头Authorization认证类型不正确")
	}
	part := map[string]string{}
	for _, match := range authorization.FindAllStringSubmatch(header, -1) {
		part[match[1]] = match[2]
	}
	p.mu.Lock()
	m, known := p.merchants[part["mchid"]]
	p.mu.Unlock()
	if !known || part["serial_no"] != m.SerialNo {
		return refuse("商户证书序列号有误")
	}
	seconds, err := strconv.ParseInt(part["timestamp"], 10, 64)
	if err != nil || time.Since(time.Unix(seconds, 0)).Abs() >= signatureLife {
		return refuse("Http头Authorization中的timestamp与发起请求的时间不得超过5分钟")
	}
	signature, err := base64.StdEncoding.DecodeString(part["signature"])
	message := r.Method + "\n" + r.URL.RequestURI() + "\n" + part["timestamp"] + "\n" + part["nonce_str"] + "\n" + string(body) + "\n"
	sum := sha256.Sum256([]byte(message))
	if err != nil || rsa.VerifyPKCS1v15(m.public, crypto.SHA256, sum[:], signature) != nil {
		return refuse("签名错误，请检查后再试")
	}
	return m, nil
}

// sign puts WeChat Pay's signature of body, made at a time, into the headers of an
// answer or a notification.
func sign(header http.Header, keyID string, at time.Time, body []byte) {
	timestamp, nonce := strconv.FormatInt(at.Unix(), 10), rand.Text()
	header.Set("Wechatpay-Serial", keyID)
	header.Set("Wechatpay-Timestamp", timestamp)
	header.Set("Wechatpay-Nonce", nonce)
	header.Set("Wechatpay-Signature-Type", signatureType)
	header.Set("Wechatpay-Signature", signatureOf(timestamp+"\n"+nonce+"\n"+string(body)+"\n"))
	header.Set("Request-Id", rand.Text())
}

func signatureOf(message string) string {
	sum := sha256.Sum256([]byte(message))
	signature, err := rsa.SignPKCS1v15(nil, platformKey(), crypto.SHA256, sum[:])
	if err != nil {
		panic(err) // the key is our own
	}
	return base64.StdEncoding.EncodeToString(signature)
}

// payRefusal is an error answer; unlike the mini-programs', its HTTP status says so.
type payRefusal struct {
	Status  int    `json:"-"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

func refusePay(status int, code, format string, args ...any) *payRefusal {
	return &payRefusal{status, code, fmt.Sprintf(format, args...)}
}

// answerPay sends an answer, signed if it is for a known merchant. A broken signature
// is a proper one of something else.
func answerPay(w http.ResponseWriter, m *payMerchant, status int, answer any, broken bool) {
	body, err := json.Marshal(answer)
	if err != nil {
		panic(err) // answers are structs of texts and numbers
	}
	if m != nil {
		signed := body
		if broken {
			signed = append([]byte(" "), body...)
		}
		sign(w.Header(), m.PublicKeyID, time.Now(), signed)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(body) // a caller who has gone away needs no answer
}
