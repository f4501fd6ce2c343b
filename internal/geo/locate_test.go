package geo

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// Places whose published centre lies in another county of their city, on the same map:
// these governments have their seat in the town that their land surrounds.
var seatOutside = map[string]string{
	"150627": "伊金霍洛旗: the point is in 康巴什区, the new town between it and 东胜区",
	"210421": "抚顺县 surrounds the city and is governed from it, 东洲区",
	"211003": "文圣区: the point is in 白塔区, 1.8 km from its border",
	"211011": "太子河区 surrounds the city and is governed from it, 白塔区",
	"230811": "佳木斯市郊区 surrounds the city and is governed from it, 向阳区",
	"341103": "南谯区 surrounds the city and is governed from it, 琅琊区",
	"350603": "龙文区: the point is in 芗城区, 1 km from its border",
	"511502": "翠屏区: the point is in 叙州区, across the river, 190 m from its border",
	"650121": "乌鲁木齐县 is governed from the city, 新市区",
}

// Centres on land that the map does not draw.
var offTheMap = map[string]string{
	"460300": "三沙市: 永兴岛 is not drawn, the next island is 9 km away",
}

func TestPublishedCentresLieInTheirOwnDistrict(t *testing.T) {
	own, counties := 0, 0
	for _, d := range All() {
		if d.Derived || d.Level == 1 {
			continue
		}
		found, ok := Locate(d.Lng, d.Lat)
		if _, documented := offTheMap[d.Code]; documented || !ok {
			if documented == ok {
				t.Errorf("%s %s: found %v, documented as not drawn %v", d.Code, d.Name, ok, documented)
			}
			continue
		}
		if City(found.Code) != City(d.Code) {
			t.Errorf("%s %s: its centre is in %s", d.Code, d.FullName, found.FullName)
		}
		if d.Level == 2 {
			continue
		}
		counties++
		_, documented := seatOutside[d.Code]
		if (found.Code != d.Code) != documented {
			t.Errorf("%s %s: its centre is in %s, documented %v", d.Code, d.FullName, found.FullName, documented)
		}
		if found.Code == d.Code {
			own++
		}
	}
	t.Logf("%d of %d counties' centres lie in their county, all in their city", own, counties)
	if counties < 2800 {
		t.Errorf("only %d counties have a published centre", counties)
	}
}

func TestLocateWellKnownPlaces(t *testing.T) {
	for _, row := range []struct {
		place    string
		lng, lat float64
		want     string
	}{
		{"天安门", 116.397477, 39.908692, "110101"},
		{"上海人民广场", 121.475164, 31.228816, "310101"},
		{"西湖断桥", 120.151545, 30.258268, "330106"},
		{"广州塔", 113.324520, 23.106400, "440105"},
		{"成都春熙路", 104.077500, 30.655800, "510104"},
		{"重庆城口", 108.664900, 31.946290, "500229"},
		{"东莞, a city without districts", 113.751799, 23.020673, "441900"},
		{"仙桃, administered by its province", 113.454000, 30.362700, "429004"},
		{"石河子, a Corps city", 86.041865, 44.308259, "659001"},
		{"阿勒泰, whose counties are not drawn", 88.138700, 47.848100, "654300"},
		{"香港中环", 114.158200, 22.281900, "810001"},
		{"台北, of which only the province is drawn", 121.5645, 25.0339, "710000"},
		{"大柴旦, which the map calls what the prefecture keeps", 95.357233, 37.856176, "632857"},
	} {
		if d, ok := Locate(row.lng, row.lat); !ok || d.Code != row.want {
			t.Errorf("%s: %s %s, %v; want %s", row.place, d.Code, d.FullName, ok, row.want)
		}
	}
	for place, at := range map[string][2]float64{
		"Tokyo": {139.69, 35.69}, "Hanoi": {105.83, 21.03}, "Seoul": {126.98, 37.57}, "Ulaanbaatar": {106.9, 47.9},
		"Almaty": {76.9, 43.25}, "Delhi": {77.2, 28.6}, "London": {-0.1, 51.5}, "nowhere": {0, 0}, "the Yellow Sea": {123, 35.5},
		"latitude and longitude swapped": {39.908692, 116.397477},
		"the North Pole":                 {116, 90}, "the South Pole": {116, -90}, "once round": {116.397477 + 360, 39.908692},
		"NaN": {math.NaN(), math.NaN()}, "half NaN": {116.4, math.NaN()}, "infinity": {math.Inf(1), 39.9}, "depth": {116.4, math.Inf(-1)},
		"the largest": {math.MaxFloat64, -math.MaxFloat64},
	} {
		if d, ok := Locate(at[0], at[1]); ok || d != (Division{}) {
			t.Errorf("%s is in %s", place, d.FullName)
		}
	}
}

func TestLocateReachesOffTheLand(t *testing.T) {
	// East of 崇明岛 there is but the sea.
	const lat = 31.5
	coast, land := 123.0, 121.8
	for coast-land > 1e-4 {
		if middle := (coast + land) / 2; len(holding(middle, lat)) == 0 {
			coast = middle
		} else {
			land = middle
		}
	}
	eastward := func(metres float64) float64 {
		return coast + metres/(metresPerUnit*unitsPerDegree*math.Cos(lat*math.Pi/180))
	}
	if d, ok := Locate(eastward(1000), lat); !ok {
		t.Errorf("1 km off the coast at %.3f: nothing", coast)
	} else if d.Code != "310151" {
		t.Errorf("1 km off the coast at %.3f: %s", coast, d.FullName)
	}
	if d, ok := Locate(eastward(10_000), lat); ok {
		t.Errorf("10 km off the coast: %s", d.FullName)
	}
}

// A place is in the district around it whatever the way to find it: by rays through all
// borders, or by the grid.
func TestLocateAgreesWithRaysThroughAllBorders(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lng := rapid.Float64Range(73, 136).Draw(t, "lng")
		lat := rapid.Float64Range(3, 54).Draw(t, "lat")
		agrees(t, lng, lat)
	})
	all := All() // towns, where borders are many
	rapid.Check(t, func(t *rapid.T) {
		d := rapid.SampledFrom(all).Draw(t, "division")
		east := rapid.Float64Range(-0.2, 0.2).Draw(t, "east")
		north := rapid.Float64Range(-0.2, 0.2).Draw(t, "north")
		agrees(t, d.Lng+east, d.Lat+north)
	})
}

func agrees(t *rapid.T, lng, lat float64) {
	want := holding(lng, lat)
	d, ok := Locate(lng, lat)
	switch {
	case len(want) > 1:
		t.Fatalf("%f,%f is in %v: shapes overlap", lng, lat, want)
	case len(want) == 1 && (!ok || d.Code != want[0]):
		t.Fatalf("%f,%f is in %s, located in %q", lng, lat, want[0], d.Code)
	case len(want) == 0 && ok && !nearBorderOf(d.Code, lng, lat):
		t.Fatalf("%f,%f is off the land, located in %s, which is further than %d m", lng, lat, d.Code, ReachMetres)
	}
}

// holding lists the districts whose border a ray to the west crosses an odd number of times.
func holding(lng, lat float64) (codes []string) {
	l := borders()
	x, y := lng*unitsPerDegree, lat*unitsPerDegree
	odd := make([]bool, len(l.places))
	l.eachSegment(func(s int32, a arc) {
		from, to := l.points[s], l.points[s+1]
		if (float64(from.y) > y) == (float64(to.y) > y) {
			return
		}
		if float64(from.x)+(y-float64(from.y))/float64(to.y-from.y)*float64(to.x-from.x) < x {
			odd[a.left], odd[a.right] = !odd[a.left], !odd[a.right]
		}
	})
	for place, inside := range odd {
		if inside && place > 0 {
			codes = append(codes, table().all[l.places[place]].Code)
		}
	}
	return codes
}

func nearBorderOf(code string, lng, lat float64) (near bool) {
	l := borders()
	eastward := metresPerUnit * unitsPerDegree * math.Cos(lat*math.Pi/180)
	l.eachSegment(func(s int32, a arc) {
		for _, place := range []uint16{a.left, a.right} {
			if place == 0 || table().all[l.places[place]].Code != code {
				continue
			}
			ax, ay := degrees(l.points[s])
			bx, by := degrees(l.points[s+1])
			const northward = metresPerUnit * unitsPerDegree
			near = near || squareToOrigin((ax-lng)*eastward, (ay-lat)*northward, (bx-lng)*eastward, (by-lat)*northward) < (ReachMetres+1)*(ReachMetres+1)
		}
	})
	return near
}

func degrees(p point) (lng, lat float64) {
	return float64(p.x) / unitsPerDegree, float64(p.y) / unitsPerDegree
}

func FuzzLocate(f *testing.F) {
	f.Add(116.397477, 39.908692)
	f.Add(math.NaN(), math.Inf(1))
	f.Add(180.0, 90.0)
	f.Add(73.4, 3.8)
	f.Fuzz(func(t *testing.T, lng, lat float64) {
		d, ok := Locate(lng, lat)
		if ok != (d.Code != "") || ok && !(lng > 73 && lng < 136 && lat > 3 && lat < 54) {
			t.Errorf("Locate(%v, %v) = %+v, %v", lng, lat, d, ok)
		}
	})
}

func TestLocateAllocatesNothing(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() { Locate(121.475164, 31.228816) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkLocate(b *testing.B) {
	all := All()
	borders()
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		d := all[i%len(all)]
		Locate(d.Lng, d.Lat)
	}
}
