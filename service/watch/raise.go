package watch

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/internal/detect"
	"channelrouter/model"
	"channelrouter/service/diversion"
)

// raise makes cases of what is suspected at the end of a day, each with its alert in one
// transaction, and leaves out what was an alert within two windows.
func (s *Service) raise(ctx context.Context, w *watcher, alerts []detect.Alert, end time.Time) error {
	rows := make([]model.DiversionAlert, 0, len(alerts))
	for _, a := range alerts {
		row, err := s.rowOf(w, a, end)
		if err != nil {
			return err
		}
		rows = append(rows, row)
	}
	for _, o := range w.oddities(w.policy.Body.Detector().OpenScore) {
		row := o.row
		row.Score = o.score()
		if err := s.fill(&row, w, o.findings(), o.items, end); err != nil {
			return err
		}
		rows = append(rows, row)
	}
	for _, row := range rows {
		err := s.db.Run(ctx, func(ctx context.Context) error { return s.raiseOne(ctx, row, end.Add(-2*w.window)) })
		if err != nil {
			return err
		}
	}
	return nil
}

// raiseOne keeps an alert, unless its lot was one since a time, and makes a case of diverted goods.
func (s *Service) raiseOne(ctx context.Context, row model.DiversionAlert, quietSince time.Time) error {
	fresh, err := s.store.take(ctx, lotOf(row), row.ID, row.At, quietSince)
	if err != nil || !fresh {
		return err
	}
	if row.Kind == model.AlertDiverted {
		row.CaseID, err = s.Diversion.Raise(ctx, diversion.Suspicion{
			Alert: row.ID, Origin: row.Origin, Product: row.ProductID, Adcode: row.Adcode, Score: row.Score,
			First: row.FirstAt, Last: row.LastAt,
		})
		if err != nil {
			return err
		}
	}
	return s.store.insertAlert(ctx, row)
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
