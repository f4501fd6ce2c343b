package identity_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/db"
	"channelrouter/model"
	"channelrouter/service/identity"
)

func TestPurgeExpired(t *testing.T) {
	onEachEngine(t, func(t *testing.T, d *db.DB) {
		Convey("Given sessions old and new", t, func() {
			w := newWorld(d)
			w.wechat.knows("li", "o-li", "u-li")
			for range 3 {
				w.login(identity.AppConsumer, "li")
			}
			w.clock.Advance(30 * 24 * time.Hour)
			w.login(identity.AppConsumer, "li")

			Convey("what ended less than a week ago stays", func() {
				w.clock.Advance(7 * 24 * time.Hour)
				purged, err := w.PurgeExpired(w.ctx, 100)
				So(err, ShouldBeNil)
				So(purged, ShouldEqual, 0)
			})
			Convey("what ended before goes, up to the limit, and the rest stays", func() {
				w.clock.Advance(7*24*time.Hour + time.Second)
				purged, err := w.PurgeExpired(w.ctx, 2)
				So(err, ShouldBeNil)
				So(purged, ShouldEqual, 2)
				purged, err = w.PurgeExpired(w.ctx, 2)
				So(err, ShouldBeNil)
				So(purged, ShouldEqual, 1)
				So(w.count(&model.SessionFamily{}), ShouldEqual, 1)
				So(w.count(&model.RefreshToken{}), ShouldEqual, 1)
			})
			Convey("a family with thousands of tokens goes in several transactions", func() {
				tokens := w.login(identity.AppConsumer, "li")
				rows := make([]model.RefreshToken, 2500)
				for i := range rows {
					rows[i] = model.RefreshToken{Hash: fmt.Sprint(i), FamilyID: tokens.Actor.FamilyID, ExpiresAt: w.clock.Now()}
				}
				So(d.Run(w.ctx, func(ctx context.Context) error {
					return d.Conn(ctx).CreateInBatches(rows, 500).Error
				}), ShouldBeNil)
				w.clock.Advance(38 * 24 * time.Hour)
				purged, err := w.PurgeExpired(w.ctx, 100)
				So(err, ShouldBeNil)
				So(purged, ShouldEqual, 5)
				So(w.count(&model.RefreshToken{}), ShouldEqual, 0)
			})
		})
	})
}
