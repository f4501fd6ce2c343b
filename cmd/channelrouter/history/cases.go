package history

import (
	"context"
	"errors"
	"fmt"

	"channelrouter/model"
	"channelrouter/service/casefile"
	"channelrouter/service/diversion"
)

// fate is what people make of a case, step by step.
type fate []string

// fates are dealt to cases in turn, as they are opened: some stay in each state.
var fates = []fate{
	{"inspect", "notify", "confirm"},
	{"inspect", "dismiss"},
	{},
	{"notify", "appeal", "confirm"},
	{"assign"},
	{"notify", "appeal", "confirm", "reverse"},
	{"inspect", "notify"},
	{"notify", "confirm"},
	{"mistake", "notify", "appeal"},
	{"dismiss"},
}

// followed is a case with how far it has come.
type followed struct {
	fate fate
	step int
}

const (
	confirmNote = "终端登记与出货记录一致，该批货物确系跨区销售，按现行政策扣罚。"
	dismissNote = "经核实为门店搬迁随货带入，不构成窜货。"
	appealText  = "该批货物由我司客户自行转运，我司已提供出库单据，请予核实。"
	reverseNote = "申诉材料属实，撤销原认定。"
)

// handleCases has the brand take the next step in each case: a step a round.
func (w *world) handleCases(ctx context.Context) error {
	for after := model.CaseID(0); ; {
		const page = 200
		cases, err := w.Diversion.List(ctx, 0, after, page)
		if err != nil {
			return err
		}
		for _, c := range cases {
			if after = c.ID; c.Status == model.CaseWatched {
				continue
			}
			f := w.cases[c.ID]
			if f == nil {
				f = &followed{fate: fates[len(w.cases)%len(fates)]}
				w.cases[c.ID] = f
				continue // it lies on the desk for a round
			}
			if f.step == len(f.fate) {
				continue
			}
			err := w.stepOn(ctx, c, f.fate[f.step])
			if errors.Is(err, diversion.ErrAppealOpen) {
				continue // the distributor has time to answer
			}
			if errors.Is(err, diversion.ErrNothingAlleged) { // its scans were judged again since
				f.fate, f.step = fate{"dismiss"}, 0
				err = w.stepOn(ctx, c, "dismiss")
			}
			if err != nil {
				return fmt.Errorf("case %d, %s: %w", c.ID, f.fate[f.step], err)
			}
			f.step++
		}
		if len(cases) < page {
			return nil
		}
	}
}

func (w *world) stepOn(ctx context.Context, c model.DiversionCase, step string) (err error) {
	d := diversion.Decision{Case: c.ID, By: w.by(model.UserChannelManager), Key: w.key(step, c.ID)}
	switch step {
	case "assign":
		_, err = w.assign(ctx, d)
	case "inspect", "mistake":
		return w.inspect(ctx, c, d, step == "mistake")
	case "notify":
		d.Note = "请在期限内说明货物去向。"
		_, err = w.Diversion.Notify(ctx, d)
	case "appeal":
		return w.appeal(ctx, c)
	case "confirm":
		d.Note = confirmNote
		_, err = w.Diversion.Confirm(ctx, d)
	case "dismiss":
		d.Note = dismissNote
		_, err = w.Diversion.Dismiss(ctx, d)
	case "reverse":
		d.Note = reverseNote
		_, err = w.Diversion.Reverse(ctx, d)
	}
	return err
}

// appeal has the origin of a case contradict.
func (w *world) appeal(ctx context.Context, c model.DiversionCase) error {
	for i := range w.distributors {
		if m := &w.distributors[i]; m.ID == c.Origin {
			_, err := w.CaseFile.Appeal(ctx, casefile.Appeal{Case: c.ID, Person: m.members[0], Org: c.Origin, Text: appealText, Key: w.key("appeal", c.ID)})
			return err
		}
	}
	return fmt.Errorf("nobody acts for %d", c.Origin)
}
