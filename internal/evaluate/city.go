package evaluate

import (
	"strconv"
	"sync"

	"channelrouter/internal/geo"
)

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

// Distance is the way between the centres of two cities in km.
func Distance(a, b City) float64 { return geo.Kilometres(a.Lng, a.Lat, b.Lng, b.Lat) }

// adcode is a code of the embedded table as a number.
func adcode(code string) int32 {
	n, err := strconv.ParseInt(code, 10, 32)
	if err != nil {
		panic("evaluate: geo has the code " + code)
	}
	return int32(n)
}
