package identity_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/model"
	"channelrouter/service/identity"
)

const number = "13812345678"

// bind verifies a number as the person's, in the consumer's app.
func (w *world) bind(person model.PersonID, number string) error {
	phone, err := w.AskPhone(w.ctx, identity.AppConsumer, number)
	if err != nil {
		return err
	}
	_, err = w.BindPhone(w.ctx, identity.AppConsumer, person, phone, "2026-01")
	return err
}

// masked is a person's number as he is shown it.
func (w *world) masked(person model.PersonID) string {
	phone, has, err := w.PhoneOf(w.ctx, person)
	So(err, ShouldBeNil)
	if !has {
		return ""
	}
	return phone.Masked()
}

func TestPhones(t *testing.T) {
	onEachEngine(t, func(t *testing.T, d *db.DB) {
		Convey("Given Wang, whose unionid WeChat does not tell", t, func() {
			w := newWorld(d)
			w.wechat.knows("wang", "o-wang", "")
			w.wechat.knows("li", "o-li", "")
			wang := w.login(identity.AppConsumer, "wang").Actor.PersonID
			li := w.login(identity.AppConsumer, "li").Actor.PersonID

			Convey("he is not bound", func() {
				So(w.RequireBound(w.ctx, wang), ShouldWrap, identity.ErrNotBound)
				So(w.masked(wang), ShouldBeBlank)
			})
			Convey("until his phone is verified", func() {
				So(w.bind(wang, number), ShouldBeNil)
				So(w.RequireBound(w.ctx, wang), ShouldBeNil)
				So(w.masked(wang), ShouldEqual, "138****5678")

				Convey("whose number stands nowhere in clear", func() {
					var rows []map[string]any
					for _, table := range []string{"person_phones", "consents", "persons"} {
						var some []map[string]any
						So(d.Conn(w.ctx).Table(table).Find(&some).Error, ShouldBeNil)
						rows = append(rows, some...)
					}
					var texts bytes.Buffer
					for _, row := range rows {
						for _, value := range row {
							if raw, is := value.([]byte); is {
								value = string(raw)
							}
							fmt.Fprintln(&texts, value)
						}
					}
					So(texts.String(), ShouldNotContainSubstring, number)
					phone, _, err := w.PhoneOf(w.ctx, wang)
					So(err, ShouldBeNil)
					var log bytes.Buffer
					slog.New(slog.NewTextHandler(&log, nil)).Info("bound", "phone", phone)
					So(log.String()+fmt.Sprintf("%v %+v %s", phone, phone, phone), ShouldNotContainSubstring, number)
				})
				Convey("with a consent that he can take back, and the number with it", func() {
					given, err := w.Consents(w.ctx, wang)
					So(err, ShouldBeNil)
					So(given, ShouldHaveLength, 1)
					So([]any{given[0].Purpose, given[0].Version, given[0].App}, ShouldResemble, []any{model.ConsentPhone, "2026-01", "consumer"})
					So(w.WithdrawConsent(w.ctx, wang, model.ConsentPhone), ShouldBeNil)
					So(w.masked(wang), ShouldBeBlank)
					So(w.RequireBound(w.ctx, wang), ShouldWrap, identity.ErrNotBound)
					So(w.count(&model.Consent{}), ShouldEqual, 1) // that there was one is kept
					So(w.WithdrawConsent(w.ctx, wang, model.ConsentPhone), ShouldWrap, identity.ErrNoConsent)
				})
				Convey("another number takes the place of the first", func() {
					So(w.bind(wang, "13900001111"), ShouldBeNil)
					So(w.masked(wang), ShouldEqual, "139****1111")
					So(w.count(&model.PersonPhone{}), ShouldEqual, 1)
					So(w.count(&model.Consent{}), ShouldEqual, 1)
				})
				Convey("who verifies the same number later has it, and Wang none", func() {
					So(w.bind(li, number), ShouldBeNil)
					So(w.masked(li), ShouldEqual, "138****5678")
					So(w.RequireBound(w.ctx, wang), ShouldWrap, identity.ErrNotBound)
				})
				Convey("the key of another installation cannot read it", func() {
					other := identity.New(d, w.clock, ids, nil, w.wechat, identity.Keys{Phone: [32]byte{9}})
					_, _, err := other.PhoneOf(w.ctx, wang)
					So(err, ShouldNotBeNil)
				})
			})
			Convey("of 20 who verify one number at once, one has it", func() {
				people := make([]model.PersonID, 20)
				for i := range people {
					name := fmt.Sprint("p", i)
					w.wechat.knows(name, "o-"+name, "")
					people[i] = w.login(identity.AppConsumer, name).Actor.PersonID
				}
				So(count(atOnce(func(i int) error { return w.bind(people[i], number) }), nil), ShouldEqual, 20)
				So(w.count(&model.PersonPhone{}), ShouldEqual, 1)
			})
			Convey("of 20 bindings by himself at once one consent is left", func() {
				So(count(atOnce(func(int) error { return w.bind(wang, number) }), nil), ShouldEqual, 20)
				So(w.count(&model.PersonPhone{}), ShouldEqual, 1)
				So(w.count(&model.Consent{}), ShouldEqual, 1)
			})
			Convey("a code that WeChat refuses binds nothing, nor does one asked for inside a transaction", func() {
				So(w.bind(wang, "no such code"), ShouldWrap, errWeChat)
				So(d.Run(w.ctx, func(ctx context.Context) error {
					_, err := w.AskPhone(ctx, identity.AppConsumer, number)
					return err
				}), ShouldNotBeNil)
				So(w.count(&model.PersonPhone{}), ShouldEqual, 0)
			})
			Convey("other purposes are consented to by themselves", func() {
				So(w.Consent(w.ctx, identity.AppConsumer, wang, model.ConsentLocation, "1"), ShouldBeNil)
				So(w.Consent(w.ctx, identity.AppConsumer, wang, model.ConsentLocation, "1"), ShouldBeNil)
				So(w.Consent(w.ctx, identity.AppConsumer, wang, model.ConsentLocation, "2"), ShouldBeNil)
				given, err := w.Consents(w.ctx, wang)
				So(err, ShouldBeNil)
				So(given, ShouldHaveLength, 1)
				So(given[0].Version, ShouldEqual, "2")
				So(w.count(&model.Consent{}), ShouldEqual, 2)
				So(w.Consent(w.ctx, identity.AppConsumer, wang, model.ConsentPhone, "1"), ShouldWrap, identity.ErrBadConsent)
				So(w.Consent(w.ctx, identity.AppConsumer, wang, "soul", "1"), ShouldWrap, identity.ErrBadConsent)
			})
		})
	})
}

func TestPhoneNumbers(t *testing.T) {
	for text, want := range map[string]string{
		number: "138****5678", "+86 138 1234-5678": "138****5678", "+852 5123 4567": "+852****4567",
		"+1 (202) 555-0143": "+120****0143", "+6512345": "+6****45",
	} {
		phone, err := identity.ParsePhone(text)
		if err != nil || phone.Masked() != want {
			t.Errorf("%s is shown as %s, want %s; %v", text, phone.Masked(), want, err)
		}
	}
	for _, text := range []string{"", "1381234567", "138123456789", "23812345678", "+", "+86", "+86123", "+12345", "+1234567890123456", "１３８１２３４５６７８", "13812e45678", "++8613812345678"} {
		if phone, err := identity.ParsePhone(text); err == nil {
			t.Errorf("%q is taken for %s", text, phone)
		}
	}
}

// However it is written, one number is one.
func TestOneNumberHasOneIndex(t *testing.T) {
	s := identity.New(nil, clock.System{}, nil, nil, nil, keys)
	index := func(text string) string {
		phone, err := identity.ParsePhone(text)
		if err != nil {
			t.Fatal(err)
		}
		return s.IndexPhone(phone)
	}
	if index(number) != index("+86-138-1234-5678") || index(number) == index("13812345679") || index("+85251234567") != index("+852 5123 4567") {
		t.Error("a number has two indexes, or two have one")
	}
}
