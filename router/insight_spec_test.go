package router_test

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/testkit"
)

// The parts of figures that the specs read.
type (
	figuresPart  struct{ Scans, Claims, Sold, Active int64 }
	overviewPart struct {
		Today, Period, Before figuresPart
		Days                  []struct {
			Day   int32
			Scans int64
		}
		OpenCases int64 `json:"open_cases"`
	}
	areasPart struct {
		Areas []struct {
			Adcode string
			Scans  int64
		}
	}
	orgDays struct {
		Days []struct {
			Day                 int32
			Scans, Claims, Sold int64
		}
	}
)

// listen reads the feed behind an event until so many have come, and leaves. What happens meanwhile
// does so once the reader is there.
func (h *house) listen(token, last string, events int, meanwhile ...func()) (ids, kinds []string) {
	ctx, leave := context.WithTimeout(h.Ctx, 30*time.Second)
	defer leave()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, h.server.URL+"/api/v1/console/live", nil)
	So(err, ShouldBeNil)
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Last-Event-ID", last)
	res, err := http.DefaultClient.Do(req)
	So(err, ShouldBeNil)
	defer res.Body.Close()
	So(res.StatusCode, ShouldEqual, 200)
	So(res.Header.Get("Content-Type"), ShouldStartWith, "text/event-stream")
	for _, happen := range meanwhile {
		happen()
	}
	lines := bufio.NewScanner(res.Body)
	for (len(ids) < events || len(kinds) < events) && lines.Scan() {
		if id, is := strings.CutPrefix(lines.Text(), "id: "); is {
			ids = append(ids, id)
		}
		if kind, is := strings.CutPrefix(lines.Text(), "event: "); is {
			kinds = append(kinds, kind)
		}
	}
	return ids, kinds
}

func (s *story) count() {
	s.Settle()
	_, err := s.Insight.Work(s.Ctx)
	So(err, ShouldBeNil)
}

// Figures are the whole brand's, for whoever reads at the console, and nobody else: of the channel's
// people none sees them, not even those of his own part.
func TestFigures(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a unit that sold in D2's part, and what its people scanned", t, func() {
			s := newStory(t, e)
			s.suspected()
			s.scanAs("consumer", s.token("consumer", "li"), s.cap(0))
			So(s.post("/api/v1/consumer/scans", s.token("consumer", "li"), object{"code": s.cap(1), "adcode": "330106"}).status, ShouldEqual, 200)
			s.count()
			auditor := s.console(model.UserAuditor)
			org := func(o model.Org, what string) string {
				return fmt.Sprintf("/api/v1/console/organisations/%d/%s", o.ID, what)
			}
			paths := []string{"/api/v1/console/overview", "/api/v1/console/areas", org(s.d2, "figures"), org(s.d2, "scans")}

			Convey("every reader reads the same, and operators, consumers and the channel's people nothing", func() {
				strangers := map[string]string{
					s.console(model.UserOperator): "request.not_permitted", "": "request.no_session",
					s.token("consumer", "li"):                                       "identity.token_of_another_app",
					s.member("wang", "distributor", model.RoleDistributor, s.d2):    "identity.token_of_another_app",
					s.member("tao", "terminal", model.RoleTerminal, s.t2):           "identity.token_of_another_app",
					s.member("yang", "salesperson", model.RoleSalesperson, s.Brand): "identity.token_of_another_app",
				}
				for _, path := range paths {
					seen := s.get(path, auditor)
					So(seen.status, ShouldEqual, 200)
					for _, role := range []model.UserRole{model.UserOwner, model.UserChannelManager, model.UserFinance} {
						So(string(s.get(path, s.console(role)).body), ShouldEqual, string(seen.body))
					}
					for token, code := range strangers {
						So(s.get(path, token).code(), ShouldEqual, code)
					}
				}
				for token, code := range strangers {
					So(s.get("/api/v1/console/live", token).code(), ShouldEqual, code)
				}
			})
			Convey("they tell what happened, by day, by place and by organisation, all alike", func() {
				o := read[overviewPart](s.house, s.get(paths[0], auditor))
				So(o.Today.Scans, ShouldEqual, 3)
				So(o.Today.Claims, ShouldEqual, 2)
				So(o.Period, ShouldResemble, o.Today)
				So(o.Before.Scans, ShouldEqual, 0)
				So(o.OpenCases, ShouldEqual, 1)
				So(o.Days, ShouldHaveLength, 30)
				So(o.Days[29].Scans, ShouldEqual, 3)
				for path, scans := range map[string]int64{paths[1]: 3, paths[1] + "?within=330000": 1} { // of T2 only the province is known
					sum := int64(0)
					for _, a := range read[areasPart](s.house, s.get(path, auditor)).Areas {
						sum += a.Scans
					}
					So(sum, ShouldEqual, scans)
				}
				So(read[overviewPart](s.house, s.get(paths[0]+"?area=330000", auditor)).Today.Scans, ShouldEqual, 3)
				So(read[overviewPart](s.house, s.get(paths[0]+"?area=310000", auditor)).Today.Scans, ShouldEqual, 0)

				below := read[orgDays](s.house, s.get(paths[2], auditor)).Days
				today := below[len(below)-1]
				So([]int64{today.Scans, today.Claims, today.Sold}, ShouldResemble, []int64{2, 1, 1})
				for _, d := range read[orgDays](s.house, s.get(org(s.d1, "figures"), auditor)).Days {
					So(d.Scans+d.Claims+d.Sold, ShouldEqual, 0)
				}
				So(read[scanLines](s.house, s.get(paths[3], auditor)).Items, ShouldHaveLength, 2)
				So(read[scanLines](s.house, s.get(org(s.d1, "scans"), auditor)).Items, ShouldBeEmpty)
				So(read[scanLines](s.house, s.get(paths[3]+"?to=2026-03-01T00:00:00Z", auditor)).Items, ShouldBeEmpty)
			})
			Convey("the feed tells what happened, goes on behind an event, and tells what comes by itself", func() {
				all, kinds := s.listen(auditor, "", 4)
				So(kinds, ShouldResemble, []string{"scan", "case_opened", "claim", "claim"})
				rest, _ := s.listen(auditor, all[1], 2)
				So(rest, ShouldResemble, all[2:])
				s.scanAs("consumer", s.token("consumer", "li"), s.cap(2))
				next, kinds := s.listen(auditor, all[3], 1, s.count)
				So(kinds, ShouldResemble, []string{"claim"})
				So(all, ShouldNotContain, next[0])
			})
			Convey("what there are no figures of is refused", func() {
				ask := func(path string) request { return request{method: "GET", path: path, token: auditor} }
				s.refusals(t, []scenario{
					{"a period that ends before it begins", ask(paths[0] + "?from=20260302&to=20260301"), 400, "insight.bad_period"},
					{"a period of more than a year", ask(paths[0] + "?from=20240101&to=20260301"), 400, "insight.bad_period"},
					{"a day before all days", ask(paths[0] + "?from=19991231"), 400, "request.invalid"},
					{"a place that is none", ask(paths[0] + "?area=99"), 400, "insight.bad_area"},
					{"a place that is no code", ask(paths[0] + "?area=Zhejiang"), 400, "request.invalid"},
					{"areas within a city", ask(paths[1] + "?within=330100"), 400, "insight.bad_area"},
					{"figures of nobody", ask("/api/v1/console/organisations/404/figures"), 404, "channel.unknown_organisation"},
					{"scans of nobody", ask("/api/v1/console/organisations/404/scans"), 404, "channel.unknown_organisation"},
					{"a feed behind what is no event", ask("/api/v1/console/live"), 400, "insight.bad_place"},
				})
			})
		})
	})
}
