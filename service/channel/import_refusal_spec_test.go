package channel_test

import (
	"strings"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/service/channel"
	"channelrouter/service/testkit"
)

func TestImportRefusesBadRows(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a brand and a distributor", t, func() {
			d := &desk{World: testkit.New(t, e)}
			d.Distributor("D1", "32")
			head := "kind,code,name,adcode,parent,line,territory,valid_from"
			before := d.rows()

			for _, bad := range []struct{ what, row, reason string }{
				{"an unknown kind", "shop,T9,Corner,320102,D1,,,", "channel.bad_organisation: no kind of organisation is called"},
				{"no code", "terminal,,Corner,320102,D1,,,", "channel.bad_organisation: code \"\""},
				{"no name", "terminal,T9,,320102,D1,,,", "channel.bad_organisation: code \"T9\""},
				{"a code that is too long", "terminal," + strings.Repeat("T", 33) + ",Corner,320102,D1,,,", "at most 32 characters"},
				{"an adcode that is none", "terminal,T9,Corner,999999,D1,,,", "adcode \"999999\" is not in GB/T 2260"},
				{"an unknown supplier", "terminal,T9,Corner,320102,D7,,,", "channel.unknown_organisation: supplier \"D7\""},
				{"a supplier of the wrong kind", "terminal,T9,Corner,320102,BRAND,,,", "channel.bad_link: terminal supplied by brand"},
				{"itself as supplier", "wholesaler,W9,Round,320102,W9,,,", "channel.bad_link: W9 supplies itself by way of W9"},
				{"another kind than it has", "terminal,D1,Corner,320102,,,,", "channel.organisation_exists: D1 is a distributor"},
				{"a territory of a terminal", "terminal,T9,Corner,320102,D1,,32,", "channel.bad_territory: T9 is a terminal"},
				{"a territory that is no prefix", "distributor,D9,Nine,320102,BRAND,,32;3,", "channel.bad_territory: \"3\""},
				{"a day that is none", "terminal,T9,Corner,320102,D1,,,2026-02-30", "valid_from \"2026-02-30\" is no day YYYY-MM-DD"},
				{"a control character", "terminal,T9,\"Cor\nner\",320102,D1,,,", "control characters in name"},
				{"a cell without heading", "terminal,T9,Corner,320102,D1,,,,what?", "\"what?\" stands right of the last heading"},
			} {
				Convey("a row with "+bad.what+" refuses the file with a full report", func() {
					report, err := d.csv(head, "terminal,T1,One,320102,D1,,,", bad.row, "terminal,T2,Two,320102,D1,,,")
					So(err, ShouldWrap, channel.ErrImportRefused)
					So(report.Rows, ShouldHaveLength, 3)
					So(report.Rows[1].Status, ShouldEqual, channel.RowRefused)
					So(report.Rows[1].Reason, ShouldContainSubstring, bad.reason)
					So([]int{report.Created, report.Refused}, ShouldResemble, []int{2, 1})
					So(report.Imported, ShouldBeFalse)
					So(d.rows(), ShouldEqual, before)
				})
			}
			Convey("a code that stands twice is wrong the second time", func() {
				report, err := d.csv(head, "terminal,T1,One,320102,D1,,,", "terminal,T1,One,320102,D1,,,")
				So(err, ShouldWrap, channel.ErrImportRefused)
				So(statuses(report), ShouldEqual, "2 T1 created, 3 T1 refused")
				So(report.Rows[1].Reason, ShouldEqual, "channel.organisation_exists: code \"T1\" stands in line 2 already")
			})
			Convey("wholesalers that supply each other in a circle are all wrong", func() {
				report, err := d.csv(head,
					"wholesaler,W1,One,320102,W2,,,", "wholesaler,W2,Two,320102,W3,,,", "wholesaler,W3,Three,320102,W1,,,")
				So(err, ShouldWrap, channel.ErrImportRefused)
				So(report.Refused, ShouldEqual, 3)
				So(report.Rows[2].Reason, ShouldEqual, "channel.bad_link: W1 supplies itself by way of W3")
			})
			Convey("with SkipBad the good rows are imported, but not those whom a bad one supplies", func() {
				d.opt.SkipBad = true
				report, err := d.csv(head,
					"terminal,T1,One,320102,W1,,,",
					"wholesaler,W1,Bad,999999,D1,,,",
					"terminal,T2,Two,320102,D1,,,")
				So(err, ShouldBeNil)
				So(statuses(report), ShouldEqual, "2 T1 refused, 3 W1 refused, 4 T2 created")
				So(report.Rows[0].Reason, ShouldEqual, "channel.unknown_organisation: supplier \"W1\" in line 3 is refused")
				So(report.Imported, ShouldBeTrue)
				So(d.rows(), ShouldEqual, before+2)

				Convey("unless that one is known from before", func() {
					_, err := d.csv(head, "wholesaler,W1,Good,320102,D1,,,")
					So(err, ShouldBeNil)
					report, err := d.csv(head, "wholesaler,W1,Bad,999999,D1,,,", "terminal,T1,One,320102,W1,,,")
					So(err, ShouldBeNil)
					So(statuses(report), ShouldEqual, "2 W1 refused, 3 T1 created")
				})
			})
		})
	})
}
