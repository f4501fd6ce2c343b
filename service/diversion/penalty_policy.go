package diversion

import (
	"time"

	"channelrouter/internal/clock"
	"channelrouter/internal/money"
	"channelrouter/model"
)

// Penalties is what stands between a confirmed unit and what its distributor pays: notice
// and appeal, tiers of repetition, caps and grace, and what of it goes to who was harmed.
// Its zero value charges units × rate, without any of them.
type Penalties struct {
	NoticeRequired bool `json:"notice_required,omitempty" doc:"a case is confirmed only after its distributor was told what is alleged"`
	AppealDays     int  `json:"appeal_days,omitempty" minimum:"0" maximum:"90" doc:"for which he may appeal, from the notice, or else from the confirmation; 0: 15"`

	RepeatMonths int                 `json:"repeat_months,omitempty" minimum:"0" maximum:"60" doc:"confirmed cases of so many months before make the next one a repetition; 0: 12"`
	Tiers        []money.BasisPoints `json:"tiers,omitempty" maxItems:"20" doc:"of the penalty, in basis points, for the first case, the second, …; the last is for all that follow; none: 10000"`

	CaseCapFen   money.Fen `json:"case_cap_fen,omitempty" minimum:"0" doc:"the most that a case costs; 0: no cap"`
	PeriodCapFen money.Fen `json:"period_cap_fen,omitempty" minimum:"0" doc:"the most that a distributor's cases of a period cost together; 0: no cap"`
	PeriodMonths int       `json:"period_months,omitempty" enum:"0,1,2,3,6,12" doc:"months of a period, which begin with the calendar year; 0: 12"`

	GraceUnits int64 `json:"grace_units,omitempty" minimum:"0" maximum:"1000000000" doc:"units of a distributor and period that are warned of, and not charged"`
	GraceDays  int   `json:"grace_days,omitempty" minimum:"0" maximum:"366" doc:"days after this policy comes into force of which cases are warned of, and not charged"`

	CompensationBP money.BasisPoints `json:"compensation_bp,omitempty" minimum:"0" maximum:"10000" doc:"of the penalty, in basis points, for the distributor in whose part of the channel the goods were found"`
}

const (
	usualAppealDays   = 15
	usualRepeatMonths = 12
	usualPeriodMonths = 12
	mostTiers         = 20
	mostTier          = money.BasisPoints(100_000) // ten times
	mostGraceUnits    = 1_000_000_000
	mostCap           = money.Fen(1) << 50 // the most that the ledger moves
)

// sound tells whether the rules can be followed.
func (p Penalties) sound() bool {
	for _, tier := range p.Tiers {
		if tier < 0 || tier > mostTier {
			return false
		}
	}
	return within(p.AppealDays, 90) && within(p.RepeatMonths, 60) && len(p.Tiers) <= mostTiers &&
		within(p.CaseCapFen, mostCap) && within(p.PeriodCapFen, mostCap) && p.PeriodMonths >= 0 && 12%p.periodMonths() == 0 &&
		within(p.GraceUnits, mostGraceUnits) && within(p.GraceDays, 366) && within(p.CompensationBP, 10_000)
}

func within[N ~int | ~int64](n, most N) bool { return n >= 0 && n <= most }

func (p Penalties) appealFor() time.Duration {
	if p.AppealDays == 0 {
		return usualAppealDays * 24 * time.Hour
	}
	return time.Duration(p.AppealDays) * 24 * time.Hour
}

// repeatsSince is from when on confirmed cases make one of a time a repetition.
func (p Penalties) repeatsSince(t time.Time) time.Time {
	months := p.RepeatMonths
	if months == 0 {
		months = usualRepeatMonths
	}
	return clock.Normal(clock.Local(t).AddDate(0, -months, 0))
}

func (p Penalties) periodMonths() int {
	if p.PeriodMonths == 0 {
		return usualPeriodMonths
	}
	return p.PeriodMonths
}

// period is the one that a time is in, by Shanghai's calendar: from, and to before.
func (p Penalties) period(t time.Time) (from, to time.Time) {
	local, months := clock.Local(t), p.periodMonths()
	first := (int(local.Month())-1)/months*months + 1
	begin := time.Date(local.Year(), time.Month(first), 1, 0, 0, 0, 0, clock.Zone())
	return clock.Normal(begin), clock.Normal(begin.AddDate(0, months, 0))
}

// tier is what the n-th case costs of units × rate; the first is 1.
func (p Penalties) tier(n int) money.BasisPoints {
	if len(p.Tiers) == 0 {
		return 10_000
	}
	return p.Tiers[min(n, len(p.Tiers))-1]
}

// young tells whether a case was opened before the days of grace of a policy were over.
func (p Penalties) young(c model.DiversionCase, inForce time.Time) bool {
	return p.GraceDays > 0 && c.OpenedAt.Before(inForce.AddDate(0, 0, p.GraceDays))
}
