package evaluate

import (
	"math"
	"strconv"
	"sync"

	"channelrouter/internal/geo"
)

// earth is its mean radius in km.
const earth = 6371.0

// City is one as geo.City counts them.
type City struct {
	Code     int32 // of four digits or, of a county that its province administers, six
	Lng, Lat float64
	Counties []int32 // six digits
}

// Cities lists those of the mainland by code, once for all: do not change it.
var Cities = sync.OnceValue(func() (all []City) {
	at := map[string]int{}
	for _, d := range geo.All() {
		name := geo.City(d.Code)
		if name == "" || d.Code >= "7" { // Taiwan, Hong Kong and Macau are other channels
			continue
		}
		i, known := at[name]
		if !known {
			i = len(all)
			at[name] = i
			whole, _ := geo.Find(name)
			all = append(all, City{Code: adcode(name), Lng: whole.Lng, Lat: whole.Lat})
		}
		if d.Level == 3 {
			all[i].Counties = append(all[i].Counties, adcode(d.Code))
		}
	}
	for i, c := range all {
		if len(c.Counties) == 0 {
			all[i].Counties = []int32{c.Code * 100}
		}
	}
	return all
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
