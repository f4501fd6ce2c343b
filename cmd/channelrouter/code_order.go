package main

import (
	"context"
	"crypto/rand"
	"fmt"

	"channelrouter/configs"
	"channelrouter/internal/clock"
	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/codeorder"
)

type codeOrder struct {
	Ask  codeOrderAsk  `cmd:"" help:"Ask for codes; somebody at the console decides."`
	List codeOrderList `cmd:"" help:"List orders of codes, newest first."`
}

type codeOrderAsk struct {
	Batch          string `required:"" placeholder:"NUMBER" help:"The brand's number for the batch; an order has its own."`
	Product        string `required:"" placeholder:"SKU" help:"Product that the codes stand on."`
	UnitsPerCase   int64  `required:"" help:"Units that fill a case."`
	CasesPerPallet int64  `required:"" help:"Cases that fill a pallet."`
	Pallets        int64  `required:"" help:"How many pallets."`
	Linking        string `enum:"pre,line,scatter" default:"pre" help:"How goods come to know each other: ${enum}."`
	Plant          string `help:"Where the codes are printed."`
	Line           string `help:"The packing line."`
	Note           string `help:"For who decides."`
	WantedOn       string `placeholder:"YYYY-MM-DD" help:"Day that the codes are wanted."`
	Key            string `help:"The same for a retry, which is the same order; a new one when left out."`
}

// Help teaches what becomes of an order.
func (codeOrderAsk) Help() string {
	return `Asks for codes in the standard packaging, five in one:

  channelrouter code order ask --batch 2026-17 --product P01 \
    --units-per-case 6 --cases-per-pallet 40 --pallets 100 --plant "Plant 1" --line L3

No code exists yet: an owner or channel manager approves the order at the console, which
issues the batch, or refuses it with a reason. Then its codes are exported, printed, and
made live when the goods are released. Other packagings are asked for through the API.`
}

var linkingWords = map[string]model.Linking{"pre": model.PreLinked, "line": model.LineLinked, "scatter": model.ScatterLinked}

// Run stores the order.
func (a codeOrderAsk) Run(ctx context.Context, c configs.Config) error {
	h, err := build(ctx, c)
	if err != nil {
		return err
	}
	defer h.close()
	product, err := h.Catalog.GetBySKU(ctx, a.Product)
	if err != nil {
		return err
	}
	wish := codeorder.Wish{Key: a.Key, Plant: a.Plant, Line: a.Line, Note: a.Note, Batch: code.NewBatch{
		Ref: a.Batch, ProductID: product.ID, Profile: code.FiveInOne(a.UnitsPerCase, a.CasesPerPallet),
		Linking: linkingWords[a.Linking], Count: a.Pallets,
	}}
	if wish.Key == "" {
		wish.Key = rand.Text()
	}
	if a.WantedOn != "" {
		wanted, err := clock.ParseDay(a.WantedOn)
		if err != nil {
			return fmt.Errorf("--wanted-on: %q is no day; give YYYY-MM-DD", a.WantedOn)
		}
		wish.WantedOn = clock.BizDate(wanted)
	}
	order, err := h.CodeOrder.Ask(h.audited(ctx, "code order ask", a.Batch), wish)
	if err != nil {
		return err
	}
	fmt.Printf("order %d for batch %s waits for somebody to approve it at the console\n", order.ID, order.Ref)
	return nil
}

type codeOrderList struct {
	Limit int `default:"50" help:"How many."`
}

// Run prints an order a line: id, state, batch number, plant, line.
func (l codeOrderList) Run(ctx context.Context, c configs.Config) error {
	h, err := build(ctx, c)
	if err != nil {
		return err
	}
	defer h.close()
	orders, err := h.CodeOrder.List(ctx, 0, 0, l.Limit)
	if err != nil {
		return err
	}
	for _, o := range orders {
		fmt.Printf("%d\t%s\t%s\t%s\t%s\n", o.ID, codeorder.StateName(o.State), o.Ref, o.Plant, o.Line)
	}
	return nil
}
