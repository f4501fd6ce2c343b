package evaluate

import (
	"math"
	"slices"
	"strconv"
	"sync"

	"channelrouter/internal/geo"
)

// nearest is how many cities each one touches at least: Chinese prefectures have six
// neighbours or so.
const nearest = 6

// earth is its mean radius in km.
const earth = 6371.0

// City is a prefecture.
type City struct {
	Code     int32 // four digits of GB/T 2260
	Lng, Lat float64
	Counties []int32 // six digits; itself with 00 where it has none
}

// Cities lists the prefectures of the mainland by code, once for all: do not change it.
var Cities = sync.OnceValue(func() (all []City) {
	at := map[int32]int{}
	for _, d := range geo.All() {
		code := adcode(d.Code)
		if code >= 700000 { // Taiwan, Hong Kong and Macau: other channels
			continue
		}
		switch d.Level {
		case 2:
			at[code/100] = len(all)
			all = append(all, City{Code: code / 100, Lng: d.Lng, Lat: d.Lat})
		case 3:
			city := &all[at[code/100]]
			city.Counties = append(city.Counties, code)
		}
	}
	for i := range all {
		if len(all[i].Counties) == 0 {
			all[i].Counties = []int32{all[i].Code * 100}
		}
	}
	return all
})

// Near lists the cities that touch a city, by code: its six nearest, and those which it is
// among the six nearest of. Of a code that is no city there are none.
func Near(city int32) []int32 { return touching()[city] }

var touching = sync.OnceValue(func() map[int32][]int32 {
	all := Cities()
	touching := make(map[int32][]int32, len(all))
	for i, city := range all {
		others := slices.Delete(slices.Clone(all), i, i+1)
		slices.SortStableFunc(others, func(a, b City) int {
			return int(Distance(city, a)*1000) - int(Distance(city, b)*1000)
		})
		for _, other := range others[:nearest] {
			touching[city.Code] = append(touching[city.Code], other.Code)
			touching[other.Code] = append(touching[other.Code], city.Code)
		}
	}
	for code, list := range touching {
		slices.Sort(list)
		touching[code] = slices.Compact(list)
	}
	return touching
})

// Distance is the way between the centres of two cities in km, along the great circle.
func Distance(a, b City) float64 {
	const radian = math.Pi / 180
	sinLat := math.Sin((b.Lat - a.Lat) * radian / 2)
	sinLng := math.Sin((b.Lng - a.Lng) * radian / 2)
	h := sinLat*sinLat + math.Cos(a.Lat*radian)*math.Cos(b.Lat*radian)*sinLng*sinLng
	return 2 * earth * math.Asin(math.Sqrt(min(h, 1)))
}

// adcode is a code of the embedded table as a number.
func adcode(code string) int32 {
	n, err := strconv.ParseInt(code, 10, 32)
	if err != nil {
		panic("evaluate: geo has the code " + code)
	}
	return int32(n)
}
