package contact_test

import (
	"context"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/catalog"
	"channelrouter/service/code"
	"channelrouter/service/contact"
	"channelrouter/service/scan"
	"channelrouter/service/testkit"
)

// bazaar is a crowd with tea and cake to claim.
type bazaar struct {
	*crowd
	tea, cake *code.Batch
	units     int64
}

const day = 24 * time.Hour

func newBazaar(t *testing.T, e testkit.Engine) *bazaar {
	b := &bazaar{crowd: newCrowd(t, e)}
	for i, line := range []string{"tea", "cake"} {
		b.must(b.DB.Run(b.Ctx, func(ctx context.Context) error {
			return b.DB.Conn(ctx).Model(&model.Product{}).Where("id = ?", b.Products[i].ID).Update("line", line).Error
		}))
	}
	b.tea = b.BatchOf("TEA", b.Products[0].ID, code.FiveInOne(6, 4), model.PreLinked, 3)
	b.cake = b.BatchOf("CAKE", b.Products[1].ID, code.FiveInOne(6, 4), model.PreLinked, 3)
	return b
}

// unit is a unit that nobody has scanned. Each is of a case of its own.
func (b *bazaar) unit(of *code.Batch) int64 {
	b.units++
	return (b.units - 1) * 6
}

func (b *bazaar) claim(of *code.Batch, unit int64, name, adcode string) {
	if b.people[name] == 0 {
		b.people[name] = b.login("consumer", name)
	}
	b.claimAs(of, unit, b.people[name], adcode)
}

func (b *bazaar) claimAs(of *code.Batch, unit int64, person model.PersonID, adcode string) {
	a, err := b.Rooms.Scan.Record(b.Ctx, scan.Input{
		Person: person, Role: model.RoleConsumer, Adcode: adcode, Text: b.Print(model.FaceUnitInner, testkit.Item(of, model.LevelUnit, unit)),
	})
	So(err, ShouldBeNil)
	So(a.Outcome, ShouldEqual, scan.OutcomeClaimed)
}

// sell has a guide sell a unit, which tells where it surfaced.
func (b *bazaar) sell(of *code.Batch, unit int64, guide string) {
	_, err := b.Scan(b.people[guide], model.RoleGuide, model.FaceUnitOuter, testkit.Item(of, model.LevelUnit, unit))
	So(err, ShouldBeNil)
}

func TestConsumersByWhatTheyClaimed(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given one who claimed cake in 33 forty days ago, tea in 31, and tea that T2 in 33 sold", t, func() {
			b := newBazaar(t, e)
			b.claim(b.cake, b.unit(b.cake), "sun", "330106")
			b.Tick(40 * day)
			b.claim(b.tea, b.unit(b.tea), "li", "310115")
			sold := b.unit(b.tea)
			b.sell(b.tea, sold, "gu")
			b.claim(b.tea, sold, "qian", "")
			b.people["looks"] = b.login("consumer", "looks")
			_, err := b.Scan(b.people["looks"], model.RoleConsumer, model.FaceUnitOuter, testkit.Item(b.tea, model.LevelUnit, b.unit(b.tea)))
			So(err, ShouldBeNil)
			consumer := func(a contact.Audience) contact.Audience {
				a.Roles = append(a.Roles, "consumer")
				return a
			}
			tea, cake := b.Products[0], b.Products[1]

			Convey("a product is for those who claimed it", func() {
				b.addressed(consumer(contact.Audience{Products: []model.ProductID{tea.ID}}), "li", "qian")
			})
			Convey("it is named by its GTIN as well, and several are any of them", func() {
				b.addressed(consumer(contact.Audience{GTINs: []string{cake.GTIN}, Products: []model.ProductID{tea.ID}}), "li", "qian", "sun")
			})
			Convey("what was claimed too long ago does not count", func() {
				b.addressed(consumer(contact.Audience{GTINs: []string{cake.GTIN}, ClaimedDays: 39}))
			})
			Convey("so many days ago still counts", func() {
				b.addressed(consumer(contact.Audience{GTINs: []string{cake.GTIN}, ClaimedDays: 40}), "sun")
			})
			Convey("days alone are for those who claimed anything", func() {
				b.addressed(consumer(contact.Audience{ClaimedDays: 1}), "li", "qian")
			})
			Convey("without days, a year counts, and no more", func() {
				b.Tick(330 * day)
				b.addressed(consumer(contact.Audience{Lines: []string{"tea", "cake"}}), "li", "qian")
			})
			Convey("a region is where a consumer says that he claimed, or else where the terminal sits", func() {
				b.addressed(consumer(contact.Audience{Regions: []string{"33"}}), "sun", "qian")
			})
			Convey("an organisation is for those who claimed what a terminal below it sold", func() {
				b.addressed(consumer(contact.Audience{Organisations: []model.OrgID{b.d2.ID}}), "qian")
			})
			Convey("consumers, staff, an organisation, a region and a product go together", func() {
				b.addressed(consumer(contact.Audience{
					Roles: []string{"guide", "terminal", "distributor"}, Organisations: []model.OrgID{b.d2.ID, b.d1.ID}, Regions: []string{"33"},
					Products: []model.ProductID{tea.ID}, ClaimedDays: 7,
				}), "qian", "gu", "zhao")
			})
			Convey("one claim has to fit all of it", func() {
				b.claim(b.cake, b.unit(b.cake), "li", "330106") // tea in 31 and cake in 33 are no tea in 33
				b.addressed(consumer(contact.Audience{Products: []model.ProductID{tea.ID}, Regions: []string{"33"}}), "qian")
			})
			Convey("where goods surfaced is told later, too", func() {
				_, err := b.Scan(b.people["tian"], model.RoleTerminal, model.FaceCaseInner, testkit.Item(b.tea, model.LevelCase, 1))
				So(err, ShouldBeNil)
				b.Settle()
				b.addressed(consumer(contact.Audience{Organisations: []model.OrgID{b.d1.ID}}), "li")
			})
			Convey("who claims after the announcement is not told", func() {
				_, err := b.announce(consumer(contact.Audience{Products: []model.ProductID{tea.ID}}))
				So(err, ShouldBeNil)
				b.Tick(time.Microsecond)
				b.claim(b.tea, b.unit(b.tea), "sun", "")
				b.work()
				So(b.told(), ShouldResemble, names("li", "qian"))
			})
			Convey("what somebody claimed before it turned out who he is counts for who he is", func() {
				unnamed := b.Enter("consumer", testkit.Unnamed+"zhou")
				b.claimAs(b.tea, b.unit(b.tea), unnamed, "")
				b.people["zhou"] = b.login("guide", "zhou")
				_, err := b.Identity.Login(b.Ctx, "consumer", "zhou")
				So(err, ShouldBeNil)
				So(b.login("consumer", "zhou"), ShouldEqual, b.people["zhou"])
				b.addressed(consumer(contact.Audience{Products: []model.ProductID{tea.ID}}), "li", "qian", "zhou")
			})
			Convey("20 workers tell each once", func() {
				_, err := b.announce(consumer(contact.Audience{Roles: []string{"guide"}, GTINs: []string{tea.GTIN}}))
				So(err, ShouldBeNil)
				for _, err := range testkit.Together(20, func(int) error { return b.replica().WorkAnnouncements(b.Ctx) }) {
					So(err, ShouldBeNil)
				}
				b.work()
				So(b.told(), ShouldResemble, names("li", "qian", "wang", "gu"))
			})
			Convey("a page costs as many statements, however many have claimed", func() {
				all := consumer(contact.Audience{Products: []model.ProductID{tea.ID}, Organisations: []model.OrgID{b.d1.ID, b.d2.ID}})
				count := func() {
					_, err := b.Estimate(b.Ctx, all)
					So(err, ShouldBeNil)
				}
				before := b.Statements(count)
				for range 5 {
					unit := b.unit(b.tea)
					b.sell(b.tea, unit, "wang")
					b.claim(b.tea, unit, "li", "310115")
				}
				So(b.Statements(count), ShouldBeLessThanOrEqualTo, before)
			})
		})
	})
}

func TestStaffByProduct(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a terminal that is supplied with tea only", t, func() {
			b := newBazaar(t, e)
			t3 := b.org3("T3")
			So(b.Channel.Link(b.Ctx, t3.ID, b.d2.ID, "tea", testkit.Start.AddDate(-1, 0, 0)), ShouldBeNil)
			b.people["ma"] = b.login("guide", "ma")
			So(b.Channel.Join(b.Ctx, b.people["ma"], model.RoleGuide, t3.ID, testkit.Start.AddDate(-1, 0, 0)), ShouldBeNil)
			tea, cake := b.Products[0], b.Products[1]
			all := []string{"guide", "terminal", "salesperson", "distributor"}

			Convey("tea is for everybody", func() {
				b.addressed(contact.Audience{Roles: all, Products: []model.ProductID{tea.ID}}, "wang", "gu", "ma", "tian", "xiao", "chen", "zhao")
			})
			Convey("cake is for those who are supplied with all", func() {
				b.addressed(contact.Audience{Roles: all, GTINs: []string{cake.GTIN}}, "wang", "gu", "tian", "xiao", "chen", "zhao")
			})
			Convey("a line and a product of it are the product", func() {
				b.addressed(contact.Audience{Roles: []string{"guide"}, Lines: []string{"tea", "cake"}, Products: []model.ProductID{cake.ID}}, "wang", "gu")
			})
			Convey("a retry is the same announcement, and shows the product's id", func() {
				n := contact.NewAnnouncement{
					By: b.zhou, Key: "k", Title: "news", Body: "x", Audience: contact.Audience{Roles: []string{"guide"}, GTINs: []string{cake.GTIN}},
				}
				first, err := b.Announce(b.Ctx, n)
				So(err, ShouldBeNil)
				again, err := b.Announce(b.Ctx, n)
				So(err, ShouldBeNil)
				So(again.ID, ShouldEqual, first.ID)
				a, err := contact.AudienceOf(again)
				So(err, ShouldBeNil)
				So(a, ShouldResemble, contact.Audience{Roles: []string{"guide"}, Products: []model.ProductID{cake.ID}})
			})
			Convey("products that are not, and such of other lines, are refused, and nothing is written", func() {
				refused := func(want error, a contact.Audience) {
					a.Roles = []string{"guide", "consumer"}
					_, err := b.announce(a)
					So(err, ShouldWrap, want)
					_, err = b.Estimate(b.Ctx, a)
					So(err, ShouldWrap, want)
					So(b.count(&model.Announcement{}), ShouldEqual, 0)
				}
				refused(catalog.ErrUnknownProduct, contact.Audience{Products: []model.ProductID{tea.ID, 1}})
				refused(catalog.ErrUnknownProduct, contact.Audience{GTINs: []string{"00000000000000"}})
				refused(contact.ErrBadAudience, contact.Audience{Products: []model.ProductID{tea.ID}, Lines: []string{"cake"}})
			})
		})
	})
}
