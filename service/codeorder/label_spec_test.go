package codeorder_test

import (
	"bytes"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/label"
	"channelrouter/model"
	"channelrouter/service/catalog"
	"channelrouter/service/code"
	"channelrouter/service/codeorder"
	"channelrouter/service/testkit"
)

func TestLabelSheets(t *testing.T) {
	Convey("Given a batch, and hosts that were tested", t, func() {
		o := newOffice(t, testkit.SQLite)
		o.TestHosts()
		b, err := o.room.Batch(o.Ctx, o.issued("B1", 2))
		So(err, ShouldBeNil)
		layout := label.Layout{PageWidth: 100, PageHeight: 150, Margin: 4, Gap: 2, Columns: 2, Rows: 3}
		labels := func(x *codeorder.Export) { x.Format, x.ShardCodes, x.Layout, x.From = model.CodeLabels, 7, layout, 40 }

		Convey("a sheet has a label for each code: its URL, its text in groups, GTIN and batch", func() {
			x := o.export(b, labels)
			tickets := o.tickets(x.ID)
			So(tickets, ShouldHaveLength, 1+2)
			got, err := o.fetch(x.ID, 1, tickets[1], 0, 0)
			So(err, ShouldBeNil)
			var want bytes.Buffer
			sheet, err := label.NewSheet(&want, layout)
			So(err, ShouldBeNil)
			for n := range int64(7) {
				text := o.Print(model.FaceUnitOuter, testkit.Item(b, model.LevelUnit, 40+n))
				So(sheet.Add(label.Label{
					Code:  "https://c.brand.test/" + text,
					Lines: []string{label.Grouped(text), "(01)" + o.Products[0].GTIN, "(10)B1"},
				}), ShouldBeNil)
			}
			So(sheet.Close(), ShouldBeNil)
			So(got, ShouldResemble, want.Bytes())

			Convey("and where the catalogue has another GTIN by now, it is computed anew", func() {
				p := o.Products[0]
				_, err := o.Catalog.Import(o.Ctx, []catalog.NewProduct{{SKU: p.SKU, GTIN: "09999999999994", Name: p.Name, Pack: p.Pack}})
				So(err, ShouldBeNil)
				_, err = o.fetch(x.ID, 1, tickets[1], 0, 0)
				So(err, ShouldWrap, codeorder.ErrComputing)
				So(o.computed(x.ID).Generator, ShouldNotEqual, x.Generator)
				again, err := o.fetch(x.ID, 1, tickets[1], 0, 0)
				So(err, ShouldBeNil)
				So(again, ShouldNotResemble, got)
			})
			Convey("and any part of it is what stands there in the whole", func() {
				part, err := o.fetch(x.ID, 1, tickets[1], 1000, 3000)
				So(err, ShouldBeNil)
				So(part, ShouldResemble, got[1000:3000])
			})
		})
		Convey("labels without room, and pairs, are refused", func() {
			for _, change := range []func(*codeorder.Export){
				func(x *codeorder.Export) { x.Layout.Columns = 20 },
				func(x *codeorder.Export) { x.Layout.Margin = 50 },
				func(x *codeorder.Export) { x.Pair = true },
				func(x *codeorder.Export) { x.ShardCodes = 50_001 },
			} {
				x := codeorder.Export{By: approver, Key: o.key(), Batch: b.ID, Face: model.FaceUnitOuter}
				labels(&x)
				change(&x)
				_, err := o.room.MakeExport(o.Ctx, x)
				So(err, ShouldWrap, codeorder.ErrBadExport)
			}
		})
		Convey("a picture is of an item that the batch has", func() {
			_, err := o.room.Picture(o.Ctx, b.ID, model.FaceUnitOuter, 48, true)
			So(err, ShouldWrap, code.ErrIntervalOutside)
			_, err = o.room.Picture(o.Ctx, b.ID, model.FaceBoxOuter, 0, true)
			So(err, ShouldWrap, code.ErrFaceAbsent)
		})
	})
}
