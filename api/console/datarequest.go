package console

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"channelrouter/api/httpx"
	"channelrouter/internal/clock"
	"channelrouter/model"
	"channelrouter/service/identity"
	"channelrouter/service/privacy"
)

// DataRequestHandler keeps the register of personal-data requests.
type DataRequestHandler struct{ privacy *privacy.Service }

// NewDataRequestHandler makes the handler.
func NewDataRequestHandler(p *privacy.Service) *DataRequestHandler {
	return &DataRequestHandler{privacy: p}
}

// DataRequest is a person's wish for a copy of his data, or for their erasure.
type DataRequest struct {
	ID         httpx.ID   `json:"id"`
	Person     httpx.ID   `json:"person_id"`
	Kind       string     `json:"kind" enum:"export,erasure"`
	State      string     `json:"state" enum:"recorded,approved,running,done,refused"`
	Source     string     `json:"source" enum:"app,phone,letter,other" doc:"how it reached the brand; app: by the person himself, in WeChat"`
	App        string     `json:"app,omitempty" doc:"of who asked in WeChat"`
	RecordedBy httpx.ID   `json:"recorded_by,omitempty" doc:"the user; none where the person asked himself"`
	Proof      string     `json:"proof,omitempty" doc:"how it was made sure who asks"`
	GivesUp    bool       `json:"gives_up" doc:"the person gives up what is left in his wallets, and prizes that he never claimed"`
	AskedAt    time.Time  `json:"asked_at"`
	RecordedAt time.Time  `json:"recorded_at"`
	DueAt      time.Time  `json:"due_at"`
	DecidedBy  httpx.ID   `json:"decided_by,omitempty"`
	DecidedAt  *time.Time `json:"decided_at,omitempty"`
	Reason     string     `json:"reason,omitempty" enum:"identity_not_proven,money_due,kept_by_law,repeated,withdrawn,other" doc:"why it was refused"`
	Note       string     `json:"note,omitempty" doc:"of who decided"`
	DoneAt     *time.Time `json:"done_at,omitempty"`
	FilesUntil *time.Time `json:"file_until,omitempty" doc:"until when the copy can be fetched"`
}

func newDataRequest(r model.DataRequest) DataRequest {
	return DataRequest{
		ID: httpx.ID(r.ID), Person: httpx.ID(r.PersonID), Kind: privacy.KindName(r.Kind), State: privacy.StateName(r.State),
		Source: privacy.SourceName(r.Source), App: r.App, RecordedBy: httpx.ID(r.UserID), Proof: r.Proof, GivesUp: r.GivesUp,
		AskedAt: r.AskedAt, RecordedAt: r.RecordedAt, DueAt: r.DueAt, DecidedBy: httpx.ID(r.DecidedBy), DecidedAt: r.DecidedAt,
		Reason: r.Reason, Note: r.Note, DoneAt: r.DoneAt, FilesUntil: r.FilesUntil,
	}
}

func dataRequest(ctx context.Context, r model.DataRequest, err error) (*httpx.Out[DataRequest], error) {
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(newDataRequest(r)), nil
}

// DataRequestsInput narrows the register down.
type DataRequestsInput struct {
	httpx.PageInput
	State   string    `query:"state" enum:"all,open,overdue,recorded,approved,running,done,refused" doc:"all when left out; open: not ended; overdue: open, and its day is past"`
	Kind    string    `query:"kind" enum:"export,erasure"`
	Person  httpx.Ref `query:"person_id"`
	SortKey string    `query:"sort" enum:"due_at,-due_at,recorded_at,-recorded_at" doc:"the newest first when left out"`
}

// List pages through the register.
func (h *DataRequestHandler) List(ctx context.Context, in *DataRequestsInput) (*httpx.Out[httpx.Page[DataRequest]], error) {
	rows, err := h.privacy.List(ctx, privacy.Filter{
		State: privacy.ParseState(in.State), Open: in.State == "open", Overdue: in.State == "overdue", Kind: privacy.ParseKind(in.Kind),
		Person: model.PersonID(in.Person.N), Sort: in.SortKey,
	}, model.DataRequestID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	id := func(r model.DataRequest) int64 { return int64(r.ID) }
	return httpx.Answer(httpx.NewPage(rows, in.Limit, id, newDataRequest)), nil
}

// DataSubject is a person whom requests are about.
type DataSubject struct {
	Person httpx.ID  `json:"person_id"`
	Phone  string    `json:"phone,omitempty" doc:"masked" example:"138****5678"`
	Apps   []string  `json:"apps" doc:"roles in whose apps he has an account"`
	Since  time.Time `json:"since" doc:"when he first came"`
}

func newDataSubject(p privacy.Person) DataSubject {
	return DataSubject{Person: httpx.ID(p.ID), Phone: p.Phone, Apps: append([]string{}, p.Apps...), Since: p.Since}
}

// FindDataSubjectInput is one thing to find a person by. It is in the body: addresses are logged.
type FindDataSubjectInput struct {
	Body struct {
		Phone  string   `json:"phone,omitempty" maxLength:"24"`
		OpenID string   `json:"openid,omitempty" maxLength:"64" doc:"in any of the apps"`
		Person httpx.ID `json:"person_id,omitempty" doc:"as GET /me of an app, members of organisations and payouts show it"`
	}
}

// Find finds the person whom a request is about.
func (h *DataRequestHandler) Find(ctx context.Context, in *FindDataSubjectInput) (*httpx.Out[DataSubject], error) {
	p, err := h.privacy.LookUp(ctx, privacy.Query{Phone: in.Body.Phone, OpenID: in.Body.OpenID, Person: model.PersonID(in.Body.Person)})
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(newDataSubject(p)), nil
}

// RecordDataRequestInput is a request that came by telephone or letter.
type RecordDataRequestInput struct {
	Body struct {
		Person  httpx.ID `json:"person_id"`
		Kind    string   `json:"kind" enum:"export,erasure"`
		Source  string   `json:"source" enum:"phone,letter,other"`
		Proof   string   `json:"proof" minLength:"1" maxLength:"200" doc:"how it was made sure who asks; erased with the person"`
		AskedOn string   `json:"asked_on,omitempty" format:"date" doc:"the day on which it came, in Shanghai; today when left out"`
		GivesUp bool     `json:"gives_up,omitempty" doc:"the person gives up, in writing, what is left in his wallets, and prizes that he never claimed"`
	}
}

// Record keeps a request, which waits for somebody else.
func (h *DataRequestHandler) Record(ctx context.Context, in *RecordDataRequestInput) (*httpx.Out[DataRequest], error) {
	actor, _ := identity.ActorFrom(ctx)
	n := privacy.NewRequest{
		Person: model.PersonID(in.Body.Person), Kind: privacy.ParseKind(in.Body.Kind), Source: privacy.ParseSource(in.Body.Source),
		By: actor.UserID, Proof: in.Body.Proof, GivesUp: in.Body.GivesUp,
	}
	if in.Body.AskedOn != "" {
		day, err := clock.ParseDay(in.Body.AskedOn)
		if err != nil {
			return nil, httpx.Problem(ctx, privacy.ErrBadDate.With("%.10q", in.Body.AskedOn))
		}
		n.AskedAt = day
	}
	r, err := h.privacy.Record(ctx, n)
	return dataRequest(ctx, r, err)
}

// DataRequestStep is what is done with the rows of a table.
type DataRequestStep struct {
	Part   string `json:"part" doc:"of what it is: the name of its file in a copy"`
	Table  string `json:"table"`
	Fate   string `json:"fate" enum:"erased,anonymised,kept"`
	Why    string `json:"why,omitempty" enum:"accounting,tax,goods,evidence,draws,proof,channel,identity" doc:"why what is left is kept"`
	Found  int64  `json:"found" doc:"rows, when an erasure was counted"`
	Rows   int64  `json:"rows" doc:"that were copied, or dealt with, so far"`
	Purged int64  `json:"purged" doc:"that had been kept, and were dealt with when their time was over"`
	Done   bool   `json:"done"`
}

// DataDebt is something that is not settled with a person yet.
type DataDebt struct {
	Code     string `json:"code" enum:"open_payouts,unsent_prizes,unclaimed_prizes,money_in_wallet,memberships,open_export"`
	Count    int64  `json:"count"`
	GivenUp  bool   `json:"given_up" doc:"the person gives it up: it keeps nobody from erasing"`
	Waivable bool   `json:"waivable" doc:"he may give it up"`
}

// DataRequestView is a request with whom it is about, and how far it is.
type DataRequestView struct {
	DataRequest
	Subject DataSubject       `json:"subject"`
	Counted bool              `json:"counted" doc:"of an erasure: it can be seen what it will do"`
	Steps   []DataRequestStep `json:"steps" doc:"of an erasure what it will do, and of all what is done"`
	Debts   []DataDebt        `json:"debts" doc:"what keeps the person from being erased"`
}

// Get shows a request.
func (h *DataRequestHandler) Get(ctx context.Context, in *IDInput) (*httpx.Out[DataRequestView], error) {
	v, err := h.privacy.Look(ctx, model.DataRequestID(in.ID.N))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	out := DataRequestView{
		DataRequest: newDataRequest(v.DataRequest), Subject: newDataSubject(v.Person), Counted: v.CountedAt != nil,
		Steps: make([]DataRequestStep, len(v.Steps)), Debts: make([]DataDebt, len(v.Owed)),
	}
	for i, step := range v.Steps {
		out.Steps[i] = DataRequestStep{
			Part: step.Part, Table: step.Of, Fate: step.Fate, Why: step.Why, Found: step.Found, Rows: step.Rows, Purged: step.Purged, Done: step.DoneAt != nil,
		}
	}
	for i, o := range v.Owed {
		out.Debts[i] = DataDebt{Code: o.Code, Count: o.Count, Waivable: o.Waived, GivenUp: o.Waived && v.GivesUp}
	}
	return httpx.Answer(out), nil
}

// Approve has a request carried out that somebody else recorded.
func (h *DataRequestHandler) Approve(ctx context.Context, in *DecideInput) (*httpx.Out[DataRequest], error) {
	actor, _ := identity.ActorFrom(ctx)
	r, err := h.privacy.Approve(ctx, model.DataRequestID(in.ID.N), privacy.Decision{By: actor.UserID, Note: in.Body.Note})
	return dataRequest(ctx, r, err)
}

// RefuseDataRequestInput says why.
type RefuseDataRequestInput struct {
	IDInput
	Body struct {
		Reason string `json:"reason" enum:"identity_not_proven,money_due,kept_by_law,repeated,withdrawn,other"`
		Note   string `json:"note,omitempty" maxLength:"500" doc:"needed with other"`
	}
}

// Refuse turns a request down, or takes it back.
func (h *DataRequestHandler) Refuse(ctx context.Context, in *RefuseDataRequestInput) (*httpx.Out[DataRequest], error) {
	actor, _ := identity.ActorFrom(ctx)
	r, err := h.privacy.Refuse(ctx, model.DataRequestID(in.ID.N), privacy.Decision{By: actor.UserID, Reason: in.Body.Reason, Note: in.Body.Note})
	return dataRequest(ctx, r, err)
}

// File streams a copy, for who hands it to the person.
func (h *DataRequestHandler) File(ctx context.Context, in *IDInput) (*huma.StreamResponse, error) {
	f, err := h.privacy.OpenFile(ctx, model.DataRequestID(in.ID.N))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Stream(httpx.Download{Name: f.Name(), Type: "application/zip", Write: f.Write}), nil
}
