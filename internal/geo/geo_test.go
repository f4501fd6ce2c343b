package geo

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestFindAtEveryLength(t *testing.T) {
	for _, row := range []struct {
		code, want, full, parent string
		level                    int
	}{
		{"44", "440000", "广东省", "", 1},
		{"4400", "440000", "广东省", "", 1},
		{"440000", "440000", "广东省", "", 1},
		{"4403", "440300", "广东省深圳市", "440000", 2},
		{"440305", "440305", "广东省深圳市南山区", "440300", 3},
		{"110101", "110101", "北京市东城区", "110100", 3},
		{"1101", "110100", "北京市市辖区", "110000", 2},
		{"500229", "500229", "重庆市城口县", "500200", 3},
		{"429004", "429004", "湖北省仙桃市", "429000", 3},
		{"441900", "441900", "广东省东莞市", "440000", 2},
		{"810001", "810001", "香港特别行政区中西区", "810000", 3},
	} {
		d, ok := Find(row.code)
		if !ok || d.Code != row.want || d.FullName != row.full || d.Parent != row.parent || d.Level != row.level {
			t.Errorf("Find(%q) = %+v, %v; want %+v", row.code, d, ok, row)
		}
	}
	for _, code := range []string{"", "9", "99", "990000", "440399", "44030", "4403O5", "350427", "000000"} {
		if d, ok := Find(code); ok {
			t.Errorf("Find(%q) = %+v; want nothing", code, d)
		}
	}
}

func TestFullNameFallsBackToTheCode(t *testing.T) {
	if got := FullName("620502"); got != "甘肃省天水市秦州区" {
		t.Errorf("FullName = %q", got)
	}
	if got := FullName("350427"); got != "350427" {
		t.Errorf("FullName of an abolished code = %q", got)
	}
}

func TestPrefix(t *testing.T) {
	for code, want := range map[string]string{
		"11": "11", "1100": "11", "110000": "11", "1101": "1101", "110100": "1101", "110101": "110101",
		"10": "10", "429004": "429004",
	} {
		if got, err := Prefix(code); got != want || err != nil {
			t.Errorf("Prefix(%q) = %q, %v; want %q", code, got, err, want)
		}
	}
	for _, code := range []string{"", "1", "110", "1101011", "11010a", "１１", "00", "000000", "-1", " 11"} {
		if got, err := Prefix(code); !errors.Is(err, ErrCode) {
			t.Errorf("Prefix(%q) = %q, %v; want ErrCode", code, got, err)
		}
	}
}

func TestWithin(t *testing.T) {
	for _, row := range []struct {
		code, territory string
		want            bool
	}{
		{"440305", "44", true},
		{"440305", "440000", true},
		{"440305", "4403", true},
		{"440305", "440300", true},
		{"440305", "440305", true},
		{"440300", "4403", true},
		{"440305", "4404", false},
		{"440305", "440306", false},
		{"440000", "4403", false}, // a province is not within its city
		{"440300", "440305", false},
		{"110101", "110000", true},
		{"110101", "110100", true},
		{"500229", "500100", false}, // a county of Chongqing, not one of its districts
		{"500229", "50", true},
		{"350427", "3504", true}, // abolished, but still a place in 三明市
		{"440305", "", false},
		{"", "44", false},
		{"440305", "4", false},
		{"440305", "00", false},
	} {
		if got := Within(row.code, row.territory); got != row.want {
			t.Errorf("Within(%q, %q) = %v", row.code, row.territory, got)
		}
	}
}

func TestTableIsWhole(t *testing.T) {
	all := All()
	if !slices.IsSortedFunc(all, func(a, b Division) int { return strings.Compare(a.Code, b.Code) }) {
		t.Error("not sorted by code")
	}
	count := map[int]int{}
	for _, d := range all {
		count[d.Level]++
		if found, ok := Find(d.Code); !ok || found != d {
			t.Errorf("%s is not found by its own code: two rows share it", d.Code)
		}
		if d.Name == "" || !strings.HasSuffix(d.FullName, d.Name) {
			t.Errorf("%s %s: full name %q", d.Code, d.Name, d.FullName)
		}
		// South to the Nansha islands, north to Mohe.
		if d.Lng < 73 || d.Lng > 136 || d.Lat < 3 || d.Lat > 54 {
			t.Errorf("%s %s: centre %f,%f is not in China", d.Code, d.Name, d.Lng, d.Lat)
		}
		if d.Level == 1 {
			if d.Parent != "" || d.Derived {
				t.Errorf("province %+v", d)
			}
			continue
		}
		above, ok := Find(d.Parent)
		if !ok || above.Level >= d.Level || !Within(d.Code, above.Code) {
			t.Errorf("%s %s: parent %q", d.Code, d.Name, d.Parent)
		}
	}
	if count[1] != 34 || count[2] < 340 || count[3] < 2900 {
		t.Errorf("divisions by level: %v", count)
	}
	if len(divisionsCSV) > 400_000 {
		t.Errorf("the embedded table has grown to %d bytes", len(divisionsCSV))
	}
}

func TestAllIsTheCallersOwn(t *testing.T) {
	All()[0].Name = "changed"
	if d, _ := Find("11"); d.Name != "北京市" {
		t.Error("a caller's change reached the table")
	}
}
