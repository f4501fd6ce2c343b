package diversion

import (
	"context"
	"slices"

	"channelrouter/model"
)

// Assignment gives a case to an inspector.
type Assignment struct {
	Case      model.CaseID
	By        model.UserID
	Inspector model.PersonID
	Note      string
	Key       string
}

// Assign gives an undecided case to an inspector, who may be another than before. An
// inspector is a salesperson on duty, of the brand or of a distributor, with nothing to do with
// the origin: looking after terminals is what salespeople do, with an app, sessions and scans of
// their own, so that no further role has to be kept. Errors: ErrUnknownCase, ErrNotInState,
// ErrNotInspector.
func (s *Service) Assign(ctx context.Context, a Assignment) (model.DiversionCase, error) {
	d := deed{Case: a.Case, Action: ActAssign, By: Author{User: a.By}, Note: a.Note, Key: a.Key, Asked: a.Inspector}
	return s.do(ctx, d, func(ctx context.Context, c *model.DiversionCase, e *model.CaseEvent) error {
		org, err := s.onDuty(ctx, *c, a.Inspector)
		if err != nil {
			return err
		}
		if org == 0 {
			return ErrNotInspector.With("person %d", a.Inspector)
		}
		c.Inspector, c.AssignedAt = a.Inspector, &e.At
		return put(e, struct {
			Inspector model.PersonID `json:"inspector"`
			Org       model.OrgID    `json:"org"`
		}{a.Inspector, org})
	})
}

// onDuty is the organisation for which somebody may look into a case now, as a salesperson; 0
// where he may not. Who acts for the origin, or for anybody that stands below him, may not,
// whatever else he is: the shops and wholesalers that the origin supplies live by his goods.
func (s *Service) onDuty(ctx context.Context, c model.DiversionCase, person model.PersonID) (model.OrgID, error) {
	now := s.clock.Now()
	memberships, err := s.channel.Memberships(ctx, []model.PersonID{person}, now)
	if err != nil {
		return 0, err
	}
	var duty model.OrgID
	orgs := make([]model.OrgID, len(memberships[person]))
	for i, m := range memberships[person] {
		orgs[i] = m.OrgID
		if m.Role == model.RoleSalesperson && duty == 0 {
			duty = m.OrgID
		}
	}
	if duty == 0 {
		return 0, nil
	}
	above, err := s.channel.Above(ctx, orgs, now)
	if err != nil || slices.ContainsFunc(orgs, func(org model.OrgID) bool { return above[org][c.Origin] }) {
		return 0, err
	}
	return duty, nil
}

// Inspects tells whether a person is a case's inspector, and on duty still.
func (s *Service) Inspects(ctx context.Context, c model.DiversionCase, person model.PersonID) (bool, error) {
	same, err := s.identity.Same(ctx, c.Inspector, person)
	if err != nil || !same || c.Inspector == 0 {
		return false, err
	}
	org, err := s.onDuty(ctx, c, person)
	return org != 0, err
}

// Assigned pages through the undecided cases that an inspector has, by id.
func (s *Service) Assigned(ctx context.Context, person model.PersonID, after model.CaseID, limit int) ([]model.DiversionCase, error) {
	selves, err := s.identity.Selves(ctx, person)
	if err != nil {
		return nil, err
	}
	return s.store.assigned(ctx, selves, after, limit)
}

// Finding is what an inspector found of a case on the spot.
type Finding struct {
	Case   model.CaseID
	Person model.PersonID
	Org    model.OrgID
	Note   string
	Key    string
	Record model.CaseRecordID // that it stands in
	Flags  []Flag             // diverted goods of the case's origin and product
}

// Inspect writes an inspection into a case's history. While the case gathers flags, what was
// scanned on the spot joins them as hard evidence, whatever its lot: it was found for this
// case. Once the origin was told of what units it is about, there come no more. A scan that has
// raised a flag before keeps that as it is, wherever it stands, also where it was taken back.
// It joins ctx's transaction. Errors: ErrUnknownCase, of a case that is not the person's,
// ErrNotInState.
func (s *Service) Inspect(ctx context.Context, f Finding) (model.DiversionCase, error) {
	by := Author{Person: f.Person, Org: f.Org}
	d := deed{Case: f.Case, Action: ActInspect, By: by, Note: f.Note, Key: f.Key}
	return s.do(ctx, d, func(ctx context.Context, c *model.DiversionCase, e *model.CaseEvent) error {
		joined, err := s.joinFound(ctx, *c, f.Flags)
		if err != nil {
			return err
		}
		c.Flags += joined
		return put(e, struct {
			Record model.CaseRecordID `json:"record"`
			Flags  int64              `json:"flags"`
		}{f.Record, joined})
	})
}

// joinFound puts what an inspector found into his case, if it gathers flags, and says how many
// were new.
func (s *Service) joinFound(ctx context.Context, c model.DiversionCase, flags []Flag) (int64, error) {
	if !Gathers(c) || len(flags) == 0 {
		return 0, nil
	}
	rows := make([]model.DiversionFlag, len(flags))
	for i, flag := range flags {
		rows[i] = flagRow(flag, c.ID)
		rows[i].Hard = true // somebody of ours stood there
	}
	return s.store.addFlags(ctx, rows)
}

// Strike writes into a case's history that a piece of evidence was a mistake, and takes back
// the flags of its scans. It joins ctx's transaction.
func (s *Service) Strike(ctx context.Context, d Decision, evidence model.EvidenceID, scans ...model.ScanID) (model.DiversionCase, error) {
	strike := d.deed(ActStrike)
	strike.Asked = evidence
	return s.do(ctx, strike, func(ctx context.Context, c *model.DiversionCase, e *model.CaseEvent) error {
		flags, err := s.store.flagsOf(ctx, scans)
		if err != nil {
			return err
		}
		flags = slices.DeleteFunc(flags, func(f model.DiversionFlag) bool { return f.CaseID != c.ID })
		ids := make([]model.ScanID, len(flags))
		for i, f := range flags {
			ids[i] = f.ScanID
		}
		if err := put(e, struct {
			Evidence model.EvidenceID `json:"evidence"`
			Flags    int              `json:"flags"`
		}{evidence, len(ids)}); err != nil {
			return err
		}
		return s.store.withdrawFlags(ctx, ids)
	})
}
