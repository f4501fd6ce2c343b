package casefile

import (
	"cmp"
	"context"
	"slices"

	"channelrouter/internal/geo"
	"channelrouter/model"
	"channelrouter/service/contact"
	"channelrouter/service/diversion"
)

// Piece is a piece of evidence as people are shown it.
type Piece struct {
	model.CaseEvidence
	Struck *model.EvidenceStrike // nil while it stands
	Photo  *contact.PhotoView    // of a photo
}

// View is a record with its pieces.
type View struct {
	model.CaseRecord
	Pieces []Piece
}

// File lists the records of a case, first to last.
func (s *Service) File(ctx context.Context, id model.CaseID) ([]View, error) {
	if _, err := s.rooms.Diversion.Get(ctx, id); err != nil {
		return nil, err
	}
	records, err := s.store.records(ctx, id)
	if err != nil {
		return nil, err
	}
	return s.view(ctx, records)
}

// Own lists the records of a case that were made for an organisation.
func (s *Service) Own(ctx context.Context, id model.CaseID, org model.OrgID, kind model.RecordKind) ([]View, error) {
	records, err := s.store.records(ctx, id)
	if err != nil {
		return nil, err
	}
	return s.view(ctx, slices.DeleteFunc(records, func(r model.CaseRecord) bool { return r.OrgID != org || r.Kind != kind }))
}

// view puts pieces to records, in three queries for all.
func (s *Service) view(ctx context.Context, records []model.CaseRecord) ([]View, error) {
	ids, uses := make([]model.CaseRecordID, len(records)), make([]int64, len(records))
	for i, r := range records {
		ids[i], uses[i] = r.ID, int64(r.ID)
	}
	evidence, err := s.store.evidenceOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	strikes, err := s.store.strikesOf(ctx, evidence)
	if err != nil {
		return nil, err
	}
	photos, err := s.rooms.Contact.PhotosOf(ctx, uses)
	if err != nil {
		return nil, err
	}
	pieces := map[model.CaseRecordID][]Piece{}
	for _, e := range evidence {
		p := Piece{CaseEvidence: e}
		if strike, struck := strikes[e.ID]; struck {
			p.Struck = &strike
		}
		if photo, is := photos[e.PhotoID]; is {
			p.Photo = &photo
		}
		pieces[e.RecordID] = append(pieces[e.RecordID], p)
	}
	views := make([]View, len(records))
	for i, r := range records {
		views[i] = View{r, pieces[r.ID]}
	}
	return views, nil
}

// Stop is a place on an inspector's round, with the cases that take him there.
type Stop struct {
	Terminal model.Org // zero where only a city is known
	Adcode   string
	Place    string // the division's name
	Cases    []model.DiversionCase
}

const mostStops = 200 // cases of a round

// Round lists the places that an inspector's undecided cases take him to, neighbours by their
// division beside each other.
func (s *Service) Round(ctx context.Context, person model.PersonID) ([]Stop, error) {
	cases, err := s.rooms.Diversion.Assigned(ctx, person, 0, mostStops)
	if err != nil {
		return nil, err
	}
	terminals := make([]model.OrgID, len(cases))
	for i, c := range cases {
		terminals[i] = c.Terminal
	}
	orgs, err := s.rooms.Channel.Orgs(ctx, terminals)
	if err != nil {
		return nil, err
	}
	type where struct {
		terminal model.OrgID
		adcode   string
	}
	stops := map[where]*Stop{}
	var round []*Stop
	for _, c := range cases {
		at := where{c.Terminal, c.Adcode}
		if stops[at] == nil {
			org := orgs[c.Terminal]
			adcode := cmp.Or(org.Adcode, c.Adcode)
			stops[at] = &Stop{Terminal: org, Adcode: adcode, Place: geo.FullName(adcode)}
			round = append(round, stops[at])
		}
		stops[at].Cases = append(stops[at].Cases, c)
	}
	slices.SortFunc(round, func(a, b *Stop) int {
		return cmp.Or(cmp.Compare(a.Adcode, b.Adcode), cmp.Compare(a.Terminal.Code, b.Terminal.Code))
	})
	out := make([]Stop, len(round))
	for i, stop := range round {
		out[i] = *stop
	}
	return out, nil
}

// Mine shows a case to its inspector, with what he and those who had it before him found for it:
// who takes a case over carries on from there. Error: diversion.ErrUnknownCase.
func (s *Service) Mine(ctx context.Context, person model.PersonID, id model.CaseID) (model.DiversionCase, []View, error) {
	c, err := s.own(ctx, id, person)
	if err != nil {
		return c, nil, err
	}
	records, err := s.store.records(ctx, id)
	if err != nil {
		return c, nil, err
	}
	records = slices.DeleteFunc(records, func(r model.CaseRecord) bool { return r.Kind != model.RecordInspection })
	views, err := s.view(ctx, records)
	return c, views, err
}

// Strike says that a piece of evidence was a mistake. It stays where it is; the flags of its
// scans count no more. Errors: ErrUnknownEvidence, ErrStruck, diversion.ErrNotInState.
func (s *Service) Strike(ctx context.Context, id model.EvidenceID, d diversion.Decision) (Piece, error) {
	e, err := s.store.evidence(ctx, id)
	if err != nil {
		return Piece{}, err
	}
	if e == nil {
		return Piece{}, ErrUnknownEvidence.With("id %d", id)
	}
	strike := model.EvidenceStrike{EvidenceID: id, UserID: d.By, Reason: d.Note, At: s.clock.Now()}
	if earlier, err := s.store.strikesOf(ctx, []model.CaseEvidence{*e}); err != nil || len(earlier) > 0 {
		return struck(*e, earlier[id], strike, err)
	}
	d.Case = e.CaseID
	err = s.db.Run(ctx, func(ctx context.Context) error {
		if _, err := s.rooms.Diversion.Strike(ctx, d, id, e.ScanID); err != nil {
			return err
		}
		return s.store.strike(ctx, strike)
	})
	if err != nil {
		return Piece{}, err
	}
	return Piece{CaseEvidence: *e, Struck: &strike}, nil
}

// struck answers who strikes out what is struck out: with the strike, if it is the same.
func struck(e model.CaseEvidence, first, again model.EvidenceStrike, err error) (Piece, error) {
	if err == nil && (first.UserID != again.UserID || first.Reason != again.Reason) {
		err = ErrStruck.With("on %s", first.At)
	}
	return Piece{CaseEvidence: e, Struck: &first}, err
}
