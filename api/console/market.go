package console

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/identity"
	"channelrouter/service/marketcode"
)

// MarketHandler serves orders of WeChat's codes.
type MarketHandler struct{ codes *marketcode.Service }

// NewMarketHandler makes the handler.
func NewMarketHandler(s *marketcode.Service) *MarketHandler { return &MarketHandler{codes: s} }

// MarketOrder is an order of WeChat's codes for a face of a batch.
type MarketOrder struct {
	ID          httpx.ID  `json:"id"`
	Batch       httpx.ID  `json:"batch_id"`
	Face        string    `json:"face"`
	State       string    `json:"state" enum:"asked,applied,ready,imported,active" doc:"applied: WeChat makes the codes; ready: they are fetched; imported: they lead to their items"`
	Count       int64     `json:"count" doc:"one for each item of the face"`
	Ordered     int64     `json:"ordered" doc:"what WeChat makes: whole ten thousands"`
	Imported    int64     `json:"imported"`
	Activated   int64     `json:"activated"`
	Application httpx.ID  `json:"application_id,omitempty" doc:"WeChat's number"`
	Reference   string    `json:"reference" doc:"ours, at WeChat"`
	Fault       string    `json:"fault,omitempty" doc:"code of what went wrong last; it is tried again"`
	CreatedAt   time.Time `json:"created_at"`
}

var marketOrderStates = map[model.MarketOrderState]string{
	model.MarketAsked: "asked", model.MarketApplied: "applied", model.MarketReady: "ready",
	model.MarketImported: "imported", model.MarketActive: "active",
}

func newMarketOrder(o model.MarketCodeOrder) MarketOrder {
	return MarketOrder{
		ID: httpx.ID(o.ID), Batch: httpx.ID(o.BatchID), Face: o.Face.String(), State: marketOrderStates[o.State],
		Count: o.Count, Ordered: o.Ordered, Imported: o.Imported, Activated: o.Activated,
		Application: httpx.ID(o.Application), Reference: marketcode.Reference(o), Fault: o.Fault, CreatedAt: o.CreatedAt,
	}
}

// MarketOrderInput orders codes for all items of a face.
type MarketOrderInput struct {
	Key  string `header:"Idempotency-Key" required:"true" minLength:"1" maxLength:"64" pattern:"^[!-~]+$" doc:"the same for a retry; a retry is the same order"`
	Body struct {
		Batch httpx.ID `json:"batch_id"`
		Face  string   `json:"face" enum:"pallet,case_outer,case_inner,box_outer,box_inner,unit_outer,unit_inner"`
	}
}

// Order has WeChat make codes for a face.
func (h *MarketHandler) Order(ctx context.Context, in *MarketOrderInput) (*httpx.Out[MarketOrder], error) {
	actor, _ := identity.ActorFrom(ctx)
	face, err := model.ParseFace(in.Body.Face)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	o, err := h.codes.Order(ctx, marketcode.Order{By: actor.UserID, Key: in.Key, Batch: model.BatchID(in.Body.Batch), Face: face})
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(newMarketOrder(o)), nil
}

// List pages through orders, newest first.
func (h *MarketHandler) List(ctx context.Context, in *httpx.PageInput) (*httpx.Out[httpx.Page[MarketOrder]], error) {
	rows, err := h.codes.List(ctx, model.MarketOrderID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewPage(rows, in.Limit, func(o model.MarketCodeOrder) int64 { return int64(o.ID) }, newMarketOrder)), nil
}

// MarketActivation is a run of an order's codes that is made live at both sides.
type MarketActivation struct {
	ID       httpx.ID `json:"id"`
	From     int64    `json:"from"`
	To       int64    `json:"to" doc:"exclusive"`
	State    string   `json:"state" enum:"asked,open,active" doc:"open: WeChat opens the app on the codes; active: and here they are live"`
	Activity string   `json:"activity"`
	Brand    string   `json:"brand"`
	AppID    string   `json:"appid"`
	Page     string   `json:"page"`
	Fault    string   `json:"fault,omitempty" doc:"code of what went wrong last; it is tried again"`
}

var marketActivationStates = map[model.MarketActivationState]string{
	model.MarketActivationAsked: "asked", model.MarketActivationThere: "open", model.MarketActivationActive: "active",
}

func newMarketActivation(a model.MarketCodeActivation) MarketActivation {
	return MarketActivation{
		ID: httpx.ID(a.ID), From: a.FromCode, To: a.ToCode, State: marketActivationStates[a.State],
		Activity: a.Activity, Brand: a.Brand, AppID: a.AppID, Page: a.Page, Fault: a.Fault,
	}
}

// MarketActivationInput makes a run of an order's codes live.
type MarketActivationInput struct {
	ID   httpx.Ref `path:"id" doc:"the order's id"`
	Key  string    `header:"Idempotency-Key" required:"true" minLength:"1" maxLength:"64" pattern:"^[!-~]+$" doc:"the same for a retry; a retry is the same activation"`
	Body struct {
		From     int64  `json:"from,omitempty" minimum:"0" doc:"ordinal on the face's level"`
		To       int64  `json:"to,omitempty" minimum:"0" doc:"exclusive; 0: to the end"`
		Activity string `json:"activity" minLength:"1" maxLength:"64" doc:"how WeChat's reports tell activities apart"`
		Brand    string `json:"brand" minLength:"1" maxLength:"64" doc:"as WeChat's reports show it"`
		App      string `json:"app" enum:"consumer,guide,terminal,salesperson,distributor" doc:"whose mini-program WeChat opens"`
		Page     string `json:"page" minLength:"1" maxLength:"128" example:"pages/claim/index"`
	}
}

// Activate makes a run of codes live, at WeChat and here.
func (h *MarketHandler) Activate(ctx context.Context, in *MarketActivationInput) (*httpx.Out[MarketActivation], error) {
	actor, _ := identity.ActorFrom(ctx)
	b := in.Body
	a, err := h.codes.Activate(ctx, marketcode.Activation{
		By: actor.UserID, Key: in.Key, Order: model.MarketOrderID(in.ID.N), From: b.From, To: b.To,
		Activity: b.Activity, Brand: b.Brand, App: b.App, Page: b.Page,
	})
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(newMarketActivation(a)), nil
}

// MarketActivationsInput pages through an order's activations.
type MarketActivationsInput struct {
	ID httpx.Ref `path:"id" doc:"the order's id"`
	httpx.PageInput
}

// Activations lists an order's activations by their runs.
func (h *MarketHandler) Activations(ctx context.Context, in *MarketActivationsInput) (*httpx.Out[httpx.Page[MarketActivation]], error) {
	rows, err := h.codes.Activations(ctx, model.MarketOrderID(in.ID.N), in.After.N, in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	after := func(a model.MarketCodeActivation) int64 { return a.FromCode + 1 }
	return httpx.Answer(httpx.NewPage(rows, in.Limit, after, newMarketActivation)), nil
}

// MarketPrintInput names an order.
type MarketPrintInput struct {
	ID httpx.Ref `path:"id" doc:"the order's id"`
}

// Print streams what the printer prints as CSV: ordinal, code.
func (h *MarketHandler) Print(ctx context.Context, in *MarketPrintInput) (*huma.StreamResponse, error) {
	o, err := h.codes.Printable(ctx, model.MarketOrderID(in.ID.N))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Stream(httpx.Download{
		Name: marketcode.Reference(o) + ".csv", Type: httpx.CSV,
		Write: func(ctx context.Context, w io.Writer) error { return h.writePrint(ctx, w, o) },
	}), nil
}

func (h *MarketHandler) writePrint(ctx context.Context, w io.Writer, o model.MarketCodeOrder) error {
	out := bufio.NewWriter(w)
	if _, err := out.WriteString("ordinal,code\r\n"); err != nil {
		return err
	}
	err := h.codes.Print(ctx, o, func(number int64, printed string) error {
		_, err := fmt.Fprintf(out, "%d,%s\r\n", number, printed)
		return err
	})
	return errors.Join(err, out.Flush())
}
