package insight

import (
	"strconv"
	"strings"

	"channelrouter/internal/geo"
	"channelrouter/model"
)

// nowhere is the area of what has no known place.
const nowhere = "00"

// areaOf is the city that a code lies in, as figures have it: "4403", the province where the
// code says no more, "" where it says nothing. Pure.
func areaOf(adcode string) string {
	if city := geo.City(adcode); city != "" {
		return city
	}
	if prefix, err := geo.Prefix(adcode); err == nil {
		return prefix[:2]
	}
	return ""
}

// levels are the areas whose figures an area's are part of, all the country first. Pure.
func levels(area string) []string {
	switch {
	case area == "":
		return []string{"", nowhere}
	case len(area) == 2:
		return []string{"", area}
	}
	return []string{"", area[:2], area}
}

// ParseArea reads the code of a province or a city, short or with six digits; "" is all of
// China. Errors: ErrBadArea.
func ParseArea(code string) (string, error) {
	if code == "" {
		return "", nil
	}
	area := areaOf(code)
	if province := strings.TrimSuffix(code, "0000"); len(province) == 2 {
		area = province
	}
	if _, known := geo.Find(Adcode(area)); !known {
		return "", ErrBadArea.With("%q", code)
	}
	return area, nil
}

// Adcode is an area's code with six digits, as maps have it. Pure.
func Adcode(area string) string {
	if area == "" {
		return ""
	}
	return (area + "0000")[:6]
}

// joined writes organisations once each, between dots, to the base 36 as chains of rebates are.
// Pure.
func joined(orgs ...model.OrgID) string {
	text := "."
	for _, org := range orgs {
		if step := strconv.FormatInt(int64(org), 36) + "."; org != 0 && !strings.Contains(text, "."+step) {
			text += step
		}
	}
	return text
}

// split reads what joined writes. Pure.
func split(text string) []model.OrgID {
	var orgs []model.OrgID
	for word := range strings.SplitSeq(strings.Trim(text, "."), ".") {
		if id, err := strconv.ParseInt(word, 36, 64); err == nil {
			orgs = append(orgs, model.OrgID(id))
		}
	}
	return orgs
}
