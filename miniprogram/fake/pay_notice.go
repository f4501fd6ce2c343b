package fake

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// noticeQueue holds the notifications on their way. Pay's lock guards it.
type noticeQueue struct {
	made      int
	fresh     []notice
	late      []notice
	refused   []notice // those that the merchant did not answer with 200 or 204
	underWay  int
	delivered int
	quiet     *sync.Cond // underWay has become 0
}

type notice struct {
	url   string
	keyID string
	body  []byte
}

// announce makes the notification of a bill's end.
func (p *Pay) announce(bill *payBill, now time.Time) {
	p.notices.made++
	if bill.request.NotifyURL == "" {
		return
	}
	id := fmt.Sprintf("EV-%s%08d", now.Format("20060102150405"), p.notices.made)
	p.notices.fresh = append(p.notices.fresh, notice{bill.request.NotifyURL, bill.merchant.PublicKeyID, bill.noticeBody(id, now)})
}

// noticeBody is the bill, encrypted with the merchant's APIv3 key.
func (b *payBill) noticeBody(id string, now time.Time) []byte {
	plain := mustJSON(b.resource())
	block, err := aes.NewCipher([]byte(b.merchant.APIv3Key))
	if err != nil {
		panic(err) // the key is our own
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	nonce, associated := rand.Text()[:gcm.NonceSize()], "mch_payment"
	sealed := gcm.Seal(nil, []byte(nonce), plain, []byte(associated))
	return mustJSON(map[string]any{
		"id": id, "create_time": payTime(now), "resource_type": "encrypt-resource",
		"event_type": "MCHTRANSFER.BILL.FINISHED", "summary": "商家转账单据终态通知",
		"resource": map[string]any{
			"original_type": "mch_payment", "algorithm": "AEAD_AES_256_GCM",
			"ciphertext": base64.StdEncoding.EncodeToString(sealed), "associated_data": associated, "nonce": nonce,
		},
	})
}

func mustJSON(value any) []byte {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // texts and numbers
	}
	return text
}

// sendOff posts what was announced, with the faults that it meets. Nobody waits for it.
func (p *Pay) sendOff() {
	fresh := p.notices.fresh
	p.notices.fresh = nil
	for _, n := range fresh {
		going := []notice{n}
		switch p.faults.nextNotice() {
		case NoticeDropped:
			continue
		case NoticeLate:
			p.notices.late = append(p.notices.late, n)
			continue
		case NoticeTwice:
			going = append(going, n)
		case NoticeProper:
		}
		p.post(append(going, p.notices.late...)...) // what is late has been overtaken
		p.notices.late = nil
	}
}

// post carries notifications to their merchant, one after the other, in the
// background. It is called with the lock held.
func (p *Pay) post(notices ...notice) {
	if len(notices) == 0 {
		return
	}
	p.notices.underWay++
	go func() {
		var refused []notice
		for _, n := range notices {
			if !p.deliver(n) {
				refused = append(refused, n)
			}
		}
		p.mu.Lock()
		defer p.mu.Unlock()
		p.notices.refused = append(p.notices.refused, refused...)
		p.notices.delivered += len(notices) - len(refused)
		if p.notices.underWay--; p.notices.underWay == 0 {
			p.notices.quiet.Broadcast()
		}
	}()
}

func (p *Pay) deliver(n notice) bool {
	request, err := n.request(time.Now())
	if err != nil {
		return false
	}
	response, err := p.posts.Do(request)
	if err != nil {
		return false
	}
	_ = response.Body.Close()
	return response.StatusCode == http.StatusOK || response.StatusCode == http.StatusNoContent
}

func (n notice) request(at time.Time) (*http.Request, error) {
	request, err := http.NewRequest(http.MethodPost, n.url, bytes.NewReader(n.body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	sign(request.Header, n.keyID, at, n.body)
	return request, nil
}

// Deliver posts the late notifications, and again those that were refused, as WeChat
// does for a day, and waits until all have been answered. It returns how many were
// taken in until now, repetitions included.
func (p *Pay) Deliver() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	for p.notices.underWay > 0 {
		p.notices.quiet.Wait()
	}
	again := append(p.notices.refused, p.notices.late...)
	p.notices.refused, p.notices.late = nil, nil
	p.post(again...)
	for p.notices.underWay > 0 {
		p.notices.quiet.Wait()
	}
	return p.notices.delivered
}

// Notice is the notification of a bill as it is now, as a request to its notify_url
// that was signed at the given time: for tests of what receives it.
func (p *Pay) Notice(mchID, outBillNo string, at time.Time) (*http.Request, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	bill, known := p.bills[payNumber{mchID, outBillNo}]
	if !known {
		return nil, fmt.Errorf("fake: no bill %s of %s", outBillNo, mchID)
	}
	p.notices.made++
	id := fmt.Sprintf("EV-%s%08d", at.UTC().Format("20060102150405"), p.notices.made)
	return notice{bill.request.NotifyURL, bill.merchant.PublicKeyID, bill.noticeBody(id, at)}.request(at)
}
