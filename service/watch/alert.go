package watch

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"time"

	"channelrouter/internal/detect"
	"channelrouter/internal/errs"
	"channelrouter/internal/geo"
	"channelrouter/internal/word"
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

// ErrBadSort: alerts are not sorted by that.
var ErrBadSort = errs.New(errs.Invalid, "watch.bad_sort", "alerts are not sorted by this", "sort by at or score, with - before it for the other way round")

// AlertQuery narrows alerts down, and says in which order they come.
type AlertQuery struct {
	Kinds     []model.AlertKind // none: all
	Origin    model.OrgID
	Product   model.ProductID
	Prefix    string    // of the division, two to six digits
	From, To  time.Time // found from one moment on, and before another; zero: at any time
	ScoreFrom int
	ScoreTo   int    // 0: any
	Sort      string // at or score, maybe with - before; "": the newest first
}

func (q AlertQuery) order() string { return cmp.Or(q.Sort, "-at") }

// ParseKind reads what KindName writes; anything else is 0.
func ParseKind(name string) model.AlertKind { return word.KeyOf(kindNames, name) }

// Alerts pages through alerts behind one (0: from the first). Errors: ErrBadSort, ErrUnknownAlert.
func (s *Service) Alerts(ctx context.Context, q AlertQuery, after model.AlertID, limit int) ([]Alert, error) {
	if !slices.Contains([]string{"at", "-at", "score", "-score"}, q.order()) {
		return nil, ErrBadSort.With("%.40q", q.Sort)
	}
	var last *model.DiversionAlert
	if after != 0 {
		var err error
		if last, err = s.store.alert(ctx, after); err != nil {
			return nil, err
		}
		if last == nil {
			return nil, ErrUnknownAlert.With("id %d", after)
		}
	}
	rows, err := s.store.alerts(ctx, q, last, limit)
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
