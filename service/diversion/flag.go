package diversion

import (
	"context"
	"fmt"
	"slices"
	"time"

	"channelrouter/internal/geo"
	"channelrouter/model"
)

// Flag is a judgement of a scan that found a diversion.
type Flag struct {
	Scan      model.ScanID
	Item      model.ItemID
	Product   model.ProductID
	Adcode    string
	At        time.Time
	Judgement model.Judgement
}

// lot is the fourfold key of a case: origin × place × product × window.
type lot struct {
	origin   model.OrgID
	terminal model.OrgID // hard evidence names a terminal
	adcode   string      // soft evidence a city
	product  model.ProductID
	window   time.Time
}

// placeOf is the city that a district lies in, as a lot has it: a consumer's district is too
// fine, and says too much of who was there.
func placeOf(adcode string) string {
	if city := geo.City(adcode); city != "" {
		return (city + "00")[:6]
	}
	return ""
}

func (l lot) String() string {
	return fmt.Sprintf("%d/%d/%s/%d/%s", l.origin, l.terminal, l.adcode, l.product, l.window.Format("20060102"))
}

func lotOf(p Policy, f Flag) lot {
	l := lot{origin: f.Judgement.Origin, terminal: f.Judgement.Terminal, product: f.Product, window: p.window(f.At)}
	if l.terminal == 0 {
		l.adcode = placeOf(f.Adcode)
	}
	return l
}

// window begins when a lot's does that has a time in it.
func (p Policy) window(at time.Time) time.Time {
	return at.UTC().Truncate(time.Duration(p.WindowDays) * 24 * time.Hour)
}

// Flag puts diverted judgements into the open cases of their lots, and accrues nothing: a few
// statements, however many flags. Where there is no case, hard evidence opens one, unless the
// policy has it wait, and soft evidence is watched until the detector raises its lot. It joins
// the scan's transaction. A scan has one flag: raised again by a later judgement, it moves
// to the lot of that, unless it stands in a case that is decided.
func (s *Service) Flag(ctx context.Context, flags []Flag) error {
	flags, err := s.movable(ctx, flags)
	if err != nil || len(flags) == 0 {
		return err
	}
	lots := make(map[string]gathered, len(flags))
	keys := make([]string, len(flags))
	for i, f := range flags {
		policy, err := s.Policies.At(ctx, f.At)
		if err != nil {
			return err
		}
		l := lotOf(policy.Body, f)
		keys[i] = l.String()
		g := lots[keys[i]]
		g.lot, g.flags = l, g.flags+1
		g.opens = g.opens || Hard(f.Judgement) && !policy.Body.HardWaits
		lots[keys[i]] = g
	}
	cases, err := s.join(ctx, lots)
	if err != nil {
		return err
	}
	rows := make([]model.DiversionFlag, len(flags))
	for i, f := range flags {
		rows[i] = flagRow(f, cases[keys[i]])
	}
	return s.store.saveFlags(ctx, rows)
}

// flagRow is a flag as it stands in a case.
func flagRow(f Flag, id model.CaseID) model.DiversionFlag {
	return model.DiversionFlag{
		ScanID: f.Scan, CaseID: id, Item: f.Item, Hard: Hard(f.Judgement), Reasons: f.Judgement.Reasons,
		Score: f.Judgement.Score, Found: f.Judgement.Found, At: f.At,
	}
}

// movable leaves out the flags of scans that a case rests on of whose units the origin was
// told, or which is decided.
func (s *Service) movable(ctx context.Context, flags []Flag) ([]Flag, error) {
	scans := make([]model.ScanID, len(flags))
	for i, f := range flags {
		scans[i] = f.Scan
	}
	raised, open, err := s.raised(ctx, scans, gathering)
	return slices.DeleteFunc(slices.Clone(flags), func(f Flag) bool {
		earlier, again := raised[f.Scan]
		return again && !earlier.Withdrawn && !open[earlier.CaseID]
	}), err
}

// Withdraw takes back the flags of scans that were judged again and found in order.
// Cases that are decided keep them: a decision is reversed by people.
func (s *Service) Withdraw(ctx context.Context, scans []model.ScanID) error {
	raised, open, err := s.raised(ctx, scans, slices.Concat(undecided, []model.CaseStatus{model.CaseWatched}))
	if err != nil {
		return err
	}
	kept := func(id model.ScanID) bool { return !open[raised[id].CaseID] }
	return s.store.withdrawFlags(ctx, slices.DeleteFunc(slices.Clone(scans), kept))
}

// raised returns the flags that scans have raised, and which of their cases are open, that is
// of some statuses; these are kept from taking a step until the transaction ends.
func (s *Service) raised(ctx context.Context, scans []model.ScanID, statuses []model.CaseStatus) (map[model.ScanID]model.DiversionFlag, map[model.CaseID]bool, error) {
	flags, err := s.store.flagsOf(ctx, scans)
	if err != nil || len(flags) == 0 {
		return nil, nil, err
	}
	raised := make(map[model.ScanID]model.DiversionFlag, len(flags))
	cases := make([]model.CaseID, len(flags))
	for i, f := range flags {
		raised[f.ScanID] = f
		cases[i] = f.CaseID
	}
	open, err := s.store.holdOpen(ctx, cases, statuses)
	return raised, open, err
}
