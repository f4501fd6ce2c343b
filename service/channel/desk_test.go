package channel_test

import (
	"fmt"
	"strings"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/testkit"
)

// desk imports files into a world.
type desk struct {
	*testkit.World
	opt channel.ImportOptions
}

func (d *desk) csv(lines ...string) (channel.ImportReport, error) {
	return d.Channel.Import(d.Ctx, strings.NewReader(strings.Join(lines, "\n")+"\n"), "csv", d.opt)
}

// statuses is what became of each row, by line.
func statuses(r channel.ImportReport) string {
	all := make([]string, len(r.Rows))
	for i, row := range r.Rows {
		all[i] = fmt.Sprintf("%d %s %s", row.Line, row.Code, row.Status)
	}
	return strings.Join(all, ", ")
}

// upstream is the distributor that an organisation belongs to at a moment, by code.
func (d *desk) upstream(code, line string, at time.Time) string {
	org, err := d.Channel.GetOrgByCode(d.Ctx, code)
	So(err, ShouldBeNil)
	p := channel.Place{Org: org.ID, Line: line, At: at}
	up, err := d.Channel.Upstreams(d.Ctx, []channel.Place{p})
	So(err, ShouldBeNil)
	if up[p].Distributor == 0 {
		return ""
	}
	distributor, err := d.Channel.GetOrg(d.Ctx, up[p].Distributor)
	So(err, ShouldBeNil)
	return distributor.Code
}

func (d *desk) covers(code, adcode string) channel.Covers {
	org, err := d.Channel.GetOrgByCode(d.Ctx, code)
	So(err, ShouldBeNil)
	a := channel.Area{Place: channel.Place{Org: org.ID, At: d.Clock.Now()}, Adcode: adcode}
	covers, err := d.Channel.Territories(d.Ctx, []channel.Area{a})
	So(err, ShouldBeNil)
	return covers[a]
}

// rows counts what the room stores of organisations.
func (d *desk) rows() (n int64) {
	for _, table := range []any{&model.Org{}, &model.OrgLink{}, &model.Territory{}} {
		var rows int64
		So(d.DB.Conn(d.Ctx).Model(table).Count(&rows).Error, ShouldBeNil)
		n += rows
	}
	return n
}
