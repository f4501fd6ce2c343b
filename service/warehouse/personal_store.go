package warehouse

import (
	"channelrouter/internal/personal"
	"channelrouter/model"
)

// Personal is what this room holds of people: what they did with goods for organisations. A device
// of an organisation's is told by one of its people; the brand's by a user of the console.
func (s *Service) Personal() personal.Part {
	by := func(m any, column string) personal.Table {
		return personal.Table{Model: m, Where: personal.Of(column), Fate: personal.Kept, Why: personal.Goods}
	}
	device := by(&model.HandheldEvent{}, "told_by")
	device.Where = device.Where.If("org_id <> 0")
	return personal.Part{Name: "warehouse", Tables: []personal.Table{
		device,
		by(&model.GoodsTransfer{}, "asked_by"),
		by(&model.StockTake{}, "taken_by"),
		either(by(&model.GoodsDelivery{}, ""), "made_by", "closed_by"),
		by(&model.GoodsReceipt{}, "received_by"),
		either(by(&model.GoodsReturn{}, ""), "asked_by", "shipped_by"),
	}}
}

func either(t personal.Table, a, b string) personal.Table {
	t.Where = func(p personal.Subject) (string, []any) {
		return a + " IN ? OR " + b + " IN ?", []any{p.People, p.People}
	}
	return t
}
