package pay_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/errs"
	"channelrouter/miniprogram/fake"
	"channelrouter/miniprogram/pay"
)

func TestRefusals(t *testing.T) {
	Convey("Given WeChat Pay refusing", t, func() {
		w := newWorld()

		Convey("each code has its meaning, and nothing was paid", func() {
			for _, c := range []struct {
				status int
				code   string
				want   *errs.Error
				fate   pay.Fate
			}{
				{400, "PARAM_ERROR", pay.ErrRefused, pay.FateRefused},
				{400, "INVALID_REQUEST", pay.ErrRefused, pay.FateRefused},
				{403, "ACCOUNT_ERROR", pay.ErrRefused, pay.FateRefused},
				{400, "ALREADY_EXISTS", pay.ErrDiffers, pay.FateUnclear},
				{429, "FREQUENCY_LIMITED", pay.ErrRateLimited, pay.FateLater},
				{403, "QUOTA_EXCEEDED", pay.ErrQuota, pay.FateLater},
				{403, "NOT_ENOUGH", pay.ErrNotEnough, pay.FateLater},
				{401, "SIGN_ERROR", pay.ErrCredentials, pay.FateLater},
				{403, "NO_AUTH", pay.ErrCredentials, pay.FateLater},
				{500, "SYSTEM_ERROR", pay.ErrUnknown, pay.FateUnclear},
				{404, "NOT_FOUND", pay.ErrUnknown, pay.FateUnclear}, // nothing could have been found
				{400, "BRAND_NEW_CODE", pay.ErrUnknown, pay.FateUnclear},
				{502, "PARAM_ERROR", pay.ErrUnknown, pay.FateUnclear},
				{200, "PARAM_ERROR", pay.ErrUnknown, pay.FateUnclear},
			} {
				w.bank.Fail(1, fake.PayFault{Status: c.status, Code: c.code})
				_, err := w.client.Transfer(ctx, w.bill("R1"))
				So(err, ShouldWrap, c.want)
				So(pay.FateOf(err), ShouldEqual, c.fate)
				if c.status != 200 {
					So(pay.CodeOf(err), ShouldEqual, c.code)
				}
			}
			So(w.bank.States(mchID), ShouldBeEmpty)
		})
		Convey("a refusal is given only when a query has found no bill", func() {
			w.bank.Fail(1, fake.PayCutAfter)
			_, err := w.client.Transfer(ctx, w.bill("R1"))
			So(err, ShouldWrap, pay.ErrUnknown)
			w.bank.Fail(1, fake.PayRefused)
			_, err = w.client.Transfer(ctx, w.bill("R1"))
			So(err, ShouldWrap, pay.ErrDiffers)

			w.bank.Fail(1, fake.PayRefused)
			w.bank.Fail(1, fake.PayRateLimited)
			_, err = w.client.Transfer(ctx, w.bill("R1"))
			So(err, ShouldWrap, pay.ErrUnknown)
			So(pay.FateOf(err), ShouldEqual, pay.FateUnclear)
			So(errors.Is(err, pay.ErrRateLimited) || errors.Is(err, pay.ErrRefused), ShouldBeFalse)
		})
		Convey("an empty account pays nothing until it is topped up", func() {
			w.bank.Fund(mchID, 88_87)
			_, err := w.client.Transfer(ctx, w.bill("R1"))
			So(err, ShouldWrap, pay.ErrNotEnough)
			w.bank.Fund(mchID, 1)
			w.sent("R1")
		})
		Convey("calls above the second's limit and fen above the day's come later", func() {
			w.bank.Limit(fake.PayLimits{PerSecond: 2, PersonDayFen: 100_00})
			w.sent("R1")
			_, err := w.client.Transfer(ctx, w.bill("R2"))
			So(err, ShouldWrap, pay.ErrQuota)
			_, err = w.client.Query(ctx, "R1")
			So(err, ShouldWrap, pay.ErrRateLimited)
			w.clock.Advance(24 * time.Hour)
			w.sent("R2")
		})
		Convey("wrong keys are an operator's matter", func() {
			stranger := fake.New().Pay().AddMerchant("1900000999")
			mixed := w.keys
			mixed.PrivateKey = stranger.PrivateKey
			_, err := w.connect(mixed).Transfer(ctx, w.bill("R1"))
			So(err, ShouldWrap, pay.ErrCredentials)
			mixed = w.keys
			mixed.SerialNo = stranger.SerialNo
			_, err = w.connect(mixed).Query(ctx, "R1")
			So(err, ShouldWrap, pay.ErrCredentials)
			So(w.bank.States(mchID), ShouldBeEmpty)
		})
	})
}

func TestOutages(t *testing.T) {
	Convey("Given trouble on the way", t, func() {
		w := newWorld()
		unclear := func(err error) {
			So(err, ShouldWrap, pay.ErrUnknown)
			So(pay.FateOf(err), ShouldEqual, pay.FateUnclear)
		}

		Convey("before the bill was made, a query says so, and it is sent again", func() {
			w.bank.Fail(1, fake.PayCutBefore)
			_, err := w.client.Transfer(ctx, w.bill("R1"))
			unclear(err)
			_, err = w.client.Query(ctx, "R1")
			So(err, ShouldWrap, pay.ErrNotFound)
			w.sent("R1")
		})
		Convey("after the money moved, a query says so, and nothing is paid twice", func() {
			w.bank.AutoConfirm(true)
			for number, fault := range map[string]fake.PayFault{
				"R1": fake.PayCutAfter, "R2": fake.PayErrorAfter, "R3": fake.PayBroken,
				"R4": {CutAfter: true, Hang: time.Minute},
			} {
				w.bank.Fail(1, fault)
				_, err := w.client.Transfer(ctx, w.bill(number))
				unclear(err)
				So(w.state(number), ShouldEqual, pay.StateSuccess)
				receipt, err := w.client.Transfer(ctx, w.bill(number))
				So(err, ShouldBeNil)
				So(receipt.State, ShouldEqual, pay.StateSuccess)
			}
			So(w.bank.PaidByBill(mchID), ShouldResemble, map[string]int64{"R1": 88_88, "R2": 88_88, "R3": 88_88, "R4": 88_88})
		})
		Convey("a query or a cancellation whose answer is lost is unclear, too", func() {
			w.sent("R1")
			for _, fault := range []fake.PayFault{fake.PayBroken, fake.PayErrorAfter} {
				w.bank.Fail(2, fault)
				_, err := w.client.Query(ctx, "R1")
				unclear(err)
				_, err = w.client.Cancel(ctx, "R1")
				unclear(err)
			}
		})
		Convey("a refused query says nothing about the bill", func() {
			w.sent("R1")
			w.bank.Fail(2, fake.PayRefused)
			_, err := w.client.Query(ctx, "R1")
			unclear(err)
			_, err = w.client.Cancel(ctx, "R1")
			So(err, ShouldWrap, pay.ErrNotCancellable)
		})
		Convey("that a bill does not exist is not believed with a broken signature", func() {
			w.bank.Fail(1, fake.PayBroken)
			_, err := w.client.Query(ctx, "R1")
			unclear(err)
		})
		Convey("the caller's deadline and the client's own end the wait", func() {
			hurried, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
			defer cancel()
			for limit, c := range map[time.Duration]context.Context{500 * time.Millisecond: hurried, 5 * time.Second: ctx} {
				w.bank.Fail(1, fake.PayFault{CutBefore: true, Hang: time.Minute})
				began := time.Now()
				_, err := w.client.Transfer(c, w.bill("R1"))
				unclear(err)
				So(err.Error(), ShouldContainSubstring, "no answer in time")
				So(time.Since(began), ShouldBeLessThan, limit)
			}
		})
		Convey("nobody listening, a proxy's page, a redirect and an unsigned success are unclear", func() {
			for _, handler := range []http.HandlerFunc{
				func(out http.ResponseWriter, _ *http.Request) { out.WriteHeader(http.StatusBadGateway) },
				func(out http.ResponseWriter, in *http.Request) {
					http.Redirect(out, in, "/elsewhere", http.StatusFound)
				},
				func(out http.ResponseWriter, _ *http.Request) { _, _ = out.Write([]byte(`{"state":"SUCCESS"}`)) },
				func(out http.ResponseWriter, _ *http.Request) { out.WriteHeader(http.StatusNotFound) },
			} {
				server := httptest.NewServer(handler)
				_, err := connectTo(server.URL, w.keys).Transfer(ctx, w.bill("R1"))
				server.Close()
				unclear(err)
			}
			So(w.wechat.Close(), ShouldBeNil)
			_, err := w.client.Transfer(ctx, w.bill("R1"))
			unclear(err)
		})
		Convey("a genuine answer about another bill is none about this one", func() {
			w.sent("R1")
			middle := httptest.NewServer(&man{to: w.wechat})
			defer middle.Close()
			client := connectTo(middle.URL, w.keys)
			_, err := client.Query(ctx, "R1")
			So(err, ShouldBeNil)
			_, err = client.Query(ctx, "R2")
			unclear(err)
		})
	})
}
