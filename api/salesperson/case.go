package salesperson

import (
	"context"
	"time"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/casefile"
	"channelrouter/service/channel"
	"channelrouter/service/diversion"
	"channelrouter/service/identity"
)

// CaseHandler serves the diversion cases that an inspector has.
type CaseHandler struct {
	diversion *diversion.Service
	files     *casefile.Service
	channel   *channel.Service
}

// NewCaseHandler makes the handler.
func NewCaseHandler(d *diversion.Service, files *casefile.Service, ch *channel.Service) *CaseHandler {
	return &CaseHandler{diversion: d, files: files, channel: ch}
}

// AssignedCase is an investigation that somebody was given.
type AssignedCase struct {
	ID         httpx.ID           `json:"id"`
	Status     string             `json:"status" enum:"investigating,noticed,appealed,confirmed,dismissed,reversed"`
	Terminal   httpx.ID           `json:"terminal_id,omitempty" doc:"where the goods surfaced, when it is a terminal"`
	Adcode     string             `json:"adcode,omitempty" doc:"the city, when only that is known"`
	Product    httpx.ID           `json:"product_id"`
	AssignedAt *time.Time         `json:"assigned_at,omitempty"`
	Records    []httpx.CaseRecord `json:"records,omitempty" doc:"what was found so far"`
}

func newCase(c model.DiversionCase) AssignedCase {
	return AssignedCase{
		ID: httpx.ID(c.ID), Status: diversion.StatusName(c.Status), Terminal: httpx.ID(c.Terminal), Adcode: c.Adcode,
		Product: httpx.ID(c.ProductID), AssignedAt: c.AssignedAt,
	}
}

// List pages through the undecided cases that the caller has.
func (h *CaseHandler) List(ctx context.Context, in *httpx.PageInput) (*httpx.Out[httpx.Page[AssignedCase]], error) {
	actor, _ := identity.ActorFrom(ctx)
	rows, err := h.diversion.Assigned(ctx, actor.PersonID, model.CaseID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewPage(rows, in.Limit, func(c model.DiversionCase) int64 { return int64(c.ID) }, newCase)), nil
}

// Get shows a case of the caller's, with what was found.
func (h *CaseHandler) Get(ctx context.Context, in *httpx.CaseRef) (*httpx.Out[AssignedCase], error) {
	actor, _ := identity.ActorFrom(ctx)
	row, records, err := h.files.Mine(ctx, actor.PersonID, model.CaseID(in.ID.N))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	c := newCase(row)
	c.Records = httpx.NewCaseRecords(records)
	return httpx.Answer(c), nil
}

// Stop is a place on the caller's round.
type Stop struct {
	Terminal httpx.ID       `json:"terminal_id,omitempty"`
	Code     string         `json:"code,omitempty" doc:"the terminal's"`
	Name     string         `json:"name,omitempty"`
	Adcode   string         `json:"adcode"`
	Place    string         `json:"place" doc:"the division's name"`
	Cases    []AssignedCase `json:"cases"`
}

// Round lists where the caller's cases take him, neighbours beside each other.
func (h *CaseHandler) Round(ctx context.Context, _ *httpx.Empty) (*httpx.Out[[]Stop], error) {
	actor, _ := identity.ActorFrom(ctx)
	stops, err := h.files.Round(ctx, actor.PersonID)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	round := make([]Stop, len(stops))
	for i, s := range stops {
		round[i] = Stop{
			Terminal: httpx.ID(s.Terminal.ID), Code: s.Terminal.Code, Name: s.Terminal.Name, Adcode: s.Adcode, Place: s.Place,
			Cases: make([]AssignedCase, len(s.Cases)),
		}
		for n, c := range s.Cases {
			round[i].Cases[n] = newCase(c)
		}
	}
	return httpx.Answer(round), nil
}

// InspectionInput is what an inspector found on the spot.
type InspectionInput struct {
	httpx.CaseStep
	Body struct {
		Scans    []httpx.ID `json:"scan_ids,omitempty" maxItems:"200" doc:"of scans made in this app for the case"`
		Terminal string     `json:"terminal,omitempty" maxLength:"32" doc:"the shop's code; or adcode"`
		Adcode   string     `json:"adcode,omitempty" pattern:"^[0-9]{6}$" doc:"the district of a place that is no shop of the channel"`
		Note     string     `json:"note,omitempty" maxLength:"2000"`
		Receipt  string     `json:"receipt,omitempty" maxLength:"120" doc:"number of a receipt of what was bought"`
		Damaged  bool       `json:"codes_damaged,omitempty" doc:"the codes of cases were cut off, swapped or made unreadable"`
		Photos   []httpx.ID `json:"photos,omitempty" maxItems:"9" doc:"ids of photos uploaded in this app within a day, each used once"`
		Receipts []httpx.ID `json:"receipt_photos,omitempty" maxItems:"9" doc:"likewise, of receipts"`
		At       httpx.Time `json:"at,omitempty" doc:"when it was; now when left out"`
	}
}

// Inspect keeps what the caller found for a case of his.
func (h *CaseHandler) Inspect(ctx context.Context, in *InspectionInput) (*httpx.Out[httpx.CaseRecord], error) {
	person, org, err := httpx.Acting(ctx, h.channel, model.RoleSalesperson)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	b := in.Body
	scans := make([]model.ScanID, len(b.Scans))
	for i, id := range b.Scans {
		scans[i] = model.ScanID(id)
	}
	v, err := h.files.Inspect(ctx, casefile.Inspection{
		Case: model.CaseID(in.ID.N), Person: person, Org: org, Key: in.Key, Scans: scans, Terminal: b.Terminal, Adcode: b.Adcode,
		Note: b.Note, Receipt: b.Receipt, Damaged: b.Damaged, Photos: httpx.PhotoIDs(b.Photos), Receipts: httpx.PhotoIDs(b.Receipts), At: b.At.T,
	})
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewCaseRecord(v)), nil
}
