package distributor

import (
	"context"
	"time"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/casefile"
	"channelrouter/service/channel"
	"channelrouter/service/diversion"
)

// CaseHandler serves what a distributor is told of diversion cases about goods of its own.
type CaseHandler struct {
	diversion *diversion.Service
	files     *casefile.Service
	channel   *channel.Service
}

// NewCaseHandler makes the handler.
func NewCaseHandler(d *diversion.Service, files *casefile.Service, ch *channel.Service) *CaseHandler {
	return &CaseHandler{diversion: d, files: files, channel: ch}
}

// OwnCase is an investigation that a distributor was told of.
type OwnCase struct {
	ID          httpx.ID   `json:"id"`
	Status      string     `json:"status" enum:"noticed,appealed,confirmed,dismissed,reversed"`
	Product     httpx.ID   `json:"product_id"`
	Units       int64      `json:"units"`
	PenaltyFen  int64      `json:"penalty_fen" doc:"0 before the verdict, and of a case that was taken back"`
	WarnedUnits int64      `json:"warned_units,omitempty" doc:"of the units, those that were warned of and not charged"`
	NoticedAt   *time.Time `json:"noticed_at,omitempty"`
	AppealUntil *time.Time `json:"appeal_until,omitempty" doc:"until when an appeal is taken, if there was none"`
	AppealedAt  *time.Time `json:"appealed_at,omitempty"`
	AnsweredAt  *time.Time `json:"answered_at,omitempty"`
	DecidedAt   *time.Time `json:"decided_at,omitempty"`

	Alleged   *Alleged                `json:"alleged,omitempty"`
	Reckoning []diversion.PenaltyLine `json:"reckoning,omitempty" doc:"the penalty, line by line"`
	Appeals   []httpx.CaseRecord      `json:"appeals,omitempty"`
}

// Alleged is what the notice said.
type Alleged struct {
	Units  int64     `json:"units"`
	From   time.Time `json:"from" doc:"when goods were seen first"`
	To     time.Time `json:"to" doc:"and last"`
	Adcode string    `json:"adcode" doc:"where: the district of the terminal, or the city"`
}

func newCase(c model.DiversionCase) OwnCase {
	out := OwnCase{
		ID: httpx.ID(c.ID), Status: diversion.StatusName(c.Status), Product: httpx.ID(c.ProductID), Units: c.Units,
		NoticedAt: c.NoticedAt, AppealUntil: c.AppealUntil, AppealedAt: c.AppealedAt, AnsweredAt: c.AnsweredAt, DecidedAt: c.DecidedAt,
	}
	if c.Status == model.CaseConfirmed {
		out.PenaltyFen, out.WarnedUnits = int64(c.PenaltyFen), c.WarnedUnits
	}
	return out
}

// ListCasesInput narrows to a status.
type ListCasesInput struct {
	httpx.PageInput
	Status string `query:"status" enum:"noticed,appealed,confirmed,dismissed,reversed"`
}

// List pages through the cases that the caller's organisation was told of.
func (h *CaseHandler) List(ctx context.Context, in *ListCasesInput) (*httpx.Out[httpx.Page[OwnCase]], error) {
	_, org, err := httpx.Acting(ctx, h.channel, model.RoleDistributor)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	rows, err := h.diversion.Of(ctx, org, diversion.ParseStatus(in.Status), model.CaseID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewPage(rows, in.Limit, func(c model.DiversionCase) int64 { return int64(c.ID) }, newCase)), nil
}

// Get shows a case of the caller's organisation: what is alleged, what was said, what came of it.
func (h *CaseHandler) Get(ctx context.Context, in *httpx.CaseRef) (*httpx.Out[OwnCase], error) {
	_, org, err := httpx.Acting(ctx, h.channel, model.RoleDistributor)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	t, err := h.files.Told(ctx, org, model.CaseID(in.ID.N))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	c := newCase(t.Case)
	c.Appeals, c.Reckoning = httpx.NewCaseRecords(t.Appeals), t.Reckoning
	if t.Alleged != nil {
		c.Alleged = &Alleged{Units: t.Alleged.Units, From: t.Alleged.From, To: t.Alleged.To, Adcode: t.Adcode}
	}
	return httpx.Answer(c), nil
}

// AppealInput is what a distributor says to a case.
type AppealInput struct {
	httpx.CaseStep
	Body httpx.Words
}

// Appeal keeps the appeal of the caller's organisation.
func (h *CaseHandler) Appeal(ctx context.Context, in *AppealInput) (*httpx.Out[httpx.CaseRecord], error) {
	person, org, err := httpx.Acting(ctx, h.channel, model.RoleDistributor)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	v, err := h.files.Appeal(ctx, casefile.Appeal{
		Case: model.CaseID(in.ID.N), Person: person, Org: org, Text: in.Body.Text, Photos: httpx.PhotoIDs(in.Body.Photos), Key: in.Key,
	})
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewCaseRecord(v)), nil
}
