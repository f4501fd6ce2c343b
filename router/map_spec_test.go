package router_test

import (
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/testkit"
)

type drawnMap struct {
	Type     string
	Features []struct {
		Properties struct {
			Adcode, Name string
			Cp           [2]float64
		}
		Geometry struct {
			Type        string
			Coordinates [][][][2]float64
		}
	}
}

// A map is GeoJSON that the console draws, of China, a province or a city.
func TestMap(t *testing.T) {
	Convey("Given somebody at the console", t, func() {
		h := newHouse(t, testkit.SQLite)
		token := h.console(model.UserAuditor)
		names := func(path string) (all []string) {
			a := h.get("/api/v1/console/map"+path, token)
			So(a.status, ShouldEqual, 200)
			for _, f := range read[drawnMap](h, a).Features {
				So(f.Geometry.Type, ShouldEqual, "MultiPolygon")
				So(f.Geometry.Coordinates, ShouldNotBeEmpty)
				all = append(all, f.Properties.Name)
			}
			return all
		}

		Convey("China is its provinces, and takes less than 400 kB", func() {
			So(names(""), ShouldHaveLength, 34)
			So(len(h.get("/api/v1/console/map", token).body), ShouldBeLessThan, 400_000)
		})
		Convey("a province is its cities, a city its counties", func() {
			So(names("?of=330000&level=city"), ShouldContain, "杭州市")
			So(names("?of=3301&level=county"), ShouldContain, "西湖区")
		})
		Convey("what is no territory is told of", func() {
			So(h.get("/api/v1/console/map?of=990000&level=city", token).code(), ShouldEqual, "map.unknown_territory")
			So(h.get("/api/v1/console/map?of=9", token).status, ShouldEqual, 400)
			So(h.get("/api/v1/console/map", "").status, ShouldEqual, 401)
		})
	})
}
