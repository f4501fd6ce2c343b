package catalog_test

import (
	"context"
	"strings"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/db"
	"channelrouter/internal/gs1"
	"channelrouter/internal/id"
	"channelrouter/model"
	"channelrouter/service/catalog"
	"channelrouter/service/testkit"
)

const (
	header = "sku,gtin,name,pack,points_earned,points_to_redeem\n"
	p01    = "P01,06900000000014,奶粉1段,罐装 800g,108,2150\n"
	p02    = "P02,06900000000021,奶粉2段,罐装 800g,100,2000\n"
)

// shop is the catalogue's room.
type shop struct {
	*catalog.Service
	db  *db.DB
	ctx context.Context
}

func newShop(t *testing.T, e testkit.Engine) *shop {
	d := testkit.Open(t, e)
	return &shop{catalog.New(d, id.NewGenerator(1)), d, t.Context()}
}

func (s *shop) load(lines ...string) ([]model.Product, error) {
	return s.Load(s.ctx, strings.NewReader(header+strings.Join(lines, "")))
}

func (s *shop) all() []model.Product {
	all, err := s.All(s.ctx)
	So(err, ShouldBeNil)
	return all
}

func TestLoading(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given an empty catalogue", t, func() {
			s := newShop(t, e)

			Convey("a file fills it, and comes back by SKU", func() {
				loaded, err := s.load(p02, p01)
				So(err, ShouldBeNil)
				So(loaded, ShouldResemble, s.all())
				So(loaded, ShouldHaveLength, 2)
				So(loaded[0].ID, ShouldNotEqual, loaded[1].ID)
				loaded[0].ID = 0
				So(loaded[0], ShouldResemble, model.Product{
					SKU: "P01", GTIN: "06900000000014", Name: "奶粉1段", Pack: "罐装 800g", PointsEarned: 108, PointsToRedeem: 2150, Version: 1,
				})
			})
			Convey("the sample loads, 21 products with right check digits", func() {
				loaded, err := s.Load(s.ctx, catalog.Sample())
				So(err, ShouldBeNil)
				So(loaded, ShouldHaveLength, 21)
				for _, p := range loaded {
					So(gs1.ValidGTIN14(p.GTIN), ShouldBeTrue)
				}
			})
			Convey("a spreadsheet's byte order mark and line ends are no fault", func() {
				_, err := s.Load(s.ctx, strings.NewReader("\ufeff"+strings.ReplaceAll(header+p01, "\n", "\r\n")))
				So(err, ShouldBeNil)
				So(s.all()[0].SKU, ShouldEqual, "P01")
			})
			for fault, bad := range map[string]string{
				"no file at all":                         "",
				"a header and nothing else":              header,
				"another header":                         "gtin,sku,name,pack,points_earned,points_to_redeem\n" + p01,
				"a column too few: line 3":               header + p01 + "P02,06900000000021,奶粉2段,罐装,100\n",
				"a quote that does not end: line 3":      header + p01 + "P02,\"06900000000021\n",
				"a wrong check digit: line 3":            header + p01 + "P02,06900000000022,奶粉2段,罐装,100,2000\n",
				"a GTIN of 13 digits: line 3":            header + p01 + "P02,6900000000021,奶粉2段,罐装,100,2000\n",
				"points that are no number: line 3":      header + p01 + "P02,06900000000021,奶粉2段,罐装,1.5,2000\n",
				"points below zero: line 3":              header + p01 + "P02,06900000000021,奶粉2段,罐装,-1,2000\n",
				"points beyond all measure: line 3":      header + p01 + "P02,06900000000021,奶粉2段,罐装,1,1000000001\n",
				"no SKU: line 3":                         header + p01 + ",06900000000021,奶粉2段,罐装,100,2000\n",
				"a SKU that is too long: line 3":         header + p01 + strings.Repeat("P", 33) + ",06900000000021,奶粉2段,罐装,100,2000\n",
				"no name: line 3":                        header + p01 + "P02,06900000000021,,罐装,100,2000\n",
				"a name that is too long: line 3":        header + p01 + "P02,06900000000021," + strings.Repeat("奶", 121) + ",罐装,100,2000\n",
				"a pack that is too long: line 3":        header + p01 + "P02,06900000000021,奶粉2段," + strings.Repeat("罐", 61) + ",100,2000\n",
				"a name in GBK: line 3":                  header + p01 + "P02,06900000000021,\xc4\xcc\xb7\xdb,罐装,100,2000\n",
				"a SKU that stands there before: line 3": header + p01 + "P01,06900000000021,奶粉2段,罐装,100,2000\n",
			} {
				Convey("a file is refused as a whole for "+fault, func() {
					_, err := s.Load(s.ctx, strings.NewReader(bad))
					So(err, ShouldWrap, catalog.ErrBadRow)
					if _, line, named := strings.Cut(fault, ": "); named {
						So(err.Error(), ShouldContainSubstring, line)
					}
					So(s.all(), ShouldBeEmpty)
				})
			}
			Convey("the longest texts and the most points fit", func() {
				_, err := s.load(strings.Repeat("P", 32) + ",06900000000014," + strings.Repeat("奶", 120) + "," + strings.Repeat("罐", 60) + ",1000000000,0\n")
				So(err, ShouldBeNil)
				So(s.all()[0].PointsEarned, ShouldEqual, 1_000_000_000)
			})
			Convey("two products cannot have one GTIN, and neither is loaded", func() {
				_, err := s.load(p01, "P02,06900000000014,奶粉2段,罐装,100,2000\n")
				So(err, ShouldWrap, catalog.ErrTaken)
				So(err.Error(), ShouldContainSubstring, "P02")
				So(s.all(), ShouldBeEmpty)
			})
		})
		Convey("Given a catalogue", t, func() {
			s := newShop(t, e)
			before, err := s.load(p01, p02)
			So(err, ShouldBeNil)

			Convey("the same file changes nothing", func() {
				after, err := s.load(p01, p02)
				So(err, ShouldBeNil)
				So(after, ShouldResemble, before)
			})
			Convey("a product keeps its id when it changes, codes refer to it for ever", func() {
				after, err := s.load("P01,06900000000038,新包装,袋装,5,6\n")
				So(err, ShouldBeNil)
				So(after, ShouldResemble, []model.Product{{
					ID: before[0].ID, SKU: "P01", GTIN: "06900000000038", Name: "新包装", Pack: "袋装", PointsEarned: 5, PointsToRedeem: 6, Version: 2,
				}, before[1]})
			})
			Convey("points may become zero", func() {
				after, err := s.load("P01,06900000000014,奶粉1段,,0,0\n")
				So(err, ShouldBeNil)
				So([]any{after[0].Pack, int(after[0].PointsEarned), int(after[0].PointsToRedeem)}, ShouldResemble, []any{"", 0, 0})
			})
			Convey("SKUs are told apart by case", func() {
				after, err := s.load("p01,06900000000038,别的,罐装,5,6\n")
				So(err, ShouldBeNil)
				So(after, ShouldHaveLength, 3)
			})
			for name, line := range map[string]string{
				"a new product":   "P03,06900000000021,奶粉3段,罐装,9,9\n",
				"another product": "P01,06900000000021,奶粉1段,罐装,9,9\n",
			} {
				Convey("a GTIN that is P02's cannot become that of "+name+", and nothing changes", func() {
					_, err := s.load("P04,06900000000038,奶粉4段,罐装,9,9\n", line)
					So(err, ShouldWrap, catalog.ErrTaken)
					So(s.all(), ShouldResemble, before)
				})
			}
			Convey("the product line, which files do not carry, stays", func() {
				So(s.db.Run(s.ctx, func(ctx context.Context) error {
					return s.db.Conn(ctx).Model(&model.Product{}).Where("sku = 'P01'").Update("line", "infant").Error
				}), ShouldBeNil)
				after, err := s.load(p01)
				So(err, ShouldBeNil)
				So(after[0].Line, ShouldEqual, "infant")
			})
		})
	})
}

func TestFinding(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a catalogue that two replicas know", t, func() {
			s := newShop(t, e)
			other := catalog.New(s.db, id.NewGenerator(2))
			products, err := s.load(p01, p02)
			So(err, ShouldBeNil)
			points := func(c *catalog.Service) int64 {
				p, err := c.Get(s.ctx, products[0].ID)
				So(err, ShouldBeNil)
				return int64(p.PointsEarned)
			}
			So(points(s.Service), ShouldEqual, 108)
			So(points(other), ShouldEqual, 108)

			Convey("products are found by id and by SKU", func() {
				p, err := s.Get(s.ctx, products[1].ID)
				So(err, ShouldBeNil)
				So(p, ShouldResemble, products[1])
				p, err = s.GetBySKU(s.ctx, "P02")
				So(err, ShouldBeNil)
				So(p, ShouldResemble, products[1])
			})
			Convey("others are unknown", func() {
				_, err := s.Get(s.ctx, 1)
				So(err, ShouldWrap, catalog.ErrUnknownProduct)
				_, err = s.GetBySKU(s.ctx, "p02")
				So(err, ShouldWrap, catalog.ErrUnknownProduct)
			})
			Convey("who loads a new file goes by it at once, the other within a second", func() {
				_, err := s.load("P01,06900000000014,奶粉1段,罐装 800g,5,2150\n")
				So(err, ShouldBeNil)
				So(points(s.Service), ShouldEqual, 5)
				time.Sleep(time.Second)
				So(points(other), ShouldEqual, 5)
			})
		})
	})
}
