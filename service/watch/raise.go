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
	for _, a := range alerts {
		row, err := s.rowOf(w, a, end)
		if err != nil {
			return err
		}
		err = s.db.Run(ctx, func(ctx context.Context) error {
			row := row // a retried transaction starts afresh
			fresh, err := s.store.take(ctx, lotOf(row), row.ID, end, end.Add(-2*w.window))
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
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// rowOf is an alert as it is kept.
func (s *Service) rowOf(w *watcher, a detect.Alert, end time.Time) (model.DiversionAlert, error) {
	row := model.DiversionAlert{
		ID: model.AlertID(s.ids.Next()), Kind: kinds[a.Kind], Origin: w.eye.orgs.id(a.Origin), ProductID: w.eye.products.id(a.Product),
		Adcode: adcodeOf(a.City), Score: int(math.Round(a.Score)), FirstAt: timeOf(a.First), LastAt: timeOf(a.Last),
		Policy: w.policy.Number, At: end,
	}
	items := itemsOf(a.Units)
	if a.Kind == detect.Cloned && len(items) > 0 {
		row.Item = items[0]
	}
	var err error
	if row.Findings, err = json.Marshal(a.Reasons); err != nil {
		return row, err
	}
	row.Units, err = json.Marshal(items)
	return row, err
}

var kinds = map[detect.AlertKind]model.AlertKind{detect.Diverted: model.AlertDiverted, detect.Cloned: model.AlertCloned}

// lotOf is what an alert is of: it is one only once in two windows.
func lotOf(a model.DiversionAlert) string {
	if a.Kind == model.AlertCloned {
		return fmt.Sprintf("code/%d", a.Item)
	}
	return fmt.Sprintf("lot/%d/%d/%s", a.Origin, a.ProductID, a.Adcode)
}

func timeOf(unix int64) time.Time { return clock.Normal(time.Unix(unix, 0)) }
