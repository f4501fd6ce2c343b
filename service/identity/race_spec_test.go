package identity_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/db"
	"channelrouter/model"
	"channelrouter/service/identity"
)

// atOnce runs do in 20 goroutines that start together and returns their errors.
func atOnce(do func(i int) error) []error {
	start := make(chan struct{})
	failures := make([]error, 20)
	var done sync.WaitGroup
	for i := range failures {
		done.Go(func() {
			<-start
			failures[i] = do(i)
		})
	}
	close(start)
	done.Wait()
	return failures
}

// count says how many of the errors are target; nil counts the successes.
func count(failures []error, target error) (n int) {
	for _, err := range failures {
		if errors.Is(err, target) {
			n++
		}
	}
	return n
}

func TestLoginsAtOnce(t *testing.T) {
	onEachEngine(t, func(t *testing.T, d *db.DB) {
		Convey("Given Li in two apps, before his first login", t, func() {
			w := newWorld(d)
			apps := []string{identity.AppConsumer, identity.AppGuide}
			people := make([]model.PersonID, 20)
			login := func(i int) error {
				app := apps[i%2]
				tokens, err := w.Login(w.ctx, app, fmt.Sprintf("%s %d", app, i))
				people[i] = tokens.Actor.PersonID
				return err
			}

			Convey("20 logins at once end with one person", func() {
				for i := range people {
					w.wechat.knows(fmt.Sprintf("%s %d", apps[i%2], i), "o-li-"+apps[i%2], "u-li")
				}
				So(count(atOnce(login), nil), ShouldEqual, 20)
				for _, person := range people {
					So(person, ShouldEqual, people[0])
				}
				So(w.count(&model.Person{}), ShouldEqual, 1)
				So(w.count(&model.AppAccount{}), ShouldEqual, 2)
			})
			Convey("20 without a unionid end with one person for each account", func() {
				for i := range people {
					w.wechat.knows(fmt.Sprintf("%s %d", apps[i%2], i), "o-li-"+apps[i%2], "")
				}
				So(count(atOnce(login), nil), ShouldEqual, 20)
				for i, person := range people {
					So(person, ShouldEqual, people[i%2])
				}
				So(w.count(&model.Person{}), ShouldEqual, 2)
			})
			Convey("20 of which only some tell the unionid end with one person for both accounts", func() {
				for i := range people {
					w.wechat.knows(fmt.Sprintf("%s %d", apps[i%2], i), "o-li-"+apps[i%2], []string{"", "", "u-li"}[i%3])
				}
				So(count(atOnce(login), nil), ShouldEqual, 20)
				So(login(2), ShouldBeNil)
				So(login(5), ShouldBeNil)
				So(people[2], ShouldEqual, people[5])
				So(w.count(&model.AppAccount{}), ShouldEqual, 2)
			})
		})
		Convey("Given Li's two accounts without a unionid", t, func() {
			w := newWorld(d)
			w.wechat.knows("consumer", "o-li-c", "")
			w.wechat.knows("guide", "o-li-g", "")
			w.login(identity.AppConsumer, "consumer")
			w.login(identity.AppGuide, "guide")

			Convey("20 logins that bring it at once unite them", func() {
				w.wechat.knows("consumer", "o-li-c", "u-li")
				w.wechat.knows("guide", "o-li-g", "u-li")
				So(count(atOnce(func(i int) error {
					app := []string{identity.AppConsumer, identity.AppGuide}[i%2]
					_, err := w.Login(w.ctx, app, app)
					return err
				}), nil), ShouldEqual, 20)
				consumer := w.login(identity.AppConsumer, "consumer")
				So(w.login(identity.AppGuide, "guide").Actor.PersonID, ShouldEqual, consumer.Actor.PersonID)
			})
		})
	})
}

func TestRefreshesAtOnce(t *testing.T) {
	onEachEngine(t, func(t *testing.T, d *db.DB) {
		Convey("Given one refresh token in 20 hands", t, func() {
			w := newWorld(d)
			w.wechat.knows("li", "o-li", "u-li")
			tokens := w.login(identity.AppConsumer, "li")

			Convey("one exchanges it, and the session ends for all, the winner too", func() {
				next := make([]identity.Tokens, 20)
				failures := atOnce(func(i int) (err error) {
					next[i], err = w.Refresh(w.ctx, identity.AppConsumer, tokens.Refresh, identity.Device{})
					return err
				})
				So(count(failures, nil), ShouldEqual, 1)
				replays := count(failures, identity.ErrSessionReplayed)
				So(replays, ShouldBeGreaterThan, 0)
				So(replays+count(failures, identity.ErrSessionExpired), ShouldEqual, 19)

				So(w.authenticate(tokens), ShouldWrap, identity.ErrSessionExpired)
				for i, err := range failures {
					if err == nil {
						So(w.authenticate(next[i]), ShouldWrap, identity.ErrSessionExpired)
						_, err := w.Refresh(w.ctx, identity.AppConsumer, next[i].Refresh, identity.Device{})
						So(err, ShouldWrap, identity.ErrSessionExpired)
					}
				}
			})
		})
	})
}

func TestGuessesAtOnce(t *testing.T) {
	onEachEngine(t, func(t *testing.T, d *db.DB) {
		Convey("Given a console user", t, func() {
			w := newWorld(d)
			w.hire("owner", model.UserOwner)

			Convey("of 20 guesses at once five are looked at, and the rest find the lock", func() {
				failures := atOnce(func(int) error { return w.enter("owner", "a wrong password") })
				So(count(failures, identity.ErrBadCredentials), ShouldEqual, 5)
				So(count(failures, identity.ErrLocked), ShouldEqual, 15)
				So(w.enter("owner", password), ShouldWrap, identity.ErrLocked)
			})
			Convey("of 20 who create the same other user one does", func() {
				failures := atOnce(func(int) error {
					_, err := w.CreateUser(w.ctx, identity.NewUser{Login: "li", Name: "Li", Role: model.UserAuditor, Password: password})
					return err
				})
				So(count(failures, nil), ShouldEqual, 1)
				So(count(failures, identity.ErrLoginTaken), ShouldEqual, 19)
			})
		})
	})
}
