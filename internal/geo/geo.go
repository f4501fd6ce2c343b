package geo

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// divisionsCSV is generated: see the package comment for how.
//
//go:embed divisions.csv
var divisionsCSV []byte

// ErrCode says that a text cannot be an adcode or a prefix of one.
var ErrCode = errors.New("geo: an adcode has 2, 4 or 6 digits")

// Division is one row of the table.
type Division struct {
	Code     string // six digits
	Name     string // 东城区
	FullName string // 北京市东城区, as an address begins
	Parent   string // the code above; empty for a province
	Level    int    // 1 province, 2 prefecture, 3 county
	Lng, Lat float64
	Derived  bool // the centre is a neighbour's or a mean, not a published one
}

// table is parsed once, by whoever asks first: most commands never do.
var table = sync.OnceValue(func() divisions {
	all, err := parse(divisionsCSV)
	if err != nil {
		panic(fmt.Sprintf("geo: embedded divisions.csv: %v", err))
	}
	byPrefix := make(map[string]int, len(all))
	for i, d := range all {
		byPrefix[trim(d.Code)] = i
	}
	return divisions{all: all, byPrefix: byPrefix}
})

type divisions struct {
	all      []Division
	byPrefix map[string]int
}

// Find returns the division with the code, which may be short: "44", "4400" and
// "440000" are all 广东省. Codes that were abolished are not found.
func Find(code string) (Division, bool) {
	prefix, err := Prefix(code)
	if err != nil {
		return Division{}, false
	}
	i, ok := table().byPrefix[prefix]
	if !ok {
		return Division{}, false
	}
	return table().all[i], true
}

// All lists the divisions by code, in a slice of the caller's own.
func All() []Division {
	return slices.Clone(table().all)
}

// FullName is the name from the province down, or the code itself where it is
// unknown, so that a list of terminals always has something to show.
func FullName(code string) string {
	if d, ok := Find(code); ok {
		return d.FullName
	}
	return code
}

// Prefix brings a code to the form in which territories are kept: trailing
// pairs of zeros mean "all of it" and go, so "110000" becomes "11". It judges
// the form only; Find tells whether there is such a division.
func Prefix(code string) (string, error) {
	if n := len(code); n != 2 && n != 4 && n != 6 {
		return "", fmt.Errorf("%w: %q", ErrCode, code)
	}
	if strings.Trim(code, "0123456789") != "" || strings.HasPrefix(code, "00") {
		return "", fmt.Errorf("%w: %q", ErrCode, code)
	}
	return trim(code), nil
}

// Within says whether a division lies in a territory, or is the territory. Both
// may be given at any length. What is not a code lies nowhere.
func Within(code, prefix string) bool {
	inner, err := Prefix(code)
	if err != nil {
		return false
	}
	outer, err := Prefix(prefix)
	return err == nil && strings.HasPrefix(inner, outer)
}

// Reaches says whether a division lies in a territory or, of a whole city, holds a part of it:
// who is known to be in such a city only may well be inside.
func Reaches(code, prefix string) bool {
	inner, err := Prefix(code)
	if err != nil {
		return false
	}
	outer, err := Prefix(prefix)
	return err == nil && (strings.HasPrefix(inner, outer) || len(inner) == 4 && strings.HasPrefix(outer, inner))
}

func trim(code string) string {
	for len(code) > 2 && strings.HasSuffix(code, "00") {
		code = code[:len(code)-2]
	}
	return code
}

// The order of columns in divisions.csv.
const (
	colCode = iota
	colName
	colLevel
	colParent
	colFullName
	colLng
	colLat
	colCentre
	columns
)

func parse(data []byte) ([]Division, error) {
	reader := csv.NewReader(bytes.NewReader(data))
	reader.FieldsPerRecord = columns
	rows, err := reader.ReadAll()
	if err != nil {
		return nil, err
	}
	all := make([]Division, 0, len(rows))
	for _, row := range rows[1:] {
		level, levelErr := strconv.Atoi(row[colLevel])
		lng, lngErr := strconv.ParseFloat(row[colLng], 64)
		lat, latErr := strconv.ParseFloat(row[colLat], 64)
		if err := errors.Join(levelErr, lngErr, latErr); err != nil {
			return nil, fmt.Errorf("%s: %w", row[colCode], err)
		}
		all = append(all, Division{
			Code: row[colCode], Name: row[colName], FullName: row[colFullName], Parent: row[colParent],
			Level: level, Lng: lng, Lat: lat, Derived: row[colCentre] == "derived",
		})
	}
	return all, nil
}
