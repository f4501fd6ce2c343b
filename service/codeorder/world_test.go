package codeorder_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"strconv"
	"testing"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/codeorder"
	"channelrouter/service/testkit"
)

func TestMain(m *testing.M) {
	slog.SetDefault(slog.New(slog.DiscardHandler)) // failures are part of the story
	os.Exit(m.Run())
}

// The people of the story.
const (
	asker    model.UserID = 1
	approver model.UserID = 2
)

// office is a world whose brand orders codes.
type office struct {
	*testkit.World
	room *codeorder.Service
	keys int
}

func newOffice(t testing.TB, e testkit.Engine) *office {
	w := testkit.New(t, e)
	o := &office{World: w, room: w.CodeOrder}
	o.must(w.DB.Run(w.Ctx, func(ctx context.Context) error {
		return w.DB.Conn(ctx).Create(&model.ConsoleUser{ID: approver, Login: "manager", Role: model.UserChannelManager, CreatedAt: w.Clock.Now()}).Error
	}))
	return o
}

func (o *office) must(err error) {
	o.T.Helper()
	if err != nil {
		o.T.Fatal(err)
	}
}

func (o *office) key() string {
	o.keys++
	return fmt.Sprint("key-", o.keys)
}

// wish is for n pallets, four cases of six units each.
func (o *office) wish(ref string, n int64) codeorder.Wish {
	return codeorder.Wish{
		By: asker, Key: o.key(), Plant: "Plant 1", Line: "L3", Note: "for spring",
		Batch: code.NewBatch{Ref: ref, ProductID: o.Products[0].ID, Profile: code.FiveInOne(6, 4), Linking: model.PreLinked, Count: n},
	}
}

func (o *office) asked(ref string, n int64) model.CodeOrder {
	o.T.Helper()
	order, err := o.room.Ask(o.Ctx, o.wish(ref, n))
	o.must(err)
	return order
}

func (o *office) issued(ref string, n int64) model.CodeOrder {
	o.T.Helper()
	order, err := o.room.Approve(o.Ctx, approver, o.asked(ref, n).ID)
	o.must(err)
	return order
}

func (o *office) now(id model.CodeOrderID) model.CodeOrder {
	o.T.Helper()
	order, err := o.room.Get(o.Ctx, id)
	o.must(err)
	return order
}

func (o *office) batches() (n int64) {
	o.T.Helper()
	o.must(o.DB.Conn(o.Ctx).Model(&model.Batch{}).Count(&n).Error)
	return n
}

// live is how many items of an order's batch have live codes.
func (o *office) live(id model.CodeOrderID) int64 {
	o.T.Helper()
	b, err := o.room.Batch(o.Ctx, o.now(id))
	o.must(err)
	live, _ := b.Live()
	return live
}

// export is an export of a batch whose manifest is there.
func (o *office) export(b *code.Batch, change func(*codeorder.Export)) model.CodeExport {
	o.T.Helper()
	x := codeorder.Export{By: approver, Key: o.key(), Batch: b.ID, Face: model.FaceUnitOuter, Format: model.CodeCSV, ShardCodes: 20}
	if change != nil {
		change(&x)
	}
	e, err := o.room.MakeExport(o.Ctx, x)
	o.must(err)
	return o.computed(e.ID)
}

func (o *office) computed(id model.CodeExportID) model.CodeExport {
	o.T.Helper()
	for {
		n, err := o.room.ComputeExports(o.Ctx)
		o.must(err)
		if n == 0 {
			break
		}
	}
	e, err := o.room.GetExport(o.Ctx, id)
	o.must(err)
	return e
}

// tickets are the tickets of an export's addresses, by number.
func (o *office) tickets(id model.CodeExportID) []codeorder.Ticket {
	o.T.Helper()
	link, err := o.room.MakeLink(o.Ctx, approver, id)
	o.must(err)
	var tickets []codeorder.Ticket
	for _, path := range append([]string{link.Manifest}, link.Files...) {
		address, err := url.Parse(path)
		o.must(err)
		query := address.Query()
		until, err := strconv.ParseInt(query.Get("until"), 10, 64)
		o.must(err)
		tickets = append(tickets, codeorder.Ticket{Link: link.ID, Until: until, Signature: query.Get("sig")})
	}
	return tickets
}

// fetch fetches a file, or its bytes [from, to); to 0 is the end.
func (o *office) fetch(id model.CodeExportID, number int, t codeorder.Ticket, from, to int64) ([]byte, error) {
	f, err := o.room.OpenFile(o.Ctx, id, number, t)
	if err != nil {
		return nil, err
	}
	if to == 0 {
		to = f.Size
	}
	part, err := f.Reserve(o.Ctx, from, to, "203.0.113.7")
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = part.Write(o.Ctx, &out)
	return out.Bytes(), err
}
