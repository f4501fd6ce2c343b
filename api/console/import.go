package console

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"channelrouter/api/httpx"
	"channelrouter/internal/word"
	"channelrouter/model"
	"channelrouter/service/catalog"
	"channelrouter/service/channel"
	"channelrouter/service/code"
	"channelrouter/service/identity"
	"channelrouter/service/intake"
)

// ImportHandler serves imports of uploads.
type ImportHandler struct {
	intake  *intake.Service
	catalog *catalog.Service
	channel *channel.Service
	kinds   []model.ImportKind // that it shows: who handles goods has no hand in the channel
}

// NewImportHandler makes the handler of imports of codes and goods.
func NewImportHandler(s *intake.Service, c *catalog.Service, ch *channel.Service) *ImportHandler {
	return &ImportHandler{intake: s, catalog: c, channel: ch, kinds: []model.ImportKind{model.ImportForeign, model.ImportPacks, model.ImportShipments}}
}

// NewOrgImportHandler makes the handler of imports of organisations.
func NewOrgImportHandler(s *intake.Service, ch *channel.Service) *ImportHandler {
	return &ImportHandler{intake: s, channel: ch, kinds: []model.ImportKind{model.ImportOrgs}}
}

// find is an import of the handler's kinds. Error: intake.ErrUnknownImport.
func (h *ImportHandler) find(ctx context.Context, id httpx.Ref) (model.Import, error) {
	i, err := h.intake.Import(ctx, model.ImportID(id.N))
	if err == nil && !slices.Contains(h.kinds, i.Kind) {
		err = intake.ErrUnknownImport.With("id %d", id.N)
	}
	return i, err
}

// Import is the reading of an upload, as far as it has come.
type Import struct {
	ID        httpx.ID    `json:"id"`
	Upload    httpx.ID    `json:"upload_id"`
	Kind      string      `json:"kind" enum:"foreign_codes,packs,shipments,organisations"`
	State     string      `json:"state" enum:"waiting,checking,running,clearing,done,failed,cancelled" doc:"checking: every row by itself; clearing: what was half done is taken back"`
	Total     int64       `json:"total" doc:"rows; 0 before they are counted"`
	Position  int64       `json:"position" doc:"rows that are behind it, in this state"`
	Accepted  int64       `json:"accepted"`
	Rejected  int64       `json:"rejected" doc:"the report lists them"`
	Batch     *httpx.ID   `json:"batch_id,omitempty" doc:"that codes printed by others have become"`
	Fault     string      `json:"fault,omitempty" doc:"why it failed, in English: a stable code, and a sentence"`
	Problem   *httpx.Told `json:"problem,omitempty" doc:"why it failed, in the language that is asked for"`
	Created   int64       `json:"created" doc:"of organisations: how many of the accepted rows make one, and how many change one"`
	Updated   int64       `json:"updated"`
	DryRun    bool        `json:"dry_run" doc:"nothing is changed by it"`
	SkipBad   bool        `json:"skip_bad"`
	CreatedAt time.Time   `json:"created_at"`
	UpdatedAt time.Time   `json:"updated_at"`
}

var importKinds = map[string]model.ImportKind{
	"foreign_codes": model.ImportForeign, "packs": model.ImportPacks, "shipments": model.ImportShipments,
	"organisations": model.ImportOrgs,
}

var importStates = map[model.ImportState]string{
	model.ImportWaiting: "waiting", model.ImportChecking: "checking", model.ImportRunning: "running", model.ImportClearing: "clearing",
	model.ImportDone: "done", model.ImportFailed: "failed", model.ImportCancelled: "cancelled",
}

func newImport(ctx context.Context, i model.Import) Import {
	shown := Import{
		ID: httpx.ID(i.ID), Upload: httpx.ID(i.UploadID), Kind: word.KeyOf(importKinds, i.Kind), State: importStates[i.State], Total: i.Total, Position: i.Position,
		Accepted: i.Accepted, Rejected: i.Rejected, Fault: i.Fault, Problem: httpx.Tell(ctx, intake.Failure(i)), CreatedAt: i.CreatedAt, UpdatedAt: i.UpdatedAt, Created: i.Created, Updated: i.Updated,
	}
	var declared intake.Declaration
	if json.Unmarshal(i.Declaration, &declared) == nil {
		shown.DryRun, shown.SkipBad = declared.DryRun, declared.SkipBad
	}
	if i.BatchID != 0 {
		batch := httpx.ID(i.BatchID)
		shown.Batch = &batch
	}
	return shown
}

// ForeignInput is what codes printed by others look like and stand on.
type ForeignInput struct {
	Batch   string `json:"batch" minLength:"1" maxLength:"64" doc:"the brand's number for the batch that they become"`
	Product string `json:"product" minLength:"1" maxLength:"64" doc:"SKU"`
	Level   string `json:"level" enum:"unit,box,case,pallet"`
	Charset string `json:"charset" enum:"digits,hex,alnum"`
	Length  int    `json:"length" minimum:"4" maximum:"64"`
	Prefix  string `json:"prefix,omitempty" maxLength:"32" doc:"what all of them begin with"`
}

// ImportInput declares an import.
type ImportInput struct {
	Key  string `header:"Idempotency-Key" required:"true" minLength:"1" maxLength:"64" pattern:"^[!-~]+$" doc:"the same for a retry; a retry is the same import"`
	Body struct {
		Upload  httpx.ID      `json:"upload_id"`
		Kind    string        `json:"kind" enum:"foreign_codes,packs,shipments"`
		SkipBad bool          `json:"skip_bad,omitempty" doc:"take the good rows of a file in that has bad ones"`
		Foreign *ForeignInput `json:"foreign_codes,omitempty" doc:"needed for foreign_codes"`
		Org     string        `json:"org,omitempty" doc:"needed for packs: code of the organisation that packs"`
		At      httpx.Time    `json:"at,omitempty" doc:"of packs: when; now when left out"`
		Offline bool          `json:"offline,omitempty" doc:"of packs and shipments: keep what does not fit yet as pending, and believe its times"`
	}
}

// declaration looks up what the body names.
func (h *ImportHandler) declaration(ctx context.Context, in *ImportInput) (intake.Declaration, error) {
	b := in.Body
	d := intake.Declaration{Kind: importKinds[b.Kind], SkipBad: b.SkipBad, At: b.At.T, Offline: b.Offline}
	switch {
	case d.Kind == model.ImportPacks:
		org, err := h.channel.GetOrgByCode(ctx, b.Org)
		d.Org = org.ID
		return d, err
	case d.Kind == model.ImportForeign && b.Foreign == nil:
		return d, intake.ErrBadImport.With("no foreign_codes")
	case d.Kind == model.ImportForeign:
		product, err := h.catalog.GetBySKU(ctx, b.Foreign.Product)
		if err != nil {
			return d, err
		}
		level, err := model.ParseLevel(b.Foreign.Level)
		d.Foreign = code.NewForeign{
			Ref: b.Foreign.Batch, ProductID: product.ID, Level: level, Length: b.Foreign.Length, Charset: b.Foreign.Charset, Prefix: b.Foreign.Prefix,
		}
		return d, err
	}
	return d, nil
}

// Create declares an import, which waits for its turn.
func (h *ImportHandler) Create(ctx context.Context, in *ImportInput) (*httpx.Out[Import], error) {
	actor, _ := identity.ActorFrom(ctx)
	d, err := h.declaration(ctx, in)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	i, err := h.intake.CreateImport(ctx, intake.NewImport{By: actor.UserID, Key: in.Key, Upload: model.UploadID(in.Body.Upload), Declaration: d})
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(newImport(ctx, i)), nil
}

// ImportsInput narrows imports down.
type ImportsInput struct {
	httpx.PageInput
	Kind  string `query:"kind" enum:"foreign_codes,packs,shipments,organisations"`
	State string `query:"state" enum:"waiting,checking,running,clearing,done,failed,cancelled"`
}

// List pages through imports, newest first.
func (h *ImportHandler) List(ctx context.Context, in *ImportsInput) (*httpx.Out[httpx.Page[Import]], error) {
	kinds := h.kinds
	if in.Kind != "" {
		kinds = slices.DeleteFunc(slices.Clone(kinds), func(k model.ImportKind) bool { return k != importKinds[in.Kind] })
	}
	rows, err := h.intake.Imports(ctx, kinds, word.KeyOf(importStates, in.State), model.ImportID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewPage(rows, in.Limit, func(i model.Import) int64 { return int64(i.ID) }, func(i model.Import) Import { return newImport(ctx, i) })), nil
}

// ImportRef names an import.
type ImportRef struct {
	ID httpx.Ref `path:"id" doc:"the import's id"`
}

// Get tells how far an import is.
func (h *ImportHandler) Get(ctx context.Context, in *ImportRef) (*httpx.Out[Import], error) {
	i, err := h.find(ctx, in.ID)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(newImport(ctx, i)), nil
}

// Cancel ends an import.
func (h *ImportHandler) Cancel(ctx context.Context, in *ImportRef) (*httpx.Out[Import], error) {
	i, err := h.find(ctx, in.ID)
	if err == nil {
		i, err = h.intake.Cancel(ctx, i.ID)
	}
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(newImport(ctx, i)), nil
}

// Report streams the rows that were not taken in as CSV.
func (h *ImportHandler) Report(ctx context.Context, in *ImportRef) (*huma.StreamResponse, error) {
	i, err := h.find(ctx, in.ID)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Stream(httpx.Download{
		Name: fmt.Sprintf("import-%d-rejected.csv", i.ID), Type: httpx.CSV,
		Write: func(ctx context.Context, w io.Writer) error {
			return h.intake.WriteReport(ctx, i.ID, httpx.LanguageOf(ctx) == httpx.Chinese, w)
		},
	}), nil
}
