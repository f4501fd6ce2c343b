package pay_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/clock"
	"channelrouter/miniprogram/fake"
	"channelrouter/miniprogram/pay"
)

const (
	mchID = "1900000109"
	appID = "wx00000000000000c0"
	liID  = "oLi_LiLiLiLiLiLiLiLiLiLiLiLi"
)

var ctx = context.Background()

// world is a stand-in for WeChat Pay, one merchant's client that talks to it over
// loopback, and the merchant's own server, which takes notifications in.
type world struct {
	clock  *clock.Manual
	wechat *fake.Server
	bank   *fake.Pay
	keys   fake.Merchant
	client *pay.Client
	notify string // the merchant's notify_url

	mu      sync.Mutex
	notices []pay.Notice
	refusal error // of the last notification that was refused
}

// newWorld needs a Convey scope; both servers are closed when the scope ends.
func newWorld() *world {
	hand := clock.NewManual(time.Now())
	w := &world{clock: hand, wechat: fake.NewAt(hand.Now)}
	w.bank = w.wechat.Pay()
	w.keys = w.bank.AddMerchant(mchID)
	So(w.wechat.Start(), ShouldBeNil)
	Reset(func() { _ = w.wechat.Close() })
	w.client = w.connect(w.keys)
	own := httptest.NewServer(http.HandlerFunc(w.takeNotice))
	Reset(own.Close)
	w.notify = own.URL + "/callback/wechatpay"
	return w
}

func merchant(keys fake.Merchant) pay.Merchant {
	m, err := pay.NewMerchant(pay.Credentials(keys))
	So(err, ShouldBeNil)
	return m
}

func (w *world) connect(keys fake.Merchant) *pay.Client { return connectTo(w.wechat.URL(), keys) }

func connectTo(url string, keys fake.Merchant) *pay.Client {
	client, err := pay.NewClient(merchant(keys), pay.Options{
		BaseURL:   url,
		Timeout:   time.Second,
		SceneCaps: map[string]int64{pay.SceneMarketing: 5000_00},
	})
	So(err, ShouldBeNil)
	return client
}

// bill is a proper prize of 88.88 yuan to Li.
func (w *world) bill(outBillNo string) pay.Bill {
	return pay.Bill{
		OutBillNo: outBillNo, AppID: appID, OpenID: liID, AmountFen: 88_88, SceneID: pay.SceneMarketing,
		Remark: "开盖有奖", Perception: "活动奖励", NotifyURL: w.notify,
		ReportInfos: []pay.ReportInfo{{Type: "活动名称", Content: "开盖有奖"}, {Type: "奖励说明", Content: "一等奖"}},
	}
}

// sent is a bill that waits for its person.
func (w *world) sent(outBillNo string) pay.Receipt {
	receipt, err := w.client.Transfer(ctx, w.bill(outBillNo))
	So(err, ShouldBeNil)
	So(receipt.State, ShouldEqual, pay.StateWaitUser)
	return receipt
}

func (w *world) state(outBillNo string) pay.State {
	receipt, err := w.client.Query(ctx, outBillNo)
	So(err, ShouldBeNil)
	return receipt.State
}

// takeNotice is the merchant's callback.
func (w *world) takeNotice(out http.ResponseWriter, in *http.Request) {
	notice, err := w.client.Notification(in)
	w.mu.Lock()
	defer w.mu.Unlock()
	if err != nil {
		w.refusal = err
		out.WriteHeader(http.StatusUnauthorized)
		return
	}
	w.notices = append(w.notices, notice)
	out.WriteHeader(http.StatusNoContent)
}

// received is the notifications that have come, once all have.
func (w *world) received() []pay.Notice {
	w.bank.Deliver()
	w.mu.Lock()
	defer w.mu.Unlock()
	So(w.refusal, ShouldBeNil)
	return w.notices
}
