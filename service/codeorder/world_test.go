package codeorder_test

import (
	"fmt"
	"log/slog"
	"os"
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
	return &office{World: w, room: w.CodeOrder}
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
