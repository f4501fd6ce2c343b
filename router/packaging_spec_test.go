package router_test

import (
	"fmt"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/testkit"
)

// batchAnswer is what the tests read of a batch.
type batchAnswer struct {
	ID     string
	Levels []struct {
		Level     string
		Count     int64
		PerParent int64 `json:"per_parent"`
		Faces     []string
	}
}

func TestPackagings(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a brand that packs in its own way", t, func() {
			s := newStory(t, e)
			manager := s.console(model.UserChannelManager)
			level := func(name string, perParent int, sides ...string) object {
				l := object{"level": name}
				if perParent > 0 {
					l["per_parent"] = perParent
				}
				for _, side := range sides {
					l[side] = true
				}
				return l
			}
			order := func(ref string, count int, levels ...object) object {
				return object{"ref": ref, "product_id": fmt.Sprint(s.Products[0].ID), "levels": levels, "count": count}
			}
			issue := func(o object) answer { return s.post("/api/v1/console/batches", manager, o) }
			live := func(id string) {
				So(s.post("/api/v1/console/batches/"+id+"/activations", manager, object{}).status, ShouldEqual, 204)
			}
			batchOf := func(id string) model.BatchID {
				var n model.BatchID
				_, err := fmt.Sscan(id, &n)
				So(err, ShouldBeNil)
				return n
			}

			Convey("a packaging that is kept is ordered in by its id, until it is retired", func() {
				const path = "/api/v1/console/packaging-profiles"
				keep := func(token string) answer {
					return s.post(path, token, object{"title": "盒装", "levels": []object{level("unit", 10, "inner"), level("box", 0, "outer")}})
				}
				So(keep(s.console(model.UserAuditor)).status, ShouldEqual, 403)
				kept := read[struct{ ID string }](s.house, keep(manager))
				list := read[struct {
					Items []struct {
						ID, Title string
						Levels    []struct{ Level string }
					}
				}](s.house, s.get(path+"?state=used", s.console(model.UserOperator)))
				So(list.Items, ShouldHaveLength, 1)
				So(list.Items[0].ID, ShouldEqual, kept.ID)
				So(list.Items[0].Levels, ShouldHaveLength, 2)

				o := object{"ref": "KEPT", "product_id": fmt.Sprint(s.Products[0].ID), "packaging_profile_id": kept.ID, "count": 3}
				b := read[batchAnswer](s.house, issue(o))
				So(b.Levels[0].Count, ShouldEqual, 30)
				So(issue(o.with("levels", []object{level("unit", 0, "inner")})).code(), ShouldEqual, "code.bad_profile")
				change := func(version string, body object) answer {
					return s.do(request{method: "PATCH", path: path + "/" + kept.ID, token: manager, header: map[string]string{"If-Match": version}, body: body})
				}
				So(change(`"1"`, object{"title": "新盒装"}).status, ShouldEqual, 200) // keeping made the first
				late := change(`"1"`, object{"retired": true})
				So(late.status, ShouldEqual, 412)
				So(string(late.body), ShouldContainSubstring, "新盒装")
				So(change(`"2"`, object{"retired": true}).status, ShouldEqual, 200)
				So(issue(o.with("ref", "LATE")).code(), ShouldEqual, "code.packaging_retired")
			})
			Convey("a product is changed as it was read, with its usual packaging", func() {
				p := s.Products[0]
				change := func(version string, name string, more object) answer {
					body := object{"gtin": p.GTIN, "name": name, "points_earned": 1, "points_to_redeem": 2}
					for k, v := range more {
						body[k] = v
					}
					return s.do(request{method: "PUT", path: fmt.Sprintf("/api/v1/console/products/%d", p.ID), token: manager, header: map[string]string{"If-Match": version}, body: body})
				}
				fresh := object{"sku": "NEW", "gtin": "06291041500213", "name": "新", "points_earned": 1, "packaging_profile_id": "404"}
				So(s.post("/api/v1/console/products", manager, object{"products": []object{fresh}}).code(), ShouldEqual, "code.unknown_packaging")
				So(change(`"1"`, "甲", object{"packaging_profile_id": "404"}).code(), ShouldEqual, "code.unknown_packaging")
				So(change(`"1"`, "甲", object{"line": "infant"}).header.Get("ETag"), ShouldEqual, `"2"`)
				late := change(`"1"`, "乙", nil)
				So(late.status, ShouldEqual, 412)
				So(string(late.body), ShouldContainSubstring, `"line":"infant"`)
			})
			Convey("units in boxes in cases get codes on the faces that are named", func() {
				o := order("BOXED", 2, level("unit", 10, "inner").with("name", "sachet"), level("box", 6, "outer"), level("case", 0, "outer", "inner"))
				a := issue(o)
				So(a.status, ShouldEqual, 200)
				b := read[batchAnswer](s.house, a)
				So(fmt.Sprint(b.Levels), ShouldEqual, "[{unit 120 10 [unit_inner]} {box 12 6 [box_outer]} {case 2 0 [case_outer case_inner]}]")
				live(b.ID)
				issued, err := s.Code.Batch(s.Ctx, batchOf(b.ID))
				So(err, ShouldBeNil)

				Convey("ordered again it is the same batch, and another packaging is refused under its number", func() {
					So(read[batchAnswer](s.house, issue(o)).ID, ShouldEqual, b.ID)
					So(issue(order("BOXED", 2, level("unit", 10, "inner"), level("case", 0, "outer"))).code(), ShouldEqual, "code.batch_exists")
				})
				Convey("the same packaging serves another batch", func() {
					So(issue(o.with("ref", "BOXED-2")).status, ShouldEqual, 200)
				})
				Convey("a consumer wins with the unit's code, and the box's is exported with its case's", func() {
					unit := s.Print(model.FaceUnitInner, testkit.Item(issued, model.LevelUnit, 0))
					a := s.keyed("/api/v1/consumer/scans", s.token("consumer", "li"), "k", scans(unit))
					So(a.status, ShouldEqual, 200)
					So(read[struct{ Outcome string }](s.house, a).Outcome, ShouldEqual, "claimed")
					s.TestHosts()
					box := s.Print(model.FaceBoxOuter, testkit.Item(issued, model.LevelBox, 6))
					a = s.get("/api/v1/console/batches/"+b.ID+"/codes?face=box_outer&from=6&to=7", manager)
					So(string(a.body), ShouldEqual, "code,url,parent\n"+box+",https://c.brand.test/"+box+","+
						s.Print(model.FaceCaseOuter, testkit.Item(issued, model.LevelCase, 1))+"\n")
				})
			})
			Convey("two levels are enough", func() {
				b := read[batchAnswer](s.house, issue(order("PLAIN", 3, level("unit", 12, "outer", "inner"), level("case", 0, "outer"))))
				So(fmt.Sprint(b.Levels), ShouldEqual, "[{unit 36 12 [unit_outer unit_inner]} {case 3 0 [case_outer]}]")
				live(b.ID)
				issued, err := s.Code.Batch(s.Ctx, batchOf(b.ID))
				So(err, ShouldBeNil)
				a := s.get("/"+s.Print(model.FaceCaseOuter, testkit.Item(issued, model.LevelCase, 2)), "")
				So(a.status, ShouldEqual, 200)
			})
			Convey("what contradicts itself is refused, and nothing is issued", func() {
				plain := order("BAD", 1, level("unit", 12, "outer"), level("case", 0, "outer"))
				five := object{"ref": "BAD", "product_id": fmt.Sprint(s.Products[0].ID), "units_per_case": 6, "cases_per_pallet": 4, "pallets": 1}
				before := s.facts()
				for _, c := range []struct {
					what string
					body object
					code string
				}{
					{"levels from the top down", order("BAD", 1, level("case", 12, "outer"), level("unit", 0, "outer")), "code.bad_profile"},
					{"a level twice", order("BAD", 1, level("unit", 12, "outer"), level("unit", 0, "outer")), "code.bad_profile"},
					{"a level without a code", order("BAD", 1, level("unit", 12), level("case", 0, "outer")), "code.bad_profile"},
					{"a level that fills nothing", order("BAD", 1, level("unit", 0, "outer"), level("case", 0, "outer")), "code.bad_profile"},
					{"a top that fills something", order("BAD", 1, level("unit", 12, "outer"), level("case", 2, "outer")), "code.bad_profile"},
					{"both packagings", plain.with("units_per_case", 6), "code.bad_profile"},
					{"levels without a count", object{"ref": "BAD", "product_id": fmt.Sprint(s.Products[0].ID), "levels": []object{level("unit", 0, "outer")}}, "code.bad_profile"},
					{"neither packaging", object{"ref": "BAD", "product_id": fmt.Sprint(s.Products[0].ID)}, "code.bad_profile"},
					{"five in one with a count", five.with("count", 2), "code.bad_profile"},
					{"a face that the key epoch lacks", order("BAD", 1, level("unit", 12, "outer"), level("level4", 0, "outer")), "code.no_key"},
					{"a level of another name", order("BAD", 1, level("crate", 0, "outer")), "request.invalid"},
					{"a count of nothing", plain.with("count", 0), "request.invalid"},
					{"more than there are", order("BAD", 1<<32, level("unit", 10000, "outer"), level("case", 0, "outer")), "code.bad_batch"},
				} {
					a := issue(c.body)
					SoMsg(c.what, a.code(), ShouldEqual, c.code)
				}
				So(s.facts().since(before), ShouldBeEmpty)
			})
		})
	})
}
