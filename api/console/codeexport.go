package console

import (
	"context"
	"time"

	"channelrouter/api/httpx"
	"channelrouter/internal/label"
	"channelrouter/model"
	"channelrouter/service/codeorder"
	"channelrouter/service/identity"
)

// CodeExport is codes of a face of a batch in files.
type CodeExport struct {
	ID         httpx.ID   `json:"id"`
	State      string     `json:"state" enum:"computing,ready,revoked" doc:"computing: its manifest is; its files are stored nowhere"`
	Batch      httpx.ID   `json:"batch_id"`
	Face       string     `json:"face"`
	Pair       bool       `json:"pair,omitempty" doc:"both sides of an item on one line"`
	From       int64      `json:"from"`
	To         int64      `json:"to" doc:"exclusive"`
	Format     string     `json:"format" enum:"csv,csv.gz,csv.zst,pdf"`
	ShardCodes int64      `json:"shard_codes" doc:"items in a file"`
	Done       int64      `json:"done" doc:"of to - from items, by now"`
	Generator  string     `json:"generator" doc:"what makes the bytes; another computes the manifest anew"`
	Fault      string     `json:"fault,omitempty" doc:"code of what went wrong last; it is tried again"`
	AskedBy    httpx.ID   `json:"asked_by"`
	CreatedAt  time.Time  `json:"created_at"`
	ReadyAt    *time.Time `json:"ready_at,omitempty"`
	RevokedAt  *time.Time `json:"revoked_at,omitempty"`
	RevokedBy  httpx.ID   `json:"revoked_by,omitempty"`
}

var codeExportStates = map[model.CodeExportState]string{
	model.CodeExportAsked: "computing", model.CodeExportReady: "ready", model.CodeExportRevoked: "revoked",
}

func newCodeExport(e model.CodeExport) CodeExport {
	return CodeExport{
		ID: httpx.ID(e.ID), State: codeExportStates[e.State], Batch: httpx.ID(e.BatchID), Face: e.Face.String(), Pair: e.Pair,
		From: e.FromItem, To: e.ToItem, Format: codeorder.FormatName(e.Format), ShardCodes: e.ShardCodes, Done: e.Done - e.FromItem,
		Generator: e.Generator, Fault: e.Fault, AskedBy: httpx.ID(e.UserID), CreatedAt: e.CreatedAt,
		ReadyAt: e.ReadyAt, RevokedAt: e.RevokedAt, RevokedBy: httpx.ID(e.RevokedBy),
	}
}

// MakeExportInput asks for codes in files.
type MakeExportInput struct {
	Key  string `header:"Idempotency-Key" required:"true" minLength:"1" maxLength:"64" pattern:"^[!-~]+$" doc:"the same for a retry; a retry is the same export"`
	Body struct {
		Batch      httpx.ID      `json:"batch_id"`
		Face       string        `json:"face" pattern:"^(pallet|(unit|box|case|level([4-9]|1[0-5]))_(outer|inner))$" doc:"of a pair the outer one"`
		Pair       bool          `json:"pair,omitempty" doc:"both sides of an item on one line"`
		From       int64         `json:"from,omitempty" minimum:"0" doc:"ordinal on the face's level"`
		To         int64         `json:"to,omitempty" minimum:"0" doc:"exclusive; 0: to the end"`
		Format     string        `json:"format" enum:"csv,csv.gz,csv.zst,pdf" doc:"pdf: label sheets, each code as paths with its text"`
		ShardCodes int64         `json:"shard_codes,omitempty" minimum:"1" maximum:"5000000" doc:"items in a file; a million when left out, of labels five thousand"`
		Layout     *label.Layout `json:"layout,omitempty" doc:"of label sheets; A4 with forty labels when left out"`
	}
}

func (in *MakeExportInput) export(by model.UserID) (codeorder.Export, error) {
	b := in.Body
	x := codeorder.Export{
		By: by, Key: in.Key, Batch: model.BatchID(b.Batch), Pair: b.Pair, From: b.From, To: b.To,
		Format: codeorder.ParseFormat(b.Format), ShardCodes: b.ShardCodes,
	}
	if b.Layout != nil {
		x.Layout = *b.Layout
	}
	var err error
	x.Face, err = model.ParseFace(b.Face)
	return x, err
}

// MakeExport clears codes for printing; a job computes the manifest.
func (h *CodeOrderHandler) MakeExport(ctx context.Context, in *MakeExportInput) (*httpx.Out[CodeExport], error) {
	actor, _ := identity.ActorFrom(ctx)
	wish, err := in.export(actor.UserID)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	e, err := h.orders.MakeExport(ctx, wish)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(newCodeExport(e)), nil
}

// CodeExportInput names an export.
type CodeExportInput struct {
	ID httpx.Ref `path:"id" doc:"the export's id"`
}

func (in CodeExportInput) id() model.CodeExportID { return model.CodeExportID(in.ID.N) }

// Export shows an export with its progress.
func (h *CodeOrderHandler) Export(ctx context.Context, in *CodeExportInput) (*httpx.Out[CodeExport], error) {
	e, err := h.orders.GetExport(ctx, in.id())
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(newCodeExport(e)), nil
}

// CodeExportsInput pages through exports.
type CodeExportsInput struct {
	httpx.PageInput
	Batch httpx.Ref `query:"batch_id" doc:"only of this batch"`
}

// Exports pages through exports, newest first.
func (h *CodeOrderHandler) Exports(ctx context.Context, in *CodeExportsInput) (*httpx.Out[httpx.Page[CodeExport]], error) {
	rows, err := h.orders.Exports(ctx, model.BatchID(in.Batch.N), model.CodeExportID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewPage(rows, in.Limit, func(e model.CodeExport) int64 { return int64(e.ID) }, newCodeExport)), nil
}

// CodeFile is a file of an export, as its manifest has it.
type CodeFile struct {
	Number int    `json:"number"`
	From   int64  `json:"from"`
	To     int64  `json:"to" doc:"exclusive"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
	Sent   int64  `json:"sent" doc:"bytes that went out, or are on their way"`
}

func newCodeFile(s model.CodeExportShard) CodeFile {
	return CodeFile{Number: s.Number, From: s.FromItem, To: s.ToItem, Size: s.Size, SHA256: s.Hash, Sent: s.Sent}
}

// CodeFilesInput pages through an export's files.
type CodeFilesInput struct {
	CodeExportInput
	httpx.PageInput
}

// Files lists the files that the manifest speaks of so far.
func (h *CodeOrderHandler) Files(ctx context.Context, in *CodeFilesInput) (*httpx.Out[httpx.Page[CodeFile]], error) {
	rows, err := h.orders.Shards(ctx, in.id(), int(min(in.After.N, 1<<30)), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewPage(rows, in.Limit, func(s model.CodeExportShard) int64 { return int64(s.Number) }, newCodeFile)), nil
}

// RevokeExport keeps everybody from fetching an export's files.
func (h *CodeOrderHandler) RevokeExport(ctx context.Context, in *CodeExportInput) (*httpx.Empty, error) {
	actor, _ := identity.ActorFrom(ctx)
	if err := h.orders.RevokeExport(ctx, actor.UserID, in.id()); err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return &httpx.Empty{}, nil
}
