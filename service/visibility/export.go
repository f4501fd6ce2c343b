package visibility

import (
	"context"
	"io"
	"iter"
	"slices"

	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/epcis"
	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/custody"
)

// Export writes all that happened to a batch's goods, and to the containers that they were in,
// as an EPCIS document, and says how many events that are. They are the events that a query
// finds, whole: what they name beside, such as other cases on one pallet, is in them. It
// streams. That the batch was exported is noted for the audit log before anything is written.
func (s *Service) Export(ctx context.Context, b *code.Batch, w io.Writer) (events int, err error) {
	err = s.db.Run(ctx, func(ctx context.Context) error {
		db.Note(ctx, "EPCIS events of batch %s", b.Ref)
		return nil
	})
	if err != nil {
		return 0, err
	}
	about, goods, err := s.Custody.About(ctx, b)
	if err != nil {
		return 0, err
	}
	out := epcis.NewWriter(w, epcis.Header{CreationDate: epcis.At(clock.Local(s.clock.Now()))})
	for len(about) > 0 {
		some, err := s.Custody.Tell(ctx, about)
		if err != nil {
			return events, err
		}
		for e, err := range s.named(ctx, some, []wish{{items: goods, around: goods}}) {
			if err == nil {
				err = out.Write(e)
			}
			if err != nil {
				return events, err
			}
			events++
		}
		about = about[len(some):]
	}
	return events, out.Close()
}

// named goes through the EPCIS events that custody events are, as far as they fulfil wishes.
func (s *Service) named(ctx context.Context, list []custody.Told, wishes []wish) iter.Seq2[epcis.Event, error] {
	return func(yield func(epcis.Event, error) bool) {
		orgs, err := s.orgsOf(ctx, list)
		if err != nil {
			yield(epcis.Event{}, err)
			return
		}
		for _, t := range list {
			for of, err := range s.parts(ctx, t, place{}, anyhow, wishes) {
				var e epcis.Event
				if err == nil {
					e, err = s.event(ctx, t, of, orgs)
				}
				if !yield(e, err) || err != nil {
					return
				}
			}
		}
	}
}

// anyhow is a way of saying like any other.
func anyhow(saying) bool { return true }

// orgsOf are the identifiers of the organisations that custody events name.
func (s *Service) orgsOf(ctx context.Context, list []custody.Told) (map[model.OrgID]string, error) {
	ids := make([]model.OrgID, 0, 2*len(list))
	for _, t := range list {
		ids = append(ids, t.FromOrg, t.ToOrg)
	}
	slices.Sort(ids)
	return s.orgNames(ctx, slices.Compact(ids)...)
}
