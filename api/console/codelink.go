package console

import (
	"context"
	"time"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/codeorder"
	"channelrouter/service/identity"
)

// CodeLink is addresses from which an export's files are fetched without a session.
type CodeLink struct {
	ID       httpx.ID  `json:"id"`
	Until    time.Time `json:"until"`
	Manifest string    `json:"manifest" doc:"path below the server's root"`
	Files    []string  `json:"files" doc:"of file 1, file 2 and so on"`
}

func newCodeLink(l codeorder.Link) CodeLink {
	return CodeLink{ID: httpx.ID(l.ID), Until: l.Until, Manifest: l.Manifest, Files: l.Files}
}

// MakeLink makes addresses for who prints.
func (h *CodeOrderHandler) MakeLink(ctx context.Context, in *CodeExportInput) (*httpx.Out[CodeLink], error) {
	actor, _ := identity.ActorFrom(ctx)
	link, err := h.orders.MakeLink(ctx, actor.UserID, in.id())
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(newCodeLink(link)), nil
}

// CodeDownload is one fetch of a file or a part of it.
type CodeDownload struct {
	ID       httpx.ID   `json:"id"`
	Number   int        `json:"number" doc:"of the file; 0 is the manifest"`
	Link     httpx.ID   `json:"link_id"`
	LinkOf   httpx.ID   `json:"link_of" doc:"the user who got the link"`
	IP       string     `json:"ip"`
	From     int64      `json:"from_byte"`
	To       int64      `json:"to_byte" doc:"exclusive"`
	Sent     int64      `json:"sent"`
	Complete bool       `json:"complete" doc:"all that was asked for went out"`
	At       time.Time  `json:"at"`
	EndedAt  *time.Time `json:"ended_at,omitempty" doc:"left out while it is under way, or where its process died"`
}

func newCodeDownload(d model.CodeDownload, links map[model.CodeLinkID]model.CodeLink) CodeDownload {
	return CodeDownload{
		ID: httpx.ID(d.ID), Number: d.Number, Link: httpx.ID(d.LinkID), LinkOf: httpx.ID(links[d.LinkID].UserID), IP: d.IP,
		From: d.FromByte, To: d.ToByte, Sent: d.Sent, Complete: d.Sent == d.ToByte-d.FromByte, At: d.At, EndedAt: d.EndedAt,
	}
}

// Downloads lists who fetched what of an export, newest first.
func (h *CodeOrderHandler) Downloads(ctx context.Context, in *CodeFilesInput) (*httpx.Out[httpx.Page[CodeDownload]], error) {
	rows, links, err := h.orders.Downloads(ctx, in.id(), model.CodeDownloadID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	show := func(d model.CodeDownload) CodeDownload { return newCodeDownload(d, links) }
	return httpx.Answer(httpx.NewPage(rows, in.Limit, func(d model.CodeDownload) int64 { return int64(d.ID) }, show)), nil
}
