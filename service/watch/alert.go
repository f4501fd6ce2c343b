package watch

import (
	"context"
	"encoding/json"

	"channelrouter/internal/detect"
	"channelrouter/internal/geo"
	"channelrouter/model"
)

// Alert is one with the names of what it is about, and its reasons in words.
type Alert struct {
	model.DiversionAlert
	Distributor model.Org
	Product     model.Product
	City        string // its full name; "" when it is many
	Reasons     []Reason
	Items       []model.ItemID // that were seen, some hundreds at most
}

// Reason is why, with its figures and in a sentence.
type Reason struct {
	detect.Finding
	Chinese, English string
}

var kindNames = map[model.AlertKind]string{
	model.AlertDiverted: "diverted", model.AlertCloned: "cloned",
	model.AlertAccount: "account", model.AlertUnshipped: "never_shipped",
}

// KindName is "diverted", "cloned", "account" or "never_shipped".
func KindName(k model.AlertKind) string { return kindNames[k] }

// Alerts pages through alerts, the newest first, before one (0: from the newest).
func (s *Service) Alerts(ctx context.Context, before model.AlertID, limit int) ([]Alert, error) {
	rows, err := s.store.alerts(ctx, before, limit)
	if err != nil {
		return nil, err
	}
	return s.explain(ctx, rows)
}

// Of lists the alerts that opened a case, or joined it, first to last.
func (s *Service) Of(ctx context.Context, id model.CaseID) ([]Alert, error) {
	rows, err := s.store.alertsOf(ctx, id)
	if err != nil {
		return nil, err
	}
	return s.explain(ctx, rows)
}

// explain puts alerts into words: one question for all their organisations.
func (s *Service) explain(ctx context.Context, rows []model.DiversionAlert) ([]Alert, error) {
	ids := make([]model.OrgID, len(rows))
	for i, row := range rows {
		ids[i] = row.Origin
	}
	orgs, err := s.Channel.Orgs(ctx, ids)
	if err != nil {
		return nil, err
	}
	alerts := make([]Alert, len(rows))
	for i, row := range rows {
		a := &alerts[i]
		a.DiversionAlert, a.Distributor = row, orgs[row.Origin]
		if row.ProductID != 0 {
			if a.Product, err = s.Catalog.Get(ctx, row.ProductID); err != nil {
				return nil, err
			}
		}
		if city, known := geo.Find(row.Adcode); known {
			a.City = city.FullName
		}
		if err := json.Unmarshal(row.Units, &a.Items); err != nil {
			return nil, err
		}
		if err := a.read(); err != nil {
			return nil, err
		}
	}
	return alerts, nil
}

// read puts an alert's findings into words.
func (a *Alert) read() error {
	var findings []detect.Finding
	if err := json.Unmarshal(a.Findings, &findings); err != nil {
		return err
	}
	a.Reasons = inWords(findings, detect.Words{Origin: a.Distributor.Name, Product: a.Product.Name, City: a.City})
	return nil
}

func inWords(findings []detect.Finding, w detect.Words) []Reason {
	reasons := make([]Reason, len(findings))
	for i, f := range findings {
		reasons[i] = Reason{Finding: f, Chinese: f.Explain(detect.Chinese, w), English: f.Explain(detect.English, w)}
	}
	return reasons
}
