package router_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/campaign"
	"channelrouter/service/testkit"
)

// draftCampaign is a draft in which every number wins a cup of 600 yuan.
func draftCampaign() object {
	text := object{"zh": "春季抽奖", "en": "Spring draw"}
	return object{
		"name": text, "rules": text, "requirement": "consumer_claim",
		"starts_at": testkit.Start.Add(-time.Hour), "ends_at": testkit.Start.Add(time.Hour), "budget_fen": 150_000, // of two cups, with the tax on them
		"prizes": []any{object{"code": "cup", "name": object{"zh": "杯子", "en": "a cup"}, "kind": "gift", "value_fen": 60_000, "odds_ppm": 1_000_000, "stock": 10}},
		"caps":   object{"person": 5},
	}
}

// campaign has a manager draft a campaign, and finance publish it.
func (s *story) campaign(draft object) (id string) {
	s.T.Helper()
	made := read[struct {
		ID      string
		Version int
	}](s.house, s.post("/api/v1/console/campaigns", s.console(model.UserChannelManager), draft))
	a := s.post("/api/v1/console/campaigns/"+made.ID+"/publish", s.console(model.UserFinance), object{"version": made.Version})
	if a.status != 200 {
		s.T.Fatalf("%d %s", a.status, a.body)
	}
	return made.ID
}

// claimed has a consumer claim a unit, and tells the scan.
func (s *story) claimed(token string, n int64) string {
	s.T.Helper()
	return read[struct {
		ID string `json:"scan_id"`
	}](s.house, s.post("/api/v1/consumer/scans", token, scans(s.cap(n)))).ID
}

// wish is the body of a draw.
func (s *story) wish(campaign, scan string) object {
	return object{"campaign_id": campaign, "scan_id": scan}
}

type drawn struct {
	Item, Drawn, Reason string
	Number              int64
	Won                 *won
}

type won struct {
	ID, Prize, Kind, State string
	TaxFen                 int64 `json:"tax_fen"`
	Address                *struct{ Name, Phone string }
	Carrier                string
}

func TestCampaigns(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a campaign with money for two cups, and two consumers", t, func() {
			s := newStory(t, e)
			manager, auditor := s.console(model.UserChannelManager), s.console(model.UserAuditor)
			li, zhang := s.token("consumer", "li"), s.token("consumer", "zhang")
			id := s.campaign(draftCampaign())
			draw := func(token, key, scan string) answer {
				return s.keyed("/api/v1/consumer/draws", token, key, s.wish(id, scan))
			}

			Convey("everyone reads what it says, and nobody its seed", func() {
				list := read[struct {
					Items []struct{ ID, Commitment string }
				}](s.house, s.get("/api/v1/consumer/campaigns", ""))
				So(list.Items, ShouldHaveLength, 1)
				one := read[struct {
					Commitment, Seed string
					Terms            campaign.Terms
					Text             string `json:"terms_text"`
				}](s.house, s.get("/api/v1/consumer/campaigns/"+id, ""))
				So(one.Commitment, ShouldEqual, list.Items[0].Commitment)
				So(one.Terms.Prizes[0].OddsPPM, ShouldEqual, 1_000_000)
				So(one.Text, ShouldContainSubstring, `"odds_ppm":1000000`)
				So(one.Seed, ShouldBeEmpty)
			})
			Convey("a claim draws once, a retry is the same draw", func() {
				scan := s.claimed(li, 0)
				first := draw(li, "k", scan)
				So(first.status, ShouldEqual, 200)
				d := read[drawn](s.house, first)
				So(d.Item, ShouldEqual, fmt.Sprint(int64(s.unit(0))))
				So(d.Won.Prize, ShouldEqual, "cup")
				So(d.Won.TaxFen, ShouldEqual, 15_000)
				So(d.Won.State, ShouldEqual, "waiting")
				before := s.facts()
				So(string(draw(li, "k", scan).body), ShouldEqual, string(first.body))
				So(draw(li, "other", scan).code(), ShouldEqual, "campaign.drawn")
				So(draw(zhang, "k", scan).code(), ShouldEqual, "scan.no_claim")
				So(s.facts().since(before), ShouldBeEmpty)
			})
			Convey("a gift finds its winner, and only he and the manager its address", func() {
				win := read[drawn](s.house, draw(li, "k", s.claimed(li, 0))).Won.ID
				address := object{"name": "张小明", "phone": "13812345678", "adcode": "310115", "street": "世纪大道 100 号"}
				put := func(token string) answer {
					return s.do(request{method: "PUT", path: "/api/v1/consumer/wins/" + win + "/address", token: token, body: address})
				}
				So(put(zhang).code(), ShouldEqual, "campaign.unknown_win")
				So(put(li).status, ShouldEqual, 200)
				mine := read[struct{ Items []won }](s.house, s.get("/api/v1/consumer/wins", li)).Items
				So(mine, ShouldHaveLength, 1)
				So(mine[0].Address.Name, ShouldEqual, "张**")
				So(mine[0].Address.Phone, ShouldEqual, "****5678")
				So(read[struct{ Items []won }](s.house, s.get("/api/v1/consumer/wins", zhang)).Items, ShouldBeEmpty)

				list := s.get("/api/v1/console/campaigns/"+id+"/wins?state=addressed", auditor)
				So(string(list.body), ShouldContainSubstring, win)
				So(string(list.body), ShouldNotContainSubstring, "13812345678")
				audited := s.audited()
				seen := s.post("/api/v1/console/campaign-wins/"+win+"/disclosures", manager, nil)
				So(read[struct{ Phone string }](s.house, seen).Phone, ShouldEqual, "13812345678")
				So(s.audited(), ShouldEqual, audited+1)
				So(s.post("/api/v1/console/campaign-wins/"+win+"/sent", manager, object{"carrier": "SF", "tracking": "1"}).status, ShouldEqual, 200)
				So(put(li).code(), ShouldEqual, "campaign.win_state")
				So(read[struct{ Items []won }](s.house, s.get("/api/v1/consumer/wins", li)).Items[0].Carrier, ShouldEqual, "SF")
			})
			Convey("the winner is told in his inbox, once", func() {
				So(draw(li, "k", s.claimed(li, 0)).status, ShouldEqual, 200)
				s.Settle()
				told := string(s.get("/api/v1/consumer/messages", li).body)
				So(strings.Count(told, `"event":"prize"`), ShouldEqual, 1)
				So(told, ShouldContainSubstring, "杯子")
			})
			Convey("winners of high prizes are public, masked", func() {
				So(draw(li, "k", s.claimed(li, 0)).status, ShouldEqual, 200)
				a := s.get("/api/v1/consumer/campaigns/"+id+"/winners", "")
				winners := read[struct {
					Items []struct{ Winner, Prize string }
				}](s.house, a).Items
				So(winners, ShouldHaveLength, 1)
				So(winners[0].Prize, ShouldEqual, "杯子")
				So(winners[0].Winner, ShouldEqual, campaign.MaskPerson(s.person("li")))
				So(string(a.body), ShouldNotContainSubstring, fmt.Sprint(s.person("li")))
			})
			Convey("the console counts what is given and what is left", func() {
				for n := range int64(3) {
					So(draw(li, fmt.Sprint(n), s.claimed(li, n)).status, ShouldEqual, 200)
				}
				c := read[struct {
					Standing struct {
						Draws  int64
						Budget int64 `json:"budget_left_fen"`
						Worth  int64 `json:"spent_prizes_fen"`
						Tax    int64 `json:"spent_tax_fen"`
						Given  map[string]int64
						Left   map[string]int64
					}
				}](s.house, s.get("/api/v1/console/campaigns/"+id, auditor)).Standing
				So(c.Draws, ShouldEqual, 3)
				So([]int64{c.Budget, c.Worth, c.Tax}, ShouldResemble, []int64{0, 120_000, 30_000})
				So(c.Given, ShouldResemble, map[string]int64{"cup": 2})
				So(c.Left, ShouldResemble, map[string]int64{"cup": 8})
			})
			Convey("stopped, it gives nothing more, and is archived a minute later", func() {
				So(draw(li, "k", s.claimed(li, 0)).status, ShouldEqual, 200)
				So(s.post("/api/v1/console/campaigns/"+id+"/stop", s.console(model.UserFinance), nil).status, ShouldEqual, 200)
				a := draw(li, "l", s.claimed(li, 1))
				So(a.status, ShouldEqual, 410)
				So(a.code(), ShouldEqual, "campaign.stopped")
				So(s.get("/api/v1/console/campaigns/"+id+"/archive", auditor).code(), ShouldEqual, "campaign.not_over")
				s.Tick(time.Minute)
				archive := s.get("/api/v1/console/campaigns/"+id+"/archive", auditor)
				So(archive.status, ShouldEqual, 200)
				So(archive.header.Get("Content-Disposition"), ShouldContainSubstring, "campaign-"+id+".jsonl")
				v, err := campaign.VerifyArchive(strings.NewReader(string(archive.body)))
				So(err, ShouldBeNil)
				So(v.Differences, ShouldBeEmpty)
				So(v.Draws, ShouldEqual, 1)
				one := read[struct{ Seed, State string }](s.house, s.get("/api/v1/consumer/campaigns/"+id, ""))
				So(one.Seed, ShouldHaveLength, 64)
				So(one.State, ShouldEqual, "stopped")
			})
			Convey("what is published is audited, with its commitment", func() {
				log := s.auditLog()
				So(log[0].Action, ShouldEqual, "POST /api/v1/console/campaigns/{id}/publish")
				So(log[0].Target, ShouldContainSubstring, "commitment ")
				So(log[1].Target, ShouldContainSubstring, "campaign "+id)
			})
		})
	})
}

func TestCampaignRefusals(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		s := newStory(t, e)
		owner, li, zhang := s.console(model.UserOwner), s.token("consumer", "li"), s.token("consumer", "zhang")
		scan, look := s.claimed(li, 0), read[struct {
			ID string `json:"scan_id"`
		}](s.house, s.post("/api/v1/consumer/scans", li, scans(s.label(1)))).ID
		draft := draftCampaign()
		unpublished := read[struct{ ID string }](s.house, s.post("/api/v1/console/campaigns", owner, draft)).ID
		running := s.campaign(draft)
		counted := s.campaign(draft.with("caps", object{"person": 1, "device_day": 1}))
		later := s.campaign(draft.with("starts_at", testkit.Start.Add(30*time.Minute)))
		elsewhere := s.campaign(draft.with("skus", []string{s.Products[1].SKU}))
		stopped := s.campaign(draft)
		s.post("/api/v1/console/campaigns/"+stopped+"/stop", owner, nil)
		device := request{
			method: "POST", path: "/api/v1/consumer/draws", token: li, body: s.wish(counted, scan),
			header: map[string]string{"Idempotency-Key": "first", "X-Device": "phone"},
		}
		if a := s.do(device); a.status != 200 {
			t.Fatalf("%d %s", a.status, a.body)
		}
		second := device
		second.body, second.header = s.wish(counted, s.claimed(li, 2)), map[string]string{"Idempotency-Key": "second", "X-Device": "other"}
		borrowed := device
		borrowed.token, borrowed.body = zhang, s.wish(counted, s.claimed(zhang, 3))
		reused := device
		reused.body = s.wish(running, scan)

		draw := func(token, campaign, scan string) request {
			return posting("/api/v1/consumer/draws", token, s.wish(campaign, scan))
		}
		post := func(path string, body any) request { return posting("/api/v1/console"+path, owner, body) }
		put := func(path string, body any) request {
			return request{method: "PUT", path: "/api/v1/console" + path, token: owner, body: body}
		}
		draftOf := func(version int, terms object) object { return object{"version": version, "terms": terms} }
		h := s.house
		h.refusals(t, []scenario{
			{"another's claim", draw(zhang, running, scan), 404, "scan.no_claim"},
			{"a scan that claimed nothing", draw(li, running, look), 404, "scan.no_claim"},
			{"a campaign that does not exist", draw(li, "1", scan), 404, "campaign.unknown"},
			{"a draft", draw(li, unpublished, scan), 404, "campaign.unknown"},
			{"before it begins", draw(li, later, scan), 409, "campaign.not_begun"},
			{"another product", draw(li, elsewhere, scan), 409, "campaign.other_product"},
			{"a stopped campaign", draw(li, stopped, scan), 410, "campaign.stopped"},
			{"no device where devices are counted", draw(zhang, counted, s.claimed(zhang, 4)), 400, "campaign.no_device"},
			{"a unit's second draw", draw(li, counted, scan), 409, "campaign.drawn"},
			{"a person above his cap", second, 429, "campaign.person_cap"},
			{"a device above its cap", borrowed, 429, "campaign.device_day_cap"},
			{"another draw under a key", reused, 409, "campaign.idempotency_key_reused"},
			{"no key", request{method: "POST", path: "/api/v1/consumer/draws", token: li, body: s.wish(running, scan)}, 400, "request.invalid"},
			{"an address of nobody's gift", request{
				method: "PUT", path: "/api/v1/consumer/wins/1/address", token: li,
				body: object{"name": "x", "phone": "13812345678", "adcode": "310115", "street": "xx"},
			}, 404, "campaign.unknown_win"},

			{"a draft that wins more often than always", post("/campaigns", draft.with("tickets", 5).with("prizes", []any{
				object{"code": "cup", "name": object{"zh": "x", "en": "x"}, "kind": "gift", "value_fen": 1, "stock": 6},
			})), 400, "campaign.odds_above_one"},
			{"a draft without a prize", post("/campaigns", draft.with("prizes", []any{})), 400, "request.invalid"},
			{"a draft for no product", post("/campaigns", draft.with("skus", []string{"nothing"})), 400, "campaign.bad_terms"},
			{"an edit of what was published", put("/campaigns/"+running, draftOf(1, draft)), 409, "campaign.not_a_draft"},
			{"an edit of another version", put("/campaigns/"+unpublished, draftOf(2, draft)), 409, "campaign.edited_meanwhile"},
			{"publishing another version", post("/campaigns/"+unpublished+"/publish", object{"version": 2}), 409, "campaign.edited_meanwhile"},
			{"publishing twice", post("/campaigns/"+running+"/publish", object{"version": 1}), 409, "campaign.not_a_draft"},
			{"stopping a draft", post("/campaigns/"+unpublished+"/stop", nil), 409, "campaign.not_running"},
			{"stopping nothing", post("/campaigns/1/stop", nil), 404, "campaign.unknown"},
			{"the archive of what runs", request{method: "GET", path: "/api/v1/console/campaigns/" + running + "/archive", token: owner}, 409, "campaign.not_over"},
			{"the archive of a draft", request{method: "GET", path: "/api/v1/console/campaigns/" + unpublished + "/archive", token: owner}, 404, "campaign.unknown"},
			{"the address of nothing", post("/campaign-wins/1/disclosures", nil), 404, "campaign.unknown_win"},
			{"sending nothing", post("/campaign-wins/1/sent", object{"carrier": "SF"}), 404, "campaign.unknown_win"},
			{"a law that allows nothing", post("/policies/campaigns", object{"policy": object{"most_prize_fen": 0, "public_above_fen": 0}}), 400, "request.invalid"},
			{"a law that allows all", post("/policies/campaigns", object{"policy": object{"most_prize_fen": 1 << 40, "public_above_fen": 0}}), 400, "campaign.bad_policy"},
		})

		dear := draft.with("prizes", []any{object{"code": "car", "name": object{"zh": "车", "en": "a car"}, "kind": "gift", "value_fen": 5_000_001, "odds_ppm": 1, "stock": 1}}).with("budget_fen", 9_000_000)
		poor := draft.with("budget_fen", 1)
		for terms, code := range map[*object]string{&dear: "campaign.prize_too_high", &poor: "campaign.budget"} {
			id := read[struct{ ID string }](h, s.post("/api/v1/console/campaigns", owner, *terms)).ID
			h.refusals(t, []scenario{{"publishing " + code, post("/campaigns/"+id+"/publish", object{"version": 1}), 400, code}})
		}
	})
}
