package console

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"net/url"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"channelrouter/api/httpx"
	"channelrouter/internal/errs"
	"channelrouter/model"
	"channelrouter/service/visibility"
)

// EPCISHandler serves EPCIS 2.0: what others tell of goods, and what happened to these.
type EPCISHandler struct{ visibility *visibility.Service }

// NewEPCISHandler makes the handler.
func NewEPCISHandler(v *visibility.Service) *EPCISHandler { return &EPCISHandler{visibility: v} }

// CaptureEPCISInput is an EPCIS document, or an event that stands alone.
type CaptureEPCISInput struct {
	Behaviour string `header:"GS1-Capture-Error-Behaviour" enum:"rollback,proceed" default:"rollback" doc:"rollback: one wrong event refuses all"`
	RawBody   []byte
}

// CaptureJob is a capture, as EPCIS shows one.
type CaptureJob struct {
	ID         string         `json:"captureID"`
	CreatedAt  time.Time      `json:"createdAt"`
	FinishedAt time.Time      `json:"finishedAt"`
	Running    bool           `json:"running" doc:"a capture is done when it is answered"`
	Success    bool           `json:"success"`
	Behaviour  string         `json:"captureErrorBehaviour" enum:"rollback,proceed"`
	Errors     []CaptureError `json:"errors"`
}

// CaptureError is what is wrong with an event.
type CaptureError struct {
	Event  int    `json:"event" doc:"its number in the document, from 1; 0: the document itself"`
	Type   string `json:"type" example:"epcis.unknown_goods"`
	Detail string `json:"detail" doc:"in the language that is asked for"`
}

// CaptureOutput is 202: where the job is.
type CaptureOutput struct {
	Location string `header:"Location"`
	Limit    int    `header:"GS1-EPCIS-Capture-Limit" doc:"how many events a capture may have"`
	Body     CaptureJob
}

// Capture takes what others tell, and makes custody of it.
func (h *EPCISHandler) Capture(ctx context.Context, in *CaptureEPCISInput) (*CaptureOutput, error) {
	c, err := h.visibility.Capture(ctx, bytes.NewReader(in.RawBody), in.Behaviour != "proceed")
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	job, err := h.job(ctx, c.ID)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return &CaptureOutput{Location: "/api/v1/epcis/capture/" + job.ID, Limit: visibility.CaptureLimit, Body: job}, nil
}

func (h *EPCISHandler) job(ctx context.Context, id model.CaptureID) (CaptureJob, error) {
	c, wrong, err := h.visibility.Find(ctx, id)
	if err != nil {
		return CaptureJob{}, err
	}
	job := CaptureJob{
		ID: httpx.ID(c.ID).String(), CreatedAt: c.CreatedAt, FinishedAt: c.EndedAt, Success: c.Success, Behaviour: "proceed",
		Errors: make([]CaptureError, len(wrong)),
	}
	if c.Rollback {
		job.Behaviour = "rollback"
	}
	for i, w := range wrong {
		job.Errors[i] = CaptureError{Event: w.Event, Type: w.Code, Detail: detailOf(ctx, w)}
	}
	return job, nil
}

// detailOf tells what is wrong with an event in the caller's language.
func detailOf(ctx context.Context, w model.EPCISCaptureError) string {
	told := errs.Told(w.Told)
	if told == nil { // of before facts were kept
		return w.Detail
	}
	told = httpx.InLanguageOf(ctx, told)
	return cmp.Or(told.Detail, told.Message)
}

// Job shows what became of a capture.
func (h *EPCISHandler) Job(ctx context.Context, in *CaptureJobInput) (*httpx.Out[CaptureJob], error) {
	job, err := h.job(ctx, model.CaptureID(in.ID.N))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(job), nil
}

// CaptureJobInput names a capture.
type CaptureJobInput struct {
	ID httpx.Ref `path:"id" doc:"the capture's id"`
}

// EventsInput is EPCIS's simple event query, with its own names of filters.
type EventsInput struct {
	Type         []string   `query:"eventType" maxItems:"5"`
	Action       []string   `query:"EQ_action" maxItems:"3" enum:"ADD,OBSERVE,DELETE"`
	BizStep      []string   `query:"EQ_bizStep" maxItems:"50" doc:"words of CBV, or URIs; separated by commas, as all lists"`
	Disposition  []string   `query:"EQ_disposition" maxItems:"50"`
	ReadPoint    []string   `query:"EQ_readPoint" maxItems:"50" doc:"places, as events name them: https://HOST/org/CODE is an organisation of the channel"`
	Since        httpx.Time `query:"GE_eventTime"`
	Before       httpx.Time `query:"LT_eventTime"`
	Recorded     httpx.Time `query:"GE_recordTime" doc:"what was told from then on, whenever it happened; with GE_eventTime a page looks at less"`
	RecordedTill httpx.Time `query:"LT_recordTime"`
	EPC          []string   `query:"MATCH_epc" maxItems:"100" doc:"as object or child; a URN finds the Digital Link that says the same, and the other way round"`
	AnyEPC       []string   `query:"MATCH_anyEPC" maxItems:"100" doc:"as container, too"`
	PerPage      int        `query:"perPage" minimum:"1" maximum:"100" default:"30" doc:"events a page at most; a page may be shorter, or empty, and not the last"`
	Token        string     `query:"nextPageToken" maxLength:"80" doc:"from the Link of the page before, with the same filters"`

	query url.Values
}

// Resolve keeps the query as it came, for the link to the next page.
func (in *EventsInput) Resolve(c huma.Context) []error {
	asked := c.URL()
	in.query = asked.Query()
	return nil
}

// EventsOutput is an EPCISQueryDocument.
type EventsOutput struct {
	ContentType string `header:"Content-Type"`
	Link        string `header:"Link" doc:"rel=next: the next page; without it this is the last"`
	Body        []byte
}

// Events answers a page of what the brand recorded and of what others have told, by event time.
func (h *EPCISHandler) Events(ctx context.Context, in *EventsInput) (*EventsOutput, error) {
	var out bytes.Buffer
	next, err := h.visibility.Events(ctx, visibility.Query{
		Types: in.Type, Actions: in.Action, BizSteps: in.BizStep, Dispositions: in.Disposition, ReadPoints: in.ReadPoint,
		Since: in.Since.T, Before: in.Before.T, RecordedSince: in.Recorded.T, RecordedBefore: in.RecordedTill.T,
		EPCs: in.EPC, Any: in.AnyEPC, Limit: in.PerPage, Token: in.Token,
	}, &out)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	answer := &EventsOutput{ContentType: "application/ld+json", Body: out.Bytes()}
	if next != "" {
		in.query.Set("nextPageToken", next)
		answer.Link = fmt.Sprintf(`</api/v1/epcis/events?%s>; rel="next"`, in.query.Encode())
	}
	return answer, nil
}
