package insight_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/model/event"
	"channelrouter/service"
	"channelrouter/service/code"
	"channelrouter/service/insight"
	"channelrouter/service/rebate"
	"channelrouter/service/testkit"
)

// town is a channel with goods at two shops: T1 of D1 in Shanghai, T2 of D2 in Hangzhou. All
// goods are meant for D1.
type town struct {
	*testkit.World
	d1, d2, t1, t2 model.Org
	guide, other   model.PersonID
	batch          *code.Batch
	people         []model.PersonID
	next           int64
}

func newTown(t testing.TB, e testkit.Engine, with ...func(*service.Ground)) *town {
	insight.Small()
	o := &town{World: testkit.New(t, e, with...)}
	o.d1, o.d2 = o.Distributor("D1", "3101"), o.Distributor("D2", "3301")
	o.t1, o.t2 = o.Terminal("T1", o.d1), o.Terminal("T2", o.d2)
	o.guide, o.other = o.Member(model.RoleGuide, o.t1), o.Member(model.RoleGuide, o.t2)
	o.batch = o.Batch("B1", 40)
	o.Commission(o.batch)
	for n := range int64(20) {
		o.Ship(o.Brand, o.d1, testkit.Item(o.batch, model.LevelPallet, n))
		o.Receive(o.d1, testkit.Item(o.batch, model.LevelPallet, n))
	}
	for range 5 {
		o.people = append(o.people, o.Person())
	}
	So(o.publish(rebate.Policy{Rates: rebate.Rates{DistributorFen: 300, TerminalFen: 100}}), ShouldBeNil)
	o.Tick(time.Hour)
	return o
}

func (o *town) publish(p rebate.Policy) error {
	_, err := o.Rebate.Policies.Publish(o.Ctx, p, o.Clock.Now(), 0)
	return err
}

// claim is a consumer's claim of the n-th unit, and guided a guide's scan of it.
func (o *town) claim(n int64) { o.scan(o.people[n%5], model.RoleConsumer, model.FaceUnitInner, n) }
func (o *town) guided(guide model.PersonID, n int64) {
	o.scan(guide, model.RoleGuide, model.FaceUnitOuter, n)
}

func (o *town) scan(person model.PersonID, role model.Role, face model.Face, n int64) {
	_, err := o.Scan(person, role, face, testkit.Item(o.batch, model.LevelUnit, n))
	So(err, ShouldBeNil)
}

// work adds to the figures whatever is known.
func (o *town) work() {
	_, err := o.Insight.Work(o.Ctx)
	So(err, ShouldBeNil)
}

// settle has everything told and counted.
func (o *town) settle() {
	o.Settle()
	o.work()
}

// overview is that of the last so many days.
func (o *town) overview(days int, area string) insight.Overview {
	from := o.Clock.Now().AddDate(0, 0, 1-days)
	v, err := o.Insight.Overview(o.Ctx, bizDate(from), 0, area)
	So(err, ShouldBeNil)
	return v
}

// kept is all figures as they are stored, without rows of nothing.
func (o *town) kept() []string {
	var days []model.InsightDay
	var orgs []model.InsightOrgDay
	var active []model.InsightActive
	So(o.DB.Conn(o.Ctx).Find(&days).Error, ShouldBeNil)
	So(o.DB.Conn(o.Ctx).Find(&orgs).Error, ShouldBeNil)
	So(o.DB.Conn(o.Ctx).Where("terminals <> 0").Find(&active).Error, ShouldBeNil)
	var all []string
	for _, r := range days {
		if r != (model.InsightDay{Area: r.Area, Day: r.Day}) {
			all = append(all, fmt.Sprintf("day %+v", r))
		}
	}
	for _, r := range orgs {
		if r != (model.InsightOrgDay{OrgID: r.OrgID, Day: r.Day}) {
			all = append(all, fmt.Sprintf("org %+v", r))
		}
	}
	for _, r := range active {
		all = append(all, fmt.Sprintf("active %+v", r))
	}
	var scans []model.InsightOrgScan
	So(o.DB.Conn(o.Ctx).Find(&scans).Error, ShouldBeNil)
	for _, r := range scans {
		all = append(all, fmt.Sprintf("scan %d of %d at %d", r.ScanID, r.OrgID, r.At.UnixMicro()))
	}
	slices.Sort(all)
	return all
}

// rebuild counts everything anew.
func (o *town) rebuild() {
	So(o.Insight.StartRebuild(o.Ctx), ShouldBeNil)
	So(o.Insight.Rebuild(o.Ctx, func(insight.Progress) {}), ShouldBeNil)
	o.work()
}

// tell hands facts to the room as the relay does.
func (o *town) tell(f func(ctx context.Context) error) error {
	return o.DB.Run(o.Ctx, f)
}

func (o *town) facts() []model.InsightFact {
	var facts []model.InsightFact
	So(o.DB.Conn(o.Ctx).Find(&facts).Error, ShouldBeNil)
	slices.SortFunc(facts, func(a, b model.InsightFact) int { return cmp.Compare(a.ID, b.ID) })
	return facts
}

// recorded is the event of each scan.
func (o *town) recorded() []event.ScanRecorded {
	var scans []model.Scan
	So(o.DB.Conn(o.Ctx).Find(&scans).Error, ShouldBeNil)
	events := make([]event.ScanRecorded, len(scans))
	for i, sc := range scans {
		events[i] = event.ScanRecorded{ScanID: sc.ID, Item: sc.Item, OccurredAt: sc.OccurredAt}
	}
	return events
}
