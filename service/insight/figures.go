package insight

import (
	"context"
	"strings"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/internal/geo"
	"channelrouter/internal/money"
	"channelrouter/model"
)

const (
	longest  = 366 // days of a period
	mostOpen = 5000
)

// Period is business days, the first and the last of them.
type Period struct{ From, To int32 }

// Figures are what happened, of a day or a period.
type Figures struct {
	Scans        int64     `json:"scans"`
	Claims       int64     `json:"claims" doc:"units that consumers claimed"`
	Sold         int64     `json:"sold" doc:"units that sold and count for a terminal"`
	Active       int64     `json:"active_terminals" doc:"whose own people scanned, each once" gorm:"-"`
	RewardFen    money.Fen `json:"reward_fen"`
	RewardPoints int64     `json:"reward_points"`
	RebateFen    money.Fen `json:"rebate_fen" doc:"accrued, less what was taken back"`
}

// Day is a day's figures.
type Day struct {
	Date int32
	Figures
}

// Waiting is the payouts that have not come to their end.
type Waiting struct {
	Payouts int64
	Fen     money.Fen
}

// Overview is what the brand sees first.
type Overview struct {
	Period, Before       Period
	Today, Now, Then     Figures // of today, of the period, and of the one before it
	Days                 []Day
	OpenCases            int64
	Waiting              Waiting
	ManyCases, ManyWaits bool // there are more than were counted
	Complete             bool // false while figures are counted anew
}

// Area is the figures of a province or a city.
type Area struct {
	Adcode string // six digits; "" for what has no known place
	Figures
}

// NewPeriod checks days; 0 means today, and 30 days up to the last one. Errors: ErrBadPeriod.
func (s *Service) NewPeriod(from, to int32) (Period, error) {
	if to == 0 {
		to = clock.BizDate(s.clock.Now())
	}
	if from == 0 {
		from = daysAfter(to, -29)
	}
	if n := length(Period{from, to}); n < 1 || n > longest {
		return Period{}, ErrBadPeriod.With("%s to %s", clock.DayText(from), clock.DayText(to))
	}
	return Period{from, to}, nil
}

// length counts the days of a period. Pure.
func length(p Period) int {
	return int(clock.StartOf(p.To).Sub(clock.StartOf(p.From))/(24*time.Hour)) + 1
}

// daysAfter is n days after a day. Pure.
func daysAfter(day int32, n int) int32 { return clock.BizDate(clock.StartOf(day).AddDate(0, 0, n)) }

// Overview reads the figures of an area, "" for all of China. What waits to be done is the
// whole brand's. Errors: ErrBadPeriod, ErrBadArea.
func (s *Service) Overview(ctx context.Context, from, to int32, code string) (o Overview, err error) {
	if o.Period, err = s.NewPeriod(from, to); err != nil {
		return o, err
	}
	area, err := ParseArea(code)
	if err != nil {
		return o, err
	}
	o.Before = Period{daysAfter(o.Period.From, -length(o.Period)), daysAfter(o.Period.From, -1)}
	if err := s.addDays(ctx, &o, area); err != nil {
		return o, err
	}
	if o.Now.Active, err = s.store.active(ctx, area, o.Period.From, o.Period.To); err != nil {
		return o, err
	}
	if o.Then.Active, err = s.store.active(ctx, area, o.Before.From, o.Before.To); err != nil {
		return o, err
	}
	if o.OpenCases, err = s.store.openCases(ctx, mostOpen+1); err != nil {
		return o, err
	}
	if o.Waiting, err = s.store.waitingPayouts(ctx, mostOpen+1); err != nil {
		return o, err
	}
	o.ManyCases, o.ManyWaits = o.OpenCases > mostOpen, o.Waiting.Payouts > mostOpen
	o.OpenCases, o.Waiting.Payouts = min(o.OpenCases, mostOpen), min(o.Waiting.Payouts, mostOpen)
	state, err := s.store.state(ctx)
	o.Complete = state.RebuiltAt != nil
	return o, err
}

// addDays reads the figures day by day, and adds them up.
func (s *Service) addDays(ctx context.Context, o *Overview, area string) error {
	today := clock.BizDate(s.clock.Now())
	rows, err := s.store.days(ctx, area, o.Before.From, o.Period.To, today)
	if err != nil {
		return err
	}
	active, err := s.store.activeByDay(ctx, area, o.Period.From, o.Period.To, today)
	if err != nil {
		return err
	}
	days := make(map[int32]Figures, len(rows))
	for _, r := range rows {
		f := Figures{r.Scans, r.Claims, r.Sold, active[r.Day], r.RewardFen, r.RewardPoints, r.RebateFen}
		days[r.Day] = f
		switch {
		case r.Day >= o.Period.From && r.Day <= o.Period.To:
			o.Now.add(f)
		case r.Day >= o.Before.From && r.Day <= o.Before.To:
			o.Then.add(f)
		}
	}
	o.Today = days[today]
	o.Today.Active = active[today]
	for day := o.Period.From; day <= o.Period.To; day = daysAfter(day, 1) {
		f := days[day]
		f.Active = active[day]
		o.Days = append(o.Days, Day{day, f})
	}
	return nil
}

// add adds what can be added up: of terminals that were active each counts once.
func (f *Figures) add(other Figures) {
	f.Scans += other.Scans
	f.Claims += other.Claims
	f.Sold += other.Sold
	f.RewardFen += other.RewardFen
	f.RewardPoints += other.RewardPoints
	f.RebateFen += other.RebateFen
}

// Areas reads the figures of a period by province or, within one, by city, those that have
// any. Errors: ErrBadPeriod, ErrBadArea.
func (s *Service) Areas(ctx context.Context, from, to int32, within string) (Period, []Area, error) {
	p, err := s.NewPeriod(from, to)
	if err != nil {
		return p, nil, err
	}
	whole, err := ParseArea(within)
	if err != nil {
		return p, nil, err
	}
	if len(whole) > 2 {
		return p, nil, ErrBadArea.With("%q is no province", within)
	}
	codes := areasIn(whole)
	sums, err := s.store.areaSums(ctx, codes, p.From, p.To)
	var areas []Area
	for _, code := range codes {
		if f, any := sums[code]; any {
			areas = append(areas, Area{strings.TrimPrefix(Adcode(code), "000000"), f})
		}
	}
	return p, areas, err
}

// areasIn are the areas of a province, or the provinces and what has no known place.
func areasIn(whole string) []string {
	var codes []string
	seen := map[string]bool{"": true}
	for _, d := range geo.All() {
		area := areaOf(d.Code)
		if whole == "" {
			area = d.Code[:2]
		} else if d.Code[:2] != whole || len(area) == 2 {
			continue
		}
		if !seen[area] {
			seen[area] = true
			codes = append(codes, area)
		}
	}
	if whole == "" {
		codes = append(codes, nowhere)
	}
	return codes
}

// OrgFigures are an organisation's figures of a day.
type OrgFigures struct {
	Date      int32
	Scans     int64
	Claims    int64
	Sold      int64
	RebateFen money.Fen
}

// Org reads an organisation's figures day by day. Errors: ErrBadPeriod, channel's
// ErrUnknownOrg.
func (s *Service) Org(ctx context.Context, org model.OrgID, from, to int32) (Period, []OrgFigures, error) {
	p, err := s.NewPeriod(from, to)
	if err != nil {
		return p, nil, err
	}
	if _, err := s.channel.GetOrg(ctx, org); err != nil {
		return p, nil, err
	}
	rows, err := s.store.orgDays(ctx, org, p.From, p.To)
	if err != nil {
		return p, nil, err
	}
	had := make(map[int32]model.InsightOrgDay, len(rows))
	for _, r := range rows {
		had[r.Day] = r
	}
	var days []OrgFigures
	for day := p.From; day <= p.To; day = daysAfter(day, 1) {
		r := had[day]
		days = append(days, OrgFigures{day, r.Scans, r.Claims, r.Sold, r.RebateFen})
	}
	return p, days, nil
}
