package casefile_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/model/event"
	"channelrouter/service/casefile"
	"channelrouter/service/channel"
	"channelrouter/service/contact"
	"channelrouter/service/custody"
	"channelrouter/service/diversion"
	"channelrouter/service/testkit"
)

func TestInspecting(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a case whose inspector stands in the shop", t, func() {
			s := newStreet(t, e)
			in := s.found("k", s.scanned(s.inspector, s.unit(1)), s.scanned(s.inspector, s.unit(2)))

			Convey("what he scans joins the case as hard evidence, judged by the shop", func() {
				v := s.inspect(in)
				So(v.Terminal, ShouldEqual, s.shop.ID)
				So(v.Pieces, ShouldHaveLength, 2)
				So(v.Pieces[0].Found, ShouldEqual, s.d2.ID)
				flags := s.flags()
				So(flags, ShouldHaveLength, 3)
				So(flags[1].Hard, ShouldBeTrue)
				So(flags[1].Reasons, ShouldEqual, diversion.ReasonTerminalUnderOther+",inspected")
				c, err := s.Diversion.Confirm(s.Ctx, decision(s.c))
				So(err, ShouldBeNil)
				So(c.Units, ShouldEqual, 3)
			})
			Convey("photos and a receipt are kept by their hashes, and in no other record", func() {
				in.Photos, in.Receipts = []model.PhotoID{s.photo(s.inspector, model.RoleSalesperson)}, []model.PhotoID{s.photo(s.inspector, model.RoleSalesperson)}
				in.Receipt = "No. 77"
				v := s.inspect(in)
				kinds := map[model.EvidenceKind]int{}
				for _, p := range v.Pieces {
					kinds[p.Kind]++
					So(p.Hash, ShouldHaveLength, 64)
				}
				So(kinds, ShouldResemble, map[model.EvidenceKind]int{model.EvidenceScan: 2, model.EvidencePhoto: 1, model.EvidenceReceipt: 1})
				So(v.Pieces[2].Photo.Address, ShouldStartWith, "/media/"+v.Pieces[2].Hash)
				again := s.found("other")
				again.Photos = in.Photos
				_, err := s.CaseFile.Inspect(s.Ctx, again)
				So(err, ShouldWrap, contact.ErrBadPhotos)
				s.Tick(48 * time.Hour)
				_, err = s.Contact.Tidy(s.Ctx)
				So(err, ShouldBeNil)
				So(count[model.Photo](s), ShouldEqual, 2) // nobody forgets them
			})
			Convey("of 20 inspections at once with one photo, one has it; of 20 with one key, all are one", func() {
				photo := s.photo(s.inspector, model.RoleSalesperson)
				failures := testkit.Together(20, func(i int) error {
					own := s.found(fmt.Sprint("photo-", i))
					own.Photos = []model.PhotoID{photo}
					_, err := s.CaseFile.Inspect(s.Ctx, own)
					return err
				})
				So(testkit.Succeeded(failures), ShouldEqual, 1)
				for _, err := range testkit.Together(20, func(int) error {
					_, err := s.CaseFile.Inspect(s.Ctx, in)
					return err
				}) {
					So(err, ShouldBeNil)
				}
				So(s.file(), ShouldHaveLength, 2)
				So(s.flags(), ShouldHaveLength, 3)
			})
			Convey("a scan stands in no other record, of this case or another", func() {
				s.inspect(in)
				again := s.found("other", in.Scans[0], s.scanned(s.inspector, s.unit(3)))
				_, err := s.CaseFile.Inspect(s.Ctx, again)
				So(err, ShouldWrap, casefile.ErrBadScans)
				So(s.file(), ShouldHaveLength, 1)
				So(s.flags(), ShouldHaveLength, 3)
				again.Scans = again.Scans[1:]
				So(s.inspect(again).Pieces, ShouldHaveLength, 1)
			})
			Convey("of 20 inspections at once with one scan, one has it", func() {
				failures := testkit.Together(20, func(i int) error {
					_, err := s.CaseFile.Inspect(s.Ctx, s.found(fmt.Sprint("scan-", i), in.Scans...))
					return err
				})
				So(testkit.Succeeded(failures), ShouldEqual, 1)
				for _, err := range failures {
					if err != nil {
						So(err, ShouldWrap, casefile.ErrBadScans)
					}
				}
				So(s.file(), ShouldHaveLength, 1)
				So(s.flags(), ShouldHaveLength, 3)
			})
			Convey("a retry writes nothing; another inspection under its key is refused", func() {
				first := s.inspect(in)
				So(s.inspect(in).ID, ShouldEqual, first.ID)
				in.Note = "elsewhere"
				_, err := s.CaseFile.Inspect(s.Ctx, in)
				So(err, ShouldWrap, casefile.ErrKeyReused)
				So(s.file(), ShouldHaveLength, 1)
			})
			Convey("goods of the shop's own distributor are written down, and are no flag", func() {
				s.Ship(s.Brand, s.d2, testkit.Item(s.batch, model.LevelPallet, 1))
				s.Tick(time.Minute)
				v := s.inspect(s.found("own", s.scanned(s.inspector, testkit.Item(s.batch, model.LevelUnit, 24))))
				So(v.Pieces[0].Verdict, ShouldEqual, model.VerdictMatch)
				So(s.flags(), ShouldHaveLength, 1)
			})
			Convey("once the origin was told, what is found is written down, and no unit is added", func() {
				_, err := s.Diversion.Notify(s.Ctx, decision(s.c))
				So(err, ShouldBeNil)
				So(s.inspect(in).Pieces, ShouldHaveLength, 2)
				So(s.flags(), ShouldHaveLength, 1)
			})
			Convey("a late approval of a transfer takes its units back, and leaves what was written", func() {
				at := s.Clock.Now()
				s.inspect(in)
				s.Tick(time.Hour)
				_, err := s.Record(custody.Command{
					Kind: model.Transfer, From: s.d1.ID, To: s.d2.ID, Goods: testkit.Goods(testkit.Item(s.batch, model.LevelCase, 0)),
					At: at.Add(-30 * time.Minute), Offline: true,
				})
				So(err, ShouldBeNil)
				s.Settle()
				So(s.flags(), ShouldHaveLength, 1) // the guide's, who scanned before
				So(s.file()[0].Pieces, ShouldHaveLength, 2)
			})
			Convey("a scan that is kept no more is not judged again, and its flag stands", func() {
				s.inspect(in)
				So(s.DB.Run(s.Ctx, func(ctx context.Context) error {
					return s.DB.Conn(ctx).Delete(&model.Scan{}, "id = ?", in.Scans[0]).Error
				}), ShouldBeNil)
				rewritten := []event.CustodyRewritten{{Goods: []model.ItemRange{{From: s.unit(0), To: s.unit(3)}}}}
				So(s.CaseFile.OnCustodyRewritten(s.Ctx, rewritten), ShouldBeNil)
				So(s.flags(), ShouldHaveLength, 3)
			})
			Convey("many pieces are judged again in few questions, however they are laid down", func() {
				asked := func(from, to int64) int64 {
					var scans []model.ScanID
					for n := from; n < to; n++ {
						scans = append(scans, s.scanned(s.inspector, s.unit(n)))
					}
					s.inspect(s.found(fmt.Sprint("from-", from), scans...))
					rewritten := []event.CustodyRewritten{{Goods: []model.ItemRange{{From: s.unit(from), To: s.unit(to)}}}}
					var err error
					n := s.Statements(func() { err = s.CaseFile.OnCustodyRewritten(s.Ctx, rewritten) })
					So(err, ShouldBeNil)
					return n
				}
				few := asked(6, 8)
				So(asked(8, 24), ShouldEqual, few)
			})
			Convey("a piece that was a mistake is struck out, once, and counts no more", func() {
				v := s.inspect(in)
				d := decision(s.c)
				d.Note = "scanned in the car"
				p, err := s.CaseFile.Strike(s.Ctx, v.Pieces[0].ID, d)
				So(err, ShouldBeNil)
				So(p.Struck.Reason, ShouldEqual, "scanned in the car")
				So(s.flags(), ShouldHaveLength, 2)
				So(s.file()[0].Pieces[0].Struck, ShouldNotBeNil)
				_, err = s.CaseFile.Strike(s.Ctx, v.Pieces[0].ID, d)
				So(err, ShouldBeNil)
				d.Note = "another reason"
				_, err = s.CaseFile.Strike(s.Ctx, v.Pieces[0].ID, d)
				So(err, ShouldWrap, casefile.ErrStruck)
				_, err = s.CaseFile.Strike(s.Ctx, 1, d)
				So(err, ShouldWrap, casefile.ErrUnknownEvidence)
			})
			Convey("who takes the case over is shown what was found so far, and he no more", func() {
				s.inspect(in)
				next := s.Member(model.RoleSalesperson, s.Brand)
				_, err := s.Diversion.Assign(s.Ctx, diversion.Assignment{Case: s.c.ID, By: 1, Inspector: next})
				So(err, ShouldBeNil)
				_, found, err := s.CaseFile.Mine(s.Ctx, next, s.c.ID)
				So(err, ShouldBeNil)
				So(found, ShouldHaveLength, 1)
				So(found[0].PersonID, ShouldEqual, s.inspector)
				_, _, err = s.CaseFile.Mine(s.Ctx, s.inspector, s.c.ID)
				So(err, ShouldWrap, diversion.ErrUnknownCase)
			})
			Convey("his round has the shop, with the case", func() {
				round, err := s.CaseFile.Round(s.Ctx, s.inspector)
				So(err, ShouldBeNil)
				So(round, ShouldHaveLength, 1)
				So(round[0].Terminal.Code, ShouldEqual, "T2")
				So(round[0].Place, ShouldStartWith, "浙江省")
				So(round[0].Cases, ShouldHaveLength, 1)
			})
		})
	})
}

func TestWhatIsNoInspection(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a case whose inspector stands in the shop", t, func() {
			s := newStreet(t, e)
			other := s.Member(model.RoleSalesperson, s.Brand)
			mine := s.scanned(s.inspector, s.unit(1))
			refused := func(want error, change func(in *casefile.Inspection)) {
				in := s.found("k", mine)
				change(&in)
				_, err := s.CaseFile.Inspect(s.Ctx, in)
				So(err, ShouldWrap, want)
				So(s.file(), ShouldBeEmpty)
				So(s.flags(), ShouldHaveLength, 1)
			}
			Convey("it is refused from who has not the case", func() {
				refused(diversion.ErrUnknownCase, func(in *casefile.Inspection) { in.Person = other })
				_, _, err := s.CaseFile.Mine(s.Ctx, other, s.c.ID)
				So(err, ShouldWrap, diversion.ErrUnknownCase)
			})
			Convey("and from who is a salesperson no more", func() {
				So(s.Channel.Leave(s.Ctx, s.inspector, model.RoleSalesperson, s.Brand.ID, s.Clock.Now()), ShouldBeNil)
				s.Tick(time.Second)
				refused(diversion.ErrUnknownCase, func(*casefile.Inspection) {})
			})
			Convey("so are another's scans, scans of before, and those of another product", func() {
				foreign := s.scanned(other, s.unit(2))
				refused(casefile.ErrBadScans, func(in *casefile.Inspection) { in.Scans = []model.ScanID{foreign} })
				refused(casefile.ErrBadScans, func(in *casefile.Inspection) { in.Scans = []model.ScanID{1} })
				s.Tick(time.Minute)
				c, err := s.Diversion.Assign(s.Ctx, diversion.Assignment{Case: s.c.ID, By: 1, Inspector: s.inspector, Note: "again"})
				So(err, ShouldBeNil)
				So(c.AssignedAt.After(*s.c.AssignedAt), ShouldBeTrue)
				refused(casefile.ErrBadScans, func(in *casefile.Inspection) { in.At = s.Clock.Now() })
			})
			Convey("so is one that says nothing, or not where and when", func() {
				refused(casefile.ErrBadInspection, func(in *casefile.Inspection) { in.Scans, in.Note = nil, "" })
				refused(casefile.ErrBadInspection, func(in *casefile.Inspection) { in.Terminal = "" })
				refused(casefile.ErrBadInspection, func(in *casefile.Inspection) { in.Adcode = "330106" })
				refused(casefile.ErrBadInspection, func(in *casefile.Inspection) { in.Terminal, in.Adcode = "", "999999" })
				refused(casefile.ErrBadInspection, func(in *casefile.Inspection) { in.Terminal = "D2" })
				refused(channel.ErrUnknownOrg, func(in *casefile.Inspection) { in.Terminal = "T9" })
				refused(casefile.ErrBadInspection, func(in *casefile.Inspection) { in.At = s.Clock.Now().Add(time.Hour) })
				refused(casefile.ErrBadInspection, func(in *casefile.Inspection) { in.At = s.c.AssignedAt.Add(-time.Second) })
				refused(casefile.ErrBadInspection, func(in *casefile.Inspection) { in.Note = strings.Repeat("啊", 2001) })
			})
			Convey("so are photos of others, and a file that is no photo", func() {
				theirs := s.photo(other, model.RoleSalesperson)
				refused(contact.ErrBadPhotos, func(in *casefile.Inspection) { in.Photos = []model.PhotoID{theirs} })
				_, err := s.Contact.Upload(s.Ctx, s.inspector, model.RoleSalesperson, strings.NewReader("%PDF-1.7"))
				So(err, ShouldWrap, contact.ErrPhotoKind)
			})
			Convey("who is no salesperson, or is the origin's, gets no case", func() {
				for _, person := range []model.PersonID{s.boss, s.Person(), s.Member(model.RoleSalesperson, s.d1)} {
					_, err := s.Diversion.Assign(s.Ctx, diversion.Assignment{Case: s.c.ID, By: 1, Inspector: person})
					So(err, ShouldWrap, diversion.ErrNotInspector)
				}
				_, err := s.Diversion.Assign(s.Ctx, diversion.Assignment{Case: s.c.ID, By: 1, Inspector: s.Member(model.RoleSalesperson, s.d2)})
				So(err, ShouldBeNil)
			})
		})
	})
}
