package codeorder_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	. "github.com/smartystreets/goconvey/convey"
	"pgregory.net/rapid"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/codeorder"
	"channelrouter/service/link"
	"channelrouter/service/testkit"
)

// unpacked is a file's text.
func unpacked(f model.CodeFormat, file []byte) string {
	var r io.Reader = bytes.NewReader(file)
	var err error
	switch f {
	case model.CodeCSVGzip:
		r, err = gzip.NewReader(r)
	case model.CodeCSVZstd:
		r, err = zstd.NewReader(r)
	}
	So(err, ShouldBeNil)
	text, err := io.ReadAll(r)
	So(err, ShouldBeNil)
	return string(text)
}

// plain is what the older export writes of the same codes.
func (o *office) plain(b *code.Batch, face model.Face, from, to int64) string {
	opened, err := o.Code.OpenExport(o.Ctx, b, face, code.Interval{From: from, To: to})
	So(err, ShouldBeNil)
	var out bytes.Buffer
	_, err = opened.Write(o.Ctx, &out)
	So(err, ShouldBeNil)
	return out.String()
}

func TestExports(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given an order of two pallets that was issued, and hosts that were tested", t, func() {
			o := newOffice(t, e)
			o.TestHosts()
			order := o.issued("B1", 2)
			b, err := o.room.Batch(o.Ctx, order)
			So(err, ShouldBeNil)

			for _, format := range []model.CodeFormat{model.CodeCSV, model.CodeCSVGzip, model.CodeCSVZstd} {
				Convey("its files are the codes, whatever they are packed by: "+string('0'+rune(format)), func() {
					x := o.export(b, func(x *codeorder.Export) { x.Format, x.From, x.To = format, 3, 46 })
					So(x.State, ShouldEqual, model.CodeExportReady)
					tickets := o.tickets(x.ID)
					So(tickets, ShouldHaveLength, 1+3)
					content, err := o.fetch(x.ID, 0, tickets[0], 0, 0)
					So(err, ShouldBeNil)
					var m codeorder.Manifest
					So(json.Unmarshal(content, &m), ShouldBeNil)
					So(m.Codes, ShouldEqual, 43)
					So(m.GTIN, ShouldEqual, o.Products[0].GTIN)
					So(m.Files, ShouldHaveLength, 3)
					for i, f := range m.Files {
						file, err := o.fetch(x.ID, i+1, tickets[i+1], 0, 0)
						So(err, ShouldBeNil)
						sum := sha256.Sum256(file)
						So(hex.EncodeToString(sum[:]), ShouldEqual, f.SHA256)
						So(len(file), ShouldEqual, f.Size)
						So(unpacked(format, file), ShouldEqual, o.plain(b, model.FaceUnitOuter, f.First, f.First+f.Codes))
					}
					So(m.Files[2].Codes, ShouldEqual, 3)
				})
			}
			Convey("a pair has both sides of an item on one line", func() {
				x := o.export(b, func(x *codeorder.Export) { x.Face, x.Pair, x.ShardCodes = model.FaceCaseOuter, true, 0 })
				file, err := o.fetch(x.ID, 1, o.tickets(x.ID)[1], 0, 0)
				So(err, ShouldBeNil)
				lines := strings.Split(string(file), "\n")
				So(lines[0], ShouldEqual, "outer_code,outer_url,inner_code,inner_url")
				So(lines, ShouldHaveLength, 1+8+1)
				for n, line := range lines[1:9] {
					fields := strings.Split(line, ",")
					item := testkit.Item(b, model.LevelCase, int64(n))
					So(fields[0], ShouldEqual, o.Print(model.FaceCaseOuter, item))
					So(fields[2], ShouldEqual, o.Print(model.FaceCaseInner, item))
					So(fields[3], ShouldEqual, "https://c.brand.test/"+fields[2])
				}
			})
			Convey("an order is exported once each of its files went out whole", func() {
				x := o.export(b, nil)
				tickets := o.tickets(x.ID)
				for number := 1; number < len(tickets); number++ {
					So(o.now(order.ID).State, ShouldEqual, model.CodeOrderIssued)
					_, err := o.fetch(x.ID, number, tickets[number], 0, 0)
					So(err, ShouldBeNil)
				}
				So(o.now(order.ID).State, ShouldEqual, model.CodeOrderExported)
			})
			Convey("a retry is the same export, and another under its key is none", func() {
				wish := codeorder.Export{By: approver, Key: "k", Batch: b.ID, Face: model.FaceUnitOuter, Format: model.CodeCSV}
				first, err := o.room.MakeExport(o.Ctx, wish)
				So(err, ShouldBeNil)
				again, err := o.room.MakeExport(o.Ctx, wish)
				So(err, ShouldBeNil)
				So(again.ID, ShouldEqual, first.ID)
				wish.Format = model.CodeCSVGzip
				_, err = o.room.MakeExport(o.Ctx, wish)
				So(err, ShouldWrap, codeorder.ErrKeyReused)
			})
			Convey("what cannot be exported is refused", func() {
				for _, c := range []struct {
					change func(*codeorder.Export)
					want   error
				}{
					{func(x *codeorder.Export) { x.Batch = 4711 }, code.ErrUnknownBatch},
					{func(x *codeorder.Export) { x.Face = model.FaceBoxOuter }, code.ErrFaceAbsent},
					{func(x *codeorder.Export) { x.To = 49 }, code.ErrIntervalOutside},
					{func(x *codeorder.Export) { x.Pair, x.Face = true, model.FacePallet }, code.ErrFaceAbsent},
					{func(x *codeorder.Export) { x.Pair, x.Face = true, model.FaceUnitInner }, codeorder.ErrBadExport},
					{func(x *codeorder.Export) { x.Format = 99 }, codeorder.ErrBadExport},
					{func(x *codeorder.Export) { x.ShardCodes = 5_000_001 }, codeorder.ErrBadExport},
				} {
					x := codeorder.Export{By: approver, Key: o.key(), Batch: b.ID, Face: model.FaceUnitOuter, Format: model.CodeCSV}
					c.change(&x)
					_, err := o.room.MakeExport(o.Ctx, x)
					So(err, ShouldWrap, c.want)
				}
			})
			Convey("a phone that no longer opens the app locks what was exported before", func() {
				x := o.export(b, nil)
				tickets := o.tickets(x.ID)
				_, err := o.Link.RecordTest(o.Ctx, link.NewTest{User: 1, Key: "late", Host: "c.brand.test", OS: model.IOS, Device: "new phone"})
				So(err, ShouldBeNil)
				_, err = o.fetch(x.ID, 1, tickets[1], 0, 0)
				So(err, ShouldWrap, link.ErrExportLocked)
				_, err = o.room.MakeLink(o.Ctx, approver, x.ID)
				So(err, ShouldWrap, link.ErrExportLocked)
			})
			Convey("20 workers at once compute each file once", func() {
				x, err := o.room.MakeExport(o.Ctx, codeorder.Export{By: approver, Key: "k", Batch: b.ID, Face: model.FaceUnitOuter, Format: model.CodeCSVGzip, ShardCodes: 7})
				So(err, ShouldBeNil)
				for range 3 {
					for _, err := range testkit.Together(20, func(int) error {
						_, err := o.room.ComputeExports(o.Ctx)
						return err
					}) {
						So(err, ShouldBeNil)
					}
				}
				So(o.computed(x.ID).State, ShouldEqual, model.CodeExportReady)
				shards, err := o.room.Shards(o.Ctx, x.ID, 0, 100)
				So(err, ShouldBeNil)
				So(shards, ShouldHaveLength, 7)
				for i, s := range shards {
					So(s.Number, ShouldEqual, i+1)
					So(s.FromItem, ShouldEqual, i*7)
				}
			})
			Convey("what another generator made is computed anew, and what went out is still counted", func() {
				x := o.export(b, nil)
				tickets := o.tickets(x.ID)
				whole, err := o.fetch(x.ID, 1, tickets[1], 0, 0)
				So(err, ShouldBeNil)
				So(o.DB.Run(o.Ctx, func(ctx context.Context) error {
					return o.DB.Conn(ctx).Model(&model.CodeExport{}).Where("id = ?", x.ID).Update("generator", "csv 0").Error
				}), ShouldBeNil)
				_, err = o.fetch(x.ID, 1, tickets[1], 0, 0)
				So(err, ShouldWrap, codeorder.ErrComputing)
				So(o.computed(x.ID).Generator, ShouldEqual, x.Generator)
				_, err = o.fetch(x.ID, 1, tickets[1], 0, 0)
				So(err, ShouldBeNil)
				shards, err := o.room.Shards(o.Ctx, x.ID, 0, 1)
				So(err, ShouldBeNil)
				So(shards[0].Sent, ShouldEqual, 2*len(whole))
			})
		})
	})
}

// Any part of a file is what stands there in the whole, however it is packed.
func TestPartsOfFiles(t *testing.T) {
	o := newOffice(t, testkit.SQLite)
	o.TestHosts()
	_, err := o.room.Policies.Publish(o.Ctx, codeorder.Policy{Downloads: 100, LinkHours: 1}, o.Clock.Now(), 9)
	o.must(err)
	b, err := o.room.Batch(o.Ctx, o.issued("B1", 2))
	o.must(err)
	for _, format := range []model.CodeFormat{model.CodeCSV, model.CodeCSVGzip, model.CodeCSVZstd} {
		x := o.export(b, func(x *codeorder.Export) { x.Format, x.ShardCodes, x.From = format, 30, 2 })
		ticket := o.tickets(x.ID)[2]
		whole, err := o.fetch(x.ID, 2, ticket, 0, 0)
		o.must(err)
		rapid.Check(t, func(r *rapid.T) {
			from := rapid.Int64Range(0, int64(len(whole))-1).Draw(r, "from")
			to := rapid.Int64Range(from+1, min(from+200, int64(len(whole)))).Draw(r, "to")
			got, err := o.fetch(x.ID, 2, ticket, from, to)
			if err != nil || !bytes.Equal(got, whole[from:to]) {
				r.Fatalf("[%d, %d) of format %d: %v\n%q\nnot\n%q", from, to, format, err, got, whole[from:to])
			}
		})
	}
}
