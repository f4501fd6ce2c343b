package casefile

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"channelrouter/internal/geo"
	"channelrouter/model"
	"channelrouter/service/contact"
	"channelrouter/service/custody"
	"channelrouter/service/diversion"
)

// Inspection is what an inspector found for a case on the spot.
type Inspection struct {
	Case     model.CaseID    `json:"case"`
	Person   model.PersonID  `json:"person"`
	Org      model.OrgID     `json:"-"`        // for which he acts
	Key      string          `json:"-"`        // makes a retry the same inspection
	Scans    []model.ScanID  `json:"scans"`    // that he made there
	Terminal string          `json:"terminal"` // the shop's code; "" where it was none
	Adcode   string          `json:"adcode"`   // of a place that is no shop of ours
	Note     string          `json:"note"`
	Receipt  string          `json:"receipt"`           // number of a receipt of what he bought
	Damaged  bool            `json:"damaged,omitempty"` // cases' codes were cut off, swapped or made unreadable
	Photos   []model.PhotoID `json:"photos"`            // that he uploaded in his app
	Receipts []model.PhotoID `json:"receipt_photos"`    // those of receipts
	At       time.Time       `json:"at"`                // zero: now
}

const (
	maxScans   = 200
	maxPhotos  = 9
	maxText    = 2000
	maxReceipt = 120
	clockSkew  = 2 * time.Minute
)

// inspected is added to the reasons of what an inspector's scan was judged by.
const inspected = "inspected"

// Inspect keeps an inspection, once, by the case's inspector. Errors: ErrBadInspection,
// ErrBadScans, ErrKeyReused, diversion.ErrUnknownCase, of a case that is not his,
// diversion.ErrNotInState, contact.ErrBadPhotos.
func (s *Service) Inspect(ctx context.Context, in Inspection) (View, error) {
	r, err := s.newRecord(in.Case, model.RecordInspection, in.Person, in.Key, in)
	if err != nil {
		return View{}, err
	}
	r.OrgID, r.Text, r.Receipt, r.Damaged = in.Org, in.Note, in.Receipt, in.Damaged
	return s.lay(ctx, &r, func(ctx context.Context) error {
		c, err := s.own(ctx, in.Case, in.Person)
		if err != nil {
			return err
		}
		if err := s.place(ctx, c, in, &r); err != nil {
			return err
		}
		pieces, flags, err := s.scansOf(ctx, c, in, r)
		if err != nil {
			return err
		}
		photos, err := s.photos(ctx, r, model.RoleSalesperson, in.Photos, in.Receipts)
		if err != nil {
			return err
		}
		if err := s.store.takeScans(ctx, pieces); err != nil {
			return err
		}
		if err := s.store.insertRecord(ctx, r, append(pieces, photos...)); err != nil {
			return err
		}
		_, err = s.rooms.Diversion.Inspect(ctx, diversion.Finding{
			Case: c.ID, Person: in.Person, Org: in.Org, Note: in.Note, Record: r.ID, Flags: flags,
		})
		return err
	})
}

// own is a case, if a person is its inspector. Error: diversion.ErrUnknownCase.
func (s *Service) own(ctx context.Context, id model.CaseID, person model.PersonID) (model.DiversionCase, error) {
	c, err := s.rooms.Diversion.Get(ctx, id)
	if err != nil {
		return c, err
	}
	his, err := s.rooms.Diversion.Inspects(ctx, c, person)
	if err == nil && !his {
		err = diversion.ErrUnknownCase.With("id %d", id)
	}
	return c, err
}

// place checks an inspection, and says where and when it was.
func (s *Service) place(ctx context.Context, c model.DiversionCase, in Inspection, r *model.CaseRecord) error {
	photos := len(in.Photos) + len(in.Receipts)
	switch {
	case len(in.Scans) > maxScans || photos > maxPhotos || utf8.RuneCountInString(in.Note) > maxText || utf8.RuneCountInString(in.Receipt) > maxReceipt:
		return ErrBadInspection.With("%d scans, %d photos", len(in.Scans), photos)
	case len(in.Scans)+photos == 0 && in.Note == "" && in.Receipt == "" && !in.Damaged:
		return ErrBadInspection.With("nothing was found")
	case repeats(in.Photos, in.Receipts):
		return contact.ErrBadPhotos.With("one is named twice")
	case (in.Terminal == "") == (in.Adcode == ""):
		return ErrBadInspection.With("either a terminal or an adcode says where")
	}
	if !in.At.IsZero() {
		r.At = in.At.UTC().Truncate(time.Microsecond)
	}
	if c.AssignedAt == nil || r.At.Before(*c.AssignedAt) || r.At.After(r.RecordedAt.Add(clockSkew)) {
		return ErrBadInspection.With("at %s", r.At)
	}
	if in.Terminal == "" {
		r.Adcode = in.Adcode
		if _, known := geo.Find(in.Adcode); !known || len(in.Adcode) != 6 {
			return ErrBadInspection.With("adcode %q", in.Adcode)
		}
		return nil
	}
	org, err := s.rooms.Channel.GetOrgByCode(ctx, in.Terminal)
	if err == nil && org.Kind != model.OrgTerminal {
		err = ErrBadInspection.With("%s is no terminal", in.Terminal)
	}
	r.Terminal, r.Adcode = org.ID, org.Adcode
	return err
}

func repeats(lists ...[]model.PhotoID) bool {
	all := slices.Concat(lists...)
	slices.Sort(all)
	return len(slices.Compact(slices.Clone(all))) != len(all)
}

// scansOf are an inspection's scans as evidence, judged by the place that it names, and the
// flags of those whose goods were not meant for there.
func (s *Service) scansOf(ctx context.Context, c model.DiversionCase, in Inspection, r model.CaseRecord) ([]model.CaseEvidence, []diversion.Flag, error) {
	scans, err := s.ownScans(ctx, c, in, r)
	if err != nil || len(scans) == 0 {
		return nil, nil, err
	}
	judgements, err := s.judge(ctx, scans, r.Terminal, r.Adcode)
	if err != nil {
		return nil, nil, err
	}
	pieces := make([]model.CaseEvidence, len(scans))
	var flags []diversion.Flag
	for i, scan := range scans {
		pieces[i] = s.piece(r, model.EvidenceScan)
		pieces[i].ScanID, pieces[i].Item, pieces[i].Judgement = scan.ID, scan.Item, judgements[i]
		if pieces[i].Hash, err = FactsOf(scan).Hash(); err != nil {
			return nil, nil, err
		}
		if j := judgements[i]; j.Verdict == model.VerdictDiverted && j.Origin == c.Origin {
			j.Reasons += "," + inspected
			flags = append(flags, diversion.Flag{
				Scan: scan.ID, Item: scan.Item, Product: c.ProductID, Adcode: r.Adcode, At: scan.OccurredAt, Judgement: j,
			})
		}
	}
	return pieces, flags, nil
}

// ownScans are the scans that an inspector made for a case.
func (s *Service) ownScans(ctx context.Context, c model.DiversionCase, in Inspection, r model.CaseRecord) ([]model.Scan, error) {
	if len(in.Scans) == 0 {
		return nil, nil
	}
	found, err := s.rooms.Scan.Some(ctx, in.Scans)
	if err != nil {
		return nil, err
	}
	selves, err := s.rooms.Identity.Selves(ctx, in.Person)
	if err != nil {
		return nil, err
	}
	scans := make([]model.Scan, 0, len(in.Scans))
	for _, id := range slices.Compact(slices.Sorted(slices.Values(in.Scans))) {
		scan, known := found[id]
		switch {
		case !known || !slices.Contains(selves, scan.PersonID) || scan.Role != model.RoleSalesperson:
			return nil, ErrBadScans.With("scan %d is none of yours", id)
		case scan.OccurredAt.Before(*c.AssignedAt) || scan.OccurredAt.After(r.RecordedAt.Add(clockSkew)):
			return nil, ErrBadScans.With("scan %d is of %s", id, scan.OccurredAt)
		case s.rooms.Code.BatchOf(scan.Item).ProductID != c.ProductID:
			return nil, ErrBadScans.With("scan %d is of another product", id)
		}
		scans = append(scans, scan)
	}
	return scans, nil
}

// judge says of goods that were scanned whether they were meant for a place.
func (s *Service) judge(ctx context.Context, scans []model.Scan, terminal model.OrgID, adcode string) ([]model.Judgement, error) {
	points := make([]custody.Point, len(scans))
	for i, scan := range scans {
		points[i] = custody.Point{Item: scan.Item, At: scan.OccurredAt}
	}
	traces, err := s.rooms.Custody.Traces(ctx, points)
	if err != nil {
		return nil, err
	}
	sightings := make([]diversion.Sighting, len(scans))
	for i, scan := range scans {
		product, err := s.rooms.Catalog.Get(ctx, s.rooms.Code.BatchOf(scan.Item).ProductID)
		if err != nil {
			return nil, err
		}
		t := traces[points[i]]
		sightings[i] = diversion.Sighting{
			Item: scan.Item, Line: product.Line, At: scan.OccurredAt, Shipped: t.Known, Assigned: t.Assigned,
			NotForSale: t.NotForSale(), Terminal: terminal, Adcode: adcode,
		}
	}
	return s.rooms.Diversion.Check(ctx, sightings)
}
