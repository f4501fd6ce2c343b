package geo

import (
	"maps"
	"slices"
	"strings"
	"sync"
)

// Neighbours lists the cities that share a stretch of border with the city of a code, in
// order; none where it has no city or no shape. A strait separates, a border river does
// not. Two cities that meet in one point are no neighbours.
func Neighbours(code string) []string {
	return slices.Clone(frontiers().cities[City(code)])
}

// Touches says whether the city of a code shares a border with a territory, or ground: its
// own city and every one around it. Where the shapes lack the territory's county, the
// county's city stands for it.
func Touches(code, territory string) bool {
	city, f := City(code), frontiers()
	prefix, err := Prefix(territory)
	if city == "" || err != nil {
		return false
	}
	if len(prefix) == codeDigits && !f.drawn[prefix] {
		prefix = City(prefix)
	}
	if isPartOf(city, prefix) {
		return true
	}
	return slices.ContainsFunc(f.beyond[city], func(place string) bool { return isPartOf(place, prefix) })
}

// isPartOf compares a place with a territory of which it may be a part, or which may be a
// part of it. A whole city is meant where City says so.
func isPartOf(place, prefix string) bool {
	return strings.HasPrefix(place, prefix) || strings.HasPrefix(prefix, place) || City(place) == prefix || place == City(prefix)
}

// frontier is who lives beyond the borders of each city.
type frontier struct {
	cities map[string][]string // the cities around a city
	beyond map[string][]string // the districts on the other side, by their prefixes
	drawn  map[string]bool     // districts that have a shape, by their prefixes
}

var frontiers = sync.OnceValue(func() frontier {
	l := borders()
	cities, beyond := map[string]map[string]bool{}, map[string]map[string]bool{}
	f := frontier{drawn: map[string]bool{}}
	for _, place := range l.places[1:] {
		f.drawn[trim(table().all[place].Code)] = true
	}
	for _, a := range l.arcs {
		if a.left == 0 || a.right == 0 {
			continue
		}
		left, right := l.prefix(a.left), l.prefix(a.right)
		if City(left) == City(right) {
			continue
		}
		for _, pair := range [][2]string{{left, right}, {right, left}} {
			put(cities, City(pair[0]), City(pair[1]))
			put(beyond, City(pair[0]), pair[1])
		}
	}
	f.cities, f.beyond = inOrder(cities), inOrder(beyond)
	return f
})

// prefix is the short code of a place by the number that arcs give it.
func (l *land) prefix(place uint16) string {
	return trim(table().all[l.places[place]].Code)
}

func put(sets map[string]map[string]bool, key, value string) {
	if sets[key] == nil {
		sets[key] = map[string]bool{}
	}
	sets[key][value] = true
}

func inOrder(sets map[string]map[string]bool) map[string][]string {
	lists := map[string][]string{}
	for key, set := range sets {
		lists[key] = slices.Sorted(maps.Keys(set))
	}
	return lists
}
