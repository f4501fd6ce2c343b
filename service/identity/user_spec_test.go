package identity_test

import (
	"strings"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/db"
	"channelrouter/model"
	"channelrouter/service/identity"
)

const password = "correct horse battery"

// hire creates a user with the password that all have.
func (w *world) hire(login string, role model.UserRole) model.ConsoleUser {
	user, err := w.CreateUser(w.ctx, identity.NewUser{Login: login, Name: "Somebody", Role: role, Password: password})
	So(err, ShouldBeNil)
	return user
}

func TestUsers(t *testing.T) {
	onEachEngine(t, func(t *testing.T, d *db.DB) {
		Convey("Given two users", t, func() {
			w := newWorld(d)
			first, second := w.hire("first", model.UserOwner), w.hire("second", model.UserAuditor)

			Convey("they are found, singly and in pages, without their hashes", func() {
				seen, err := w.GetUser(w.ctx, first.ID)
				So(err, ShouldBeNil)
				So(seen, ShouldResemble, first)
				_, err = w.GetUser(w.ctx, 1)
				So(err, ShouldWrap, identity.ErrUnknownUser)

				page, err := w.ListUsers(w.ctx, identity.UserFilter{}, 0, 1)
				So(err, ShouldBeNil)
				So(page, ShouldResemble, []model.ConsoleUser{first})
				page, err = w.ListUsers(w.ctx, identity.UserFilter{}, first.ID, 10)
				So(err, ShouldBeNil)
				So(page, ShouldResemble, []model.ConsoleUser{second})
				So(second.PasswordHash, ShouldBeBlank)
			})
			Convey("a user that cannot be is not created", func() {
				good := identity.NewUser{Login: "third", Name: "李雷", Role: model.UserFinance, Password: password}
				for want, spoil := range map[error]func(*identity.NewUser){
					identity.ErrLoginTaken:                 func(n *identity.NewUser) { n.Login = " FIRST" },
					identity.ErrBadUser.With("spaces"):     func(n *identity.NewUser) { n.Login = "two words" },
					identity.ErrBadUser.With("long login"): func(n *identity.NewUser) { n.Login = strings.Repeat("x", 65) },
					identity.ErrBadUser.With("no name"):    func(n *identity.NewUser) { n.Name = " " },
					identity.ErrBadUser.With("role"):       func(n *identity.NewUser) { n.Role = "emperor" },
					identity.ErrBadPassword.With("short"):  func(n *identity.NewUser) { n.Password = "九个字符九个字符九" },
					identity.ErrBadPassword.With("long"):   func(n *identity.NewUser) { n.Password = strings.Repeat("x", 129) },
				} {
					bad := good
					spoil(&bad)
					_, err := w.CreateUser(w.ctx, bad)
					So(err, ShouldWrap, want)
				}
				_, err := w.CreateUser(w.ctx, good)
				So(err, ShouldBeNil)
			})
		})
	})
}
