package history

import (
	"context"
	"fmt"

	"channelrouter/model"
	"channelrouter/service/diversion"
	"channelrouter/service/watch"
)

// count says what there is in the end.
func (w *world) count(ctx context.Context) error {
	r := &w.report
	r.Organisations = 1 + w.Size.Distributors + w.Size.Wholesalers + w.Size.Terminals
	r.States = map[string]int{}
	for after := model.CaseID(0); ; {
		const page = 500
		cases, err := w.Diversion.List(ctx, 0, after, page)
		if err != nil {
			return err
		}
		for _, c := range cases {
			after = c.ID
			r.States[diversion.StatusName(c.Status)]++
			if c.Status != model.CaseWatched {
				r.Cases++
			}
		}
		if len(cases) < page {
			break
		}
	}
	alerts, err := w.Watch.Alerts(ctx, watch.AlertQuery{}, 0, 1000)
	if err != nil {
		return err
	}
	r.Alerts = len(alerts)
	for _, m := range w.months {
		p, err := w.Settlement.Period(ctx, m.id)
		if err != nil {
			return err
		}
		if p.State == model.SettlementClosed {
			r.Settled++
		} else {
			r.Open++
		}
	}
	pending, dead, err := w.Outbox.Depth(ctx)
	if err == nil && pending+dead > 0 {
		err = fmt.Errorf("history: %d facts wait, %d could not be delivered", pending, dead)
	}
	return err
}
