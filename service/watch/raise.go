package watch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/internal/detect"
	"channelrouter/model"
	"channelrouter/service/diversion"
)

// due is an alert that is to be raised, or a lot to be followed that was one before.
type due struct {
	row   model.DiversionAlert
	again bool
	tries int
}

// mostTries is how often something is tried that cannot be raised: then it holds up what comes
// after it no longer.
const mostTries = 10

// review asks the detector what is due at the end of a day.
func (s *Service) review(w *watcher, end time.Time) error {
	var rows []*due
	add := func(alerts []detect.Alert, again bool) error {
		for _, a := range alerts {
			row, err := s.rowOf(w, a, end)
			if err != nil {
				return err
			}
			rows = append(rows, &due{row: row, again: again})
		}
		return nil
	}
	if err := add(w.Review(end.Unix()), false); err != nil {
		return err
	}
	if err := add(w.Continued(), true); err != nil {
		return err
	}
	for _, o := range w.oddities(w.policy.Body.Detector().OpenScore) {
		row := o.row
		row.Score = o.score()
		if err := s.fill(&row, w, o.findings(), o.items, end); err != nil {
			return err
		}
		rows = append(rows, &due{row: row})
	}
	w.due = append(w.due, rows...)
	return nil
}

// raise makes cases of what is due, each with its alert in one transaction. One that fails holds
// up no other.
func (s *Service) raise(ctx context.Context, w *watcher) error {
	var left []*due
	var failed error
	for _, d := range w.due {
		err := s.db.Run(ctx, func(ctx context.Context) error { return s.raiseOne(ctx, *d, d.row.At.Add(-2*w.window)) })
		if err == nil {
			continue
		}
		if d.tries++; d.tries >= mostTries {
			slog.Error("an alert cannot be raised", "lot", lotOf(d.row), "error", err)
			continue
		}
		left, failed = append(left, d), errors.Join(failed, err)
	}
	w.due = left
	return failed
}

// raiseOne keeps an alert, unless its lot was one since a time, and makes a case of diverted goods.
// Of a lot that was an alert before, it opens what came to be watched since.
func (s *Service) raiseOne(ctx context.Context, d due, quietSince time.Time) error {
	row := d.row
	if d.again {
		return s.again(ctx, row)
	}
	fresh, err := s.store.take(ctx, lotOf(row), row.ID, row.At, quietSince)
	if err != nil || !fresh {
		return err
	}
	if row.Kind == model.AlertDiverted {
		if row.CaseID, err = s.Diversion.Raise(ctx, suspicionOf(row)); err != nil {
			return err
		}
	}
	return s.store.insertAlert(ctx, row)
}

// again follows a lot, unless people have said of its case that there is nothing in it.
func (s *Service) again(ctx context.Context, row model.DiversionAlert) error {
	last, err := s.store.lastOf(ctx, lotOf(row))
	if err != nil || last == nil || last.CaseID == 0 {
		return err
	}
	c, err := s.Diversion.Get(ctx, last.CaseID)
	if err != nil || c.Status == model.CaseDismissed || c.Status == model.CaseReversed {
		return err
	}
	row.ID = last.ID
	return s.Diversion.Follow(ctx, suspicionOf(row))
}

func suspicionOf(row model.DiversionAlert) diversion.Suspicion {
	return diversion.Suspicion{
		Alert: row.ID, Origin: row.Origin, Product: row.ProductID, Adcode: row.Adcode, Score: row.Score, First: row.FirstAt, Last: row.LastAt,
	}
}

// rowOf is an alert as it is kept.
func (s *Service) rowOf(w *watcher, a detect.Alert, end time.Time) (model.DiversionAlert, error) {
	row := model.DiversionAlert{
		Kind: kinds[a.Kind], Origin: w.eye.orgs.id(a.Origin), ProductID: w.eye.products.id(a.Product), Adcode: adcodeOf(a.City),
		Score: int(math.Round(a.Score)), FirstAt: timeOf(a.First), LastAt: timeOf(a.Last),
	}
	items := itemsOf(a.Units)
	if a.Kind == detect.Cloned && len(items) > 0 {
		row.Item = items[0]
	}
	return row, s.fill(&row, w, a.Reasons, items, end)
}

// fill gives an alert its id, its reasons and its goods.
func (s *Service) fill(row *model.DiversionAlert, w *watcher, findings []detect.Finding, items []model.ItemID, end time.Time) (err error) {
	row.ID, row.Policy, row.At = model.AlertID(s.ids.Next()), w.policy.Number, end
	if row.Findings, err = json.Marshal(findings); err != nil {
		return err
	}
	row.Units, err = json.Marshal(items)
	return err
}

var kinds = map[detect.AlertKind]model.AlertKind{detect.Diverted: model.AlertDiverted, detect.Cloned: model.AlertCloned}

// lotOf is what an alert is of: it is one only once in two windows.
func lotOf(a model.DiversionAlert) string {
	switch a.Kind {
	case model.AlertCloned:
		return fmt.Sprintf("code/%d", a.Item)
	case model.AlertAccount:
		return fmt.Sprintf("account/%d", a.PersonID)
	case model.AlertUnshipped:
		return fmt.Sprintf("unshipped/%d", a.ProductID)
	}
	return fmt.Sprintf("lot/%d/%d/%s", a.Origin, a.ProductID, a.Adcode)
}

func timeOf(unix int64) time.Time { return clock.Normal(time.Unix(unix, 0)) }
