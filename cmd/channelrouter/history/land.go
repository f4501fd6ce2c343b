package history

import (
	"cmp"
	"slices"
	"strings"

	"channelrouter/internal/geo"
)

// city is where people live and buy.
type city struct {
	code     string // as the brand's territories name it: "3301"
	name     string // 杭州
	weight   float64
	counties []string // six digits
}

// great are the cities in which most of the brand's customers live, with how many times those of
// an ordinary city. Roughly by their people; the figures are ours.
var great = map[string]float64{
	"1101": 9, "3101": 10, "4401": 9, "4403": 9, "5101": 9, "5001": 10, "1201": 6, "4201": 6, "3201": 5, "3301": 6, "3205": 6,
	"6101": 6, "4101": 6, "3702": 5, "4301": 5, "4419": 5, "4406": 5, "3302": 4, "3701": 4, "3401": 4, "3502": 3, "3501": 4,
	"2102": 3, "2101": 4, "2301": 4, "5301": 4, "4501": 4, "3601": 3, "1301": 4, "1401": 3, "2201": 4, "5201": 3, "3202": 3,
	"3203": 4, "3303": 4, "3305": 2, "3304": 2, "3307": 3, "3505": 3, "4413": 3, "1306": 3, "3706": 3, "3707": 4, "3713": 4,
}

// land is all cities of the mainland, the greatest first.
func land(d draw) []city {
	at := map[string]int{}
	var cities []city
	for _, division := range geo.All() {
		code := geo.City(division.Code)
		if division.Level != 3 || code == "" || code > "7" {
			continue
		}
		i, known := at[code]
		if !known {
			i = len(cities)
			at[code] = i
			cities = append(cities, city{code: code, name: cityName(code)})
		}
		cities[i].counties = append(cities[i].counties, division.Code)
	}
	for i := range cities {
		c := &cities[i]
		c.weight = (0.3 + float64(len(c.counties))/12) * (0.7 + 0.6*d.Float64()) * cmp.Or(great[c.code], 1)
	}
	slices.SortStableFunc(cities, func(a, b city) int { return cmp.Compare(b.weight, a.weight) })
	return cities
}

// cityName is what people call a city: 杭州, 延边.
func cityName(code string) string {
	short := code
	switch code {
	case "1101", "1201", "3101", "5001":
		short = code[:2]
	}
	division, _ := geo.Find(short)
	name := division.Name
	for _, end := range []string{"市", "地区", "盟", "自治州"} {
		if rest, cut := strings.CutSuffix(name, end); cut && rest != "" {
			name = rest
			break
		}
	}
	return name
}
