package contact_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/contact"
	"channelrouter/service/testkit"
)

func TestTwentyThousand(t *testing.T) {
	if testing.Short() {
		t.Skip("one goroutine does this: little for the race detector to find, which slows SQLite fiftyfold")
	}
	Convey("Given 20,000 consumers", t, func() {
		c := newCrowd(t, testkit.SQLite)
		c.populate(20_000)
		all := contact.Audience{Roles: []string{"consumer", "guide"}}

		Convey("a request counts a part of them, and says so", func() {
			estimate, err := c.Estimate(c.Ctx, all)
			So(err, ShouldBeNil)
			So(estimate.Complete, ShouldBeFalse)
			So(estimate.People, ShouldBeBetween, 1000, 20_003)
		})
		Convey("they are told in seconds", func() {
			a, err := c.announce(all)
			So(err, ShouldBeNil)
			begun := time.Now()
			c.work()
			So(time.Since(begun), ShouldBeLessThan, 30*time.Second)
			t.Log("20,003 people in", time.Since(begun))
			now, err := c.Announcement(c.Ctx, a.ID)
			So(err, ShouldBeNil)
			So([]any{now.State, now.Counted, now.Sent}, ShouldResemble, []any{model.AnnouncementDone, int64(20_003), int64(20_003)})
		})
	})
}
