package diversion

import (
	"context"
	"fmt"
	"time"

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

func (l lot) String() string {
	return fmt.Sprintf("%d/%d/%s/%d/%s", l.origin, l.terminal, l.adcode, l.product, l.window.Format("20060102"))
}

// cityDigits of an adcode name a city: a consumer's district is too fine for a lot.
const cityDigits = 4

func lotOf(p Policy, f Flag) lot {
	window := time.Duration(p.WindowDays) * 24 * time.Hour
	l := lot{
		origin: f.Judgement.Origin, terminal: f.Judgement.Terminal, product: f.Product,
		window: f.At.UTC().Truncate(window),
	}
	if l.terminal == 0 && len(f.Adcode) >= cityDigits {
		l.adcode = f.Adcode[:cityDigits] + "00"
	}
	return l
}

// Flag puts diverted judgements into the open cases of their lots, opening what is
// missing. It joins the scan's transaction and accrues nothing. A scan flags once.
func (s *Service) Flag(ctx context.Context, flags []Flag) error {
	for _, f := range flags {
		policy, err := s.Policies.At(ctx, f.At)
		if err != nil {
			return err
		}
		id, err := s.join(ctx, lotOf(policy.Body, f))
		if err != nil {
			return err
		}
		err = s.store.insertFlag(ctx, model.DiversionFlag{
			ScanID: f.Scan, CaseID: id, Item: f.Item, Hard: Hard(f.Judgement),
			Reasons: f.Judgement.Reasons, Score: f.Judgement.Score, At: f.At,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// join finds the open case of a lot, or opens one, and counts the flag on it. Counting
// is what a decision races with: a case that was decided in between takes no more flags,
// and the next round opens its successor.
func (s *Service) join(ctx context.Context, l lot) (model.CaseID, error) {
	for range 3 {
		open, err := s.store.openCase(ctx, l.String())
		if err != nil {
			return 0, err
		}
		if open == nil {
			if open, err = s.open(ctx, l); err != nil {
				return 0, err
			}
		}
		joined, err := s.store.countFlag(ctx, open.ID)
		if err != nil || joined {
			return open.ID, err
		}
	}
	return 0, fmt.Errorf("diversion: no case of lot %s would take the flag", l)
}

func (s *Service) open(ctx context.Context, l lot) (*model.DiversionCase, error) {
	key := l.String()
	previous, err := s.store.lastCase(ctx, key)
	if err != nil {
		return nil, err
	}
	err = s.store.insertCase(ctx, model.DiversionCase{
		ID: model.CaseID(s.ids.Next()), OpenKey: &key, Lot: key, Previous: previous, Origin: l.origin, Terminal: l.terminal,
		Adcode: l.adcode, ProductID: l.product, WindowFrom: l.window, Status: model.CaseOpen, OpenedAt: s.clock.Now(),
	})
	if err != nil {
		return nil, err
	}
	return s.store.openCase(ctx, key) // ours, or the one that was opened at the same time
}

// Withdraw takes back the flags of scans that were judged again and found in order.
// Cases that are decided keep them: a decision is reversed by people.
func (s *Service) Withdraw(ctx context.Context, scans []model.ScanID) error {
	return s.store.withdrawFlags(ctx, scans)
}
