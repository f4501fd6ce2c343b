package identity_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/db"
	"channelrouter/model"
	"channelrouter/service/identity"
)

func TestAudit(t *testing.T) {
	onEachEngine(t, func(t *testing.T, d *db.DB) {
		Convey("Given a use case that is audited", t, func() {
			w := newWorld(d)
			record := identity.AuditRecord{UserID: 7, Action: "POST /users", Target: "/api/v1/users", RequestID: "r1"}
			audited := db.BeforeCommit(w.ctx, func(ctx context.Context) error { return w.Audit(ctx, record) })
			failure := errors.New("it went wrong")

			Convey("the entry commits with the work", func() {
				So(d.Run(audited, func(context.Context) error { return nil }), ShouldBeNil)
				entries, err := w.ListAudit(w.ctx, identity.AuditFilter{}, 0, 10)
				So(err, ShouldBeNil)
				So(entries, ShouldResemble, []model.AuditEntry{{ID: entries[0].ID, UserID: 7, Action: "POST /users",
					Target: "/api/v1/users", RequestID: "r1", Outcome: model.AuditDone, Times: 1, At: w.clock.Now()}})
			})
			Convey("or not at all", func() {
				So(d.Run(audited, func(context.Context) error { return failure }), ShouldWrap, failure)
				So(d.Run(w.ctx, func(ctx context.Context) error {
					So(w.Audit(ctx, record), ShouldBeNil)
					return failure
				}), ShouldWrap, failure)
				So(w.count(&model.AuditEntry{}), ShouldEqual, 0)
			})
			Convey("it names what the work made, behind the target", func() {
				So(d.Run(audited, func(ctx context.Context) error {
					db.Note(ctx, "user %d", 12)
					db.Note(ctx, "version 3")
					return nil
				}), ShouldBeNil)
				entries, err := w.ListAudit(w.ctx, identity.AuditFilter{}, 0, 10)
				So(err, ShouldBeNil)
				So(entries[0].Target, ShouldEqual, "/api/v1/users, user 12, version 3")
			})
			Convey("text that does not fit is cut, so that it cannot undo the work", func() {
				record.Target, record.RequestID = strings.Repeat("码", 300), "\xff\xfe"
				So(w.Audit(w.ctx, record), ShouldBeNil)
				entries, err := w.ListAudit(w.ctx, identity.AuditFilter{}, 0, 10)
				So(err, ShouldBeNil)
				So(entries[0].Target, ShouldEqual, strings.Repeat("码", 200))
				So(entries[0].RequestID, ShouldEqual, "\uFFFD")
			})
			Convey("answers of a kind that come at once, of two replicas, are one row that counts them all", func() {
				replicas := []*identity.Service{w.Service, w.replica()}
				failures := atOnce(func(i int) error {
					return replicas[i%2].AuditAnswer(w.ctx, record, model.AuditRefused, "request.not_permitted")
				})
				So(count(failures, nil), ShouldEqual, 20)
				So(w.AuditAnswer(w.ctx, record, model.AuditInvalid, "request.invalid"), ShouldBeNil)
				entries, err := w.ListAudit(w.ctx, identity.AuditFilter{Outcome: model.AuditRefused}, 0, 10)
				So(err, ShouldBeNil)
				So(entries, ShouldHaveLength, 1)
				So([]any{entries[0].Times, entries[0].Code}, ShouldResemble, []any{int64(20), "request.not_permitted"})
				So(w.count(&model.AuditEntry{}), ShouldEqual, 2)
			})
			Convey("the trail is read from its end, page by page", func() {
				for _, action := range []string{"first", "second", "third"} {
					record.Action = action
					So(w.Audit(w.ctx, record), ShouldBeNil)
				}
				newest, err := w.ListAudit(w.ctx, identity.AuditFilter{}, 0, 2)
				So(err, ShouldBeNil)
				So([]string{newest[0].Action, newest[1].Action}, ShouldResemble, []string{"third", "second"})
				rest, err := w.ListAudit(w.ctx, identity.AuditFilter{}, newest[1].ID, 2)
				So(err, ShouldBeNil)
				So(rest, ShouldHaveLength, 1)
				So(rest[0].Action, ShouldEqual, "first")
			})
		})
	})
}
