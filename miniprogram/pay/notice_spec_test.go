package pay_test

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/miniprogram/fake"
	"channelrouter/miniprogram/pay"
)

func TestNotification(t *testing.T) {
	Convey("Given bills that come to an end", t, func() {
		w := newWorld()
		for _, number := range []string{"R1", "R2", "R3", "R4"} {
			w.sent(number)
		}
		end := func() {
			w.bank.Confirm(mchID, "R1")
			w.bank.Reject(mchID, "R2", "PAYEE_ACCOUNT_ABNORMAL")
			_, err := w.client.Cancel(ctx, "R3")
			So(err, ShouldBeNil)
			w.bank.Tick() // the cancellation comes true
			w.clock.Advance(24 * time.Hour)
			w.bank.Tick() // R4 is too late
		}

		Convey("a notification tells of each end", func() {
			end()
			states, ids := map[string]pay.State{}, map[string]bool{}
			for _, notice := range w.received() {
				So(notice.EventType, ShouldEqual, pay.EventFinished)
				So(notice.Receipt.AmountFen, ShouldEqual, 88_88)
				So(notice.Receipt.OpenID, ShouldEqual, liID)
				So(notice.CreatedAt.IsZero(), ShouldBeFalse)
				states[notice.Receipt.OutBillNo] = notice.Receipt.State
				ids[notice.ID] = true
			}
			So(states, ShouldResemble, map[string]pay.State{
				"R1": pay.StateSuccess, "R2": pay.StateFail, "R3": pay.StateCancelled, "R4": pay.StateFail})
			So(len(ids), ShouldEqual, 4)
		})
		Convey("it may come twice, under one id", func() {
			w.bank.FailNotices(1, fake.NoticeTwice)
			w.bank.Confirm(mchID, "R1")
			notices := w.received()
			So(len(notices), ShouldEqual, 2)
			So(notices[0], ShouldResemble, notices[1])
		})
		Convey("it may be overtaken, or never come", func() {
			w.bank.FailNotices(1, fake.NoticeLate)
			w.bank.Confirm(mchID, "R1")
			w.bank.Confirm(mchID, "R2")
			w.received()
			w.bank.FailNotices(1, fake.NoticeLate)
			w.bank.Confirm(mchID, "R3") // there is none after it: it waits for Deliver
			w.bank.FailNotices(1, fake.NoticeDropped)
			w.bank.Confirm(mchID, "R4")
			notices := w.received()
			So(len(notices), ShouldEqual, 3)
			for i, number := range []string{"R2", "R1", "R3"} {
				So(notices[i].Receipt.OutBillNo, ShouldEqual, number)
			}
			So(w.bank.PaidByBill(mchID)["R4"], ShouldEqual, 88_88)
		})
		Convey("a server that is down gets it later", func() {
			bill := w.bill("R5")
			bill.NotifyURL = "http://127.0.0.1:1/nobody"
			_, err := w.client.Transfer(ctx, bill)
			So(err, ShouldBeNil)
			w.bank.Confirm(mchID, "R5")
			So(w.bank.Deliver(), ShouldEqual, 0)
		})
	})
}

func TestForgedNotifications(t *testing.T) {
	Convey("Given a notification", t, func() {
		w := newWorld()
		w.sent("R1")
		w.bank.Confirm(mchID, "R1")
		So(len(w.received()), ShouldEqual, 1)
		genuine := func(at time.Time) *http.Request {
			request, err := w.bank.Notice(mchID, "R1", at)
			So(err, ShouldBeNil)
			return request
		}
		change := func(do func(*http.Request)) error {
			request := genuine(time.Now())
			do(request)
			_, err := w.client.Notification(request)
			return err
		}
		header := func(name, value string) error {
			return change(func(r *http.Request) { r.Header.Set(name, value) })
		}

		Convey("as WeChat sent it, it is believed", func() {
			notice, err := w.client.Notification(genuine(time.Now()))
			So(err, ShouldBeNil)
			So(notice.Receipt.State, ShouldEqual, pay.StateSuccess)
		})
		Convey("a changed body is refused, wherever it is changed", func() {
			body, err := io.ReadAll(genuine(time.Now()).Body)
			So(err, ShouldBeNil)
			for _, at := range []int{0, len(body) / 3, len(body) / 2, len(body) - 1} {
				err := change(func(r *http.Request) {
					text, _ := io.ReadAll(r.Body)
					text[at%len(text)] ^= 1
					r.Body = io.NopCloser(bytes.NewReader(text))
				})
				So(err, ShouldWrap, pay.ErrNoticeForged)
			}
		})
		Convey("an old or a future one is refused", func() {
			for _, at := range []time.Duration{-5 * time.Minute, -24 * time.Hour, 6 * time.Minute} {
				_, err := w.client.Notification(genuine(time.Now().Add(at)))
				So(err, ShouldWrap, pay.ErrNoticeStale)
			}
			_, err := w.client.Notification(genuine(time.Now().Add(-4 * time.Minute)))
			So(err, ShouldBeNil)
			So(header("Wechatpay-Timestamp", "yesterday"), ShouldWrap, pay.ErrNoticeStale)
		})
		Convey("a fresh timestamp on an old one is refused", func() {
			request := genuine(time.Now().Add(-time.Hour))
			request.Header.Set("Wechatpay-Timestamp", strconv.FormatInt(time.Now().Unix(), 10))
			_, err := w.client.Notification(request)
			So(err, ShouldWrap, pay.ErrNoticeForged)
		})
		Convey("another key's is refused", func() {
			So(header("Wechatpay-Serial", "PUB_KEY_ID_0000000000000000000000000000"), ShouldWrap, pay.ErrNoticeSerial)
			So(header("Wechatpay-Serial", ""), ShouldWrap, pay.ErrNoticeSerial)
		})
		Convey("another's signature, nonce or kind of signature is refused", func() {
			So(header("Wechatpay-Signature", genuine(time.Now()).Header.Get("Wechatpay-Signature")), ShouldWrap, pay.ErrNoticeForged)
			So(header("Wechatpay-Signature", "WECHATPAY/SIGNTEST/probe"), ShouldWrap, pay.ErrNoticeForged)
			So(header("Wechatpay-Nonce", "another"), ShouldWrap, pay.ErrNoticeForged)
			So(header("Wechatpay-Signature-Type", "WECHATPAY2-SM2-WITH-SM3"), ShouldWrap, pay.ErrNoticeForged)
		})
		Convey("another merchant's is refused: its key does not open it", func() {
			other := w.keys
			other.APIv3Key = strings.Repeat("0", 32)
			_, err := w.connect(other).Notification(genuine(time.Now()))
			So(err, ShouldWrap, pay.ErrNoticeForged)
		})
		Convey("nonsense is refused and breaks nothing", func() {
			for _, text := range []string{"", "null", "{}", `{"id":"1"}`, `{"id":"1","resource":{"nonce":"short"}}`, strings.Repeat("x", 2<<20)} {
				So(change(func(r *http.Request) { r.Body = io.NopCloser(strings.NewReader(text)) }), ShouldWrap, pay.ErrNoticeForged)
			}
		})
	})
}
