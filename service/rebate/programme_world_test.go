package rebate_test

import (
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/clock"
	"channelrouter/model"
	"channelrouter/service/rebate"
)

// toDistributor gives distributors all that they earn, and others nothing.
var toDistributor = rebate.Shares{Distributor: 10_000}

// april is when programmes of these tests begin.
const april = 20260401

// run publishes a programme from April on, and goes there.
func (m *market) run(code string, kind model.ProgrammeKind, terms rebate.Terms) model.RebateProgramme {
	now, morning := m.Clock.Now(), m.morning
	m.Tick(morning.AddDate(0, 0, -20).Sub(now)) // several may be published one after the other
	p, err := m.Rebate.Create(m.Ctx, rebate.NewProgramme{Code: code, Name: code, Kind: kind}, 1)
	So(err, ShouldBeNil)
	v, err := m.Rebate.AddDraft(m.Ctx, p.ID, rebate.Draft{From: april, Terms: terms}, 1)
	So(err, ShouldBeNil)
	_, err = m.Rebate.Publish(m.Ctx, p.ID, v.Number, v.Edition, 1)
	So(err, ShouldBeNil)
	m.goTo(april)
	return p
}

// goTo moves morning to nine o'clock of a day in Shanghai, and the clock to its evening.
func (m *market) goTo(day int32) {
	start, err := clock.ParseDay(clock.DayText(day))
	So(err, ShouldBeNil)
	m.morning = start.Add(9 * time.Hour)
	m.Tick(m.morning.Add(8 * time.Hour).Sub(m.Clock.Now()))
}

// sell tells that the n-th unit was claimed, and where its guide scanned it.
func (m *market) sell(n int64, terminal model.Org) error { return m.sellAt(n, terminal, 30) }

func (m *market) sellAt(n int64, terminal model.Org, at int) error {
	return m.hear(m.claim(n, at), m.guided(n, at-10, terminal))
}

// withheld is why a unit that sold brought nothing.
func (m *market) withheld(n int64) string {
	var u model.RebateUnit
	So(m.DB.Conn(m.Ctx).Where("item = ?", m.unit(n)).Take(&u).Error, ShouldBeNil)
	return u.Withheld
}

// spent is what of a programme's budget of a period is gone.
func (m *market) spent(p model.RebateProgramme, period int32) int64 {
	var pots []model.RebatePot
	So(m.DB.Conn(m.Ctx).Where("programme_id = ? AND period = ? AND org_id = 0", p.ID, period).Find(&pots).Error, ShouldBeNil)
	if len(pots) == 0 {
		return 0
	}
	return int64(pots[0].SpentFen)
}
