package geo

import (
	"encoding/csv"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"channelrouter/internal/beside"
)

// The reference is a second, independent list of divisions, which may not be redistributed.

// What the reference has and the table has not.
var absentHere = map[string]string{
	"320576": "苏州工业园区 is 320571 here, by an earlier statistical edition",
	"340176": "合肥高新技术产业开发区 is 340171 here",
	"340177": "合肥经济技术开发区 is 340172 here",
	"340178": "合肥新站高新技术产业开发区 is 340173 here",
	"370176": "济南高新技术产业开发区 is 370171 here",
	"370676": "烟台经济技术开发区 is 370672 here",
	"430476": "湖南衡阳高新技术产业园区 is 430472 here",
	"620201": "嘉峪关市 has no districts; only statistics puts a county under it",
}

// Zones that were renamed between the two editions.
var otherNames = map[string]string{
	"152571": "乌拉盖管理区管委会",
	"371471": "德州天衢新区",
	"411671": "周口临港开发区",
}

// Where the two centres are more than farKm apart, and why that is no fault here.
const farKm = 50

var farApart = map[string]string{
	"230723": "the reference's point for 汤旺县 lies in another part of 伊春",
	"500111": "the reference's point for 大足区 lies in 江津区",
	"522300": "the reference has the point of 黔西市 for 黔西南州",
	"650121": "乌鲁木齐县 surrounds the city: a point in its north here, in its south there",
	"650521": "the reference has a point near Ürümqi for 巴里坤",
	"659006": "the reference has a point in Chongqing for 铁门关市",
}

type referenceRow struct {
	name     string
	lng, lat float64 // WGS-84
	placed   bool
}

// reference reads the list.
func reference(t *testing.T) map[string]referenceRow {
	t.Helper()
	file, err := os.Open(beside.Path(t, "data/china-divisions.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[strings.TrimPrefix(name, "\ufeff")] = i
	}
	list := map[string]referenceRow{}
	points := map[[2]float64]int{}
	for _, row := range rows[1:] {
		// A city without districts stands there a second time as its own county, without a centre.
		code := row[column["code"]]
		if _, twice := list[code]; twice {
			continue
		}
		lng, lngErr := strconv.ParseFloat(row[column["lng_wgs84"]], 64)
		lat, latErr := strconv.ParseFloat(row[column["lat_wgs84"]], 64)
		published := row[column["coord_source"]] == "published" && lngErr == nil && latErr == nil
		list[code] = referenceRow{name: row[column["name"]], lng: lng, lat: lat, placed: published}
		points[[2]float64{lng, lat}]++
	}
	// Its geocoder answered what it did not know with the point of a bigger
	// place: a point that several divisions share locates none of them.
	for code, row := range list {
		if points[[2]float64{row.lng, row.lat}] > 1 {
			row.placed = false
			list[code] = row
		}
	}
	return list
}

func TestCodesAndNamesAgreeWithTheReference(t *testing.T) {
	list := reference(t)
	found := 0
	for _, code := range slices.Sorted(maps.Keys(list)) {
		d, ok := Find(code)
		if _, documented := absentHere[code]; documented == ok {
			t.Errorf("%s %s: found %v, documented as absent %v", code, list[code].name, ok, documented)
		}
		if !ok {
			continue
		}
		found++
		want := list[code].name
		if other, documented := otherNames[code]; documented {
			if other != want {
				t.Errorf("%s: the reference says %s, documented %s", code, want, other)
			}
			continue
		}
		if d.Name != want {
			t.Errorf("%s: %s, the reference says %s", code, d.Name, want)
		}
	}
	coverage := float64(found) / float64(len(list))
	t.Logf("%d of %d codes (%.2f%%)", found, len(list), 100*coverage)
	if coverage < 0.99 {
		t.Errorf("coverage is %.2f%%", 100*coverage)
	}
	for _, d := range All() {
		_, known := list[d.Code]
		if !known && d.Code < "71" && !isZone(d.Code) {
			t.Errorf("%s %s is not in the reference", d.Code, d.Name)
		}
	}
}

// isZone tells the statistics bureau's own codes, which each edition numbers anew.
func isZone(code string) bool {
	return code[4:] > "70" && code[4:] < "80"
}

func TestCentresAgreeWithTheReference(t *testing.T) {
	list := reference(t)
	distances := map[int][]float64{}
	for _, d := range All() {
		row, ok := list[d.Code]
		if !ok || !row.placed || d.Derived {
			continue
		}
		lng, lat := wgs84(d.Lng, d.Lat)
		km := kilometres(lng, lat, row.lng, row.lat)
		distances[d.Level] = append(distances[d.Level], km)
		if _, documented := farApart[d.Code]; documented != (km > farKm) {
			t.Errorf("%s %s: %.0f km apart, documented %v", d.Code, d.Name, km, documented)
		}
	}
	// Measured, with some room: a big city's centre may be its government, its
	// station or its middle, and published sources choose differently.
	for _, bound := range []struct {
		level, atLeast    int
		median, percent95 float64
	}{
		{1, 20, 3, 12},
		{2, 300, 2.5, 12},
		{3, 2700, 1, 5},
	} {
		km := distances[bound.level]
		slices.Sort(km)
		if len(km) < bound.atLeast {
			t.Fatalf("level %d: only %d centres to compare", bound.level, len(km))
		}
		median, percent95 := km[len(km)/2], km[len(km)*95/100]
		t.Logf("level %d: %d centres, median %.2f km, 95%% within %.2f km", bound.level, len(km), median, percent95)
		if median > bound.median || percent95 > bound.percent95 {
			t.Errorf("level %d: more than %.1f and %.1f km apart", bound.level, bound.median, bound.percent95)
		}
	}
}

// Centres of the reference that lie in no county of their own city on our map.
var inAnotherCity = map[string]string{
	"460321": "西沙群岛: the reference's point is in the sea",
	"460322": "南沙群岛: as 西沙群岛",
	"460323": "中沙群岛: as 西沙群岛",
	"650521": "the reference has a point near Ürümqi for 巴里坤",
	"659006": "the reference has a point in Chongqing for 铁门关市",
}

// The reference's centres are another source's, so a shape that is shifted or has a wrong
// code shows here.
func TestTheReferencesCentresLieInTheirDistrict(t *testing.T) {
	counties, own := 0, 0
	for code, row := range reference(t) {
		d, ok := Find(code)
		if !ok || !row.placed || d.Level != 3 || isZone(code) {
			continue
		}
		counties++
		found, _ := Locate(gcj02(row.lng, row.lat))
		if found.Code == code {
			own++
		}
		if _, documented := inAnotherCity[code]; documented == (City(found.Code) == City(code)) {
			t.Errorf("%s %s: its centre there is in %s %s, documented %v", code, d.FullName, found.Code, found.FullName, documented)
		}
	}
	rate := float64(own) / float64(counties)
	t.Logf("%d of %d centres (%.2f%%) lie in their county", own, counties, 100*rate)
	if counties < 2700 || rate < 0.985 {
		t.Errorf("%d of %d centres lie in their county", own, counties)
	}
}
