package geo

import (
	"slices"
	"testing"
)

func TestWellKnownNeighbours(t *testing.T) {
	for _, row := range []struct {
		one, other, names string
		want              bool
	}{
		{"3301", "3306", "杭州 and 绍兴", true},
		{"3301", "4401", "杭州 and 广州", false},
		{"3301", "3302", "杭州 and 宁波: 绍兴 is between", false},
		{"4401", "4406", "广州 and 佛山", true},
		{"4403", "4419", "深圳 and 东莞", true},
		{"4403", "8100", "深圳 and 香港", true},
		{"4404", "8200", "珠海 and 澳门", true},
		{"4404", "8100", "珠海 and 香港: a bridge is no border", false},
		{"4408", "4601", "湛江 and 海口: a strait", false},
		{"1101", "1310", "北京 and 廊坊", true},
		{"1101", "1201", "北京 and 天津", true},
		{"3101", "3205", "上海 and 苏州", true},
		{"3101", "3304", "上海 and 嘉兴", true},
		{"3101", "3206", "上海 and 南通: 崇明岛", true},
		{"5001", "4228", "重庆 and 恩施", true},
		{"5001", "4203", "重庆 and 十堰: by a county", true},
		{"429004", "4201", "仙桃 and 武汉", true},
		{"429004", "429005", "仙桃 and 潜江", true},
		{"429004", "429021", "仙桃 and 神农架", false},
		{"6501", "6590", "no city of a mere group", false},
		{"7100", "3502", "台湾 and 厦门: a strait", false},
	} {
		for _, pair := range [][2]string{{row.one, row.other}, {row.other, row.one}} {
			if got := slices.Contains(Neighbours(pair[0]), pair[1]); got != row.want {
				t.Errorf("%s: Neighbours(%q) has %q: %v", row.names, pair[0], pair[1], got)
			}
		}
	}
	if got := Neighbours("330102"); !slices.Equal(got, Neighbours("3301")) || len(got) < 5 {
		t.Errorf("a district's neighbours are its city's: %v", got)
	}
	for _, code := range []string{"44", "", "999999", "659011", "460321"} {
		if got := Neighbours(code); len(got) != 0 {
			t.Errorf("Neighbours(%q) = %v", code, got)
		}
	}
}

func TestNeighboursAreSymmetric(t *testing.T) {
	cities := map[string]bool{}
	for _, d := range All() {
		if city := City(d.Code); city != "" {
			cities[city] = true
		}
	}
	alone, borders := 0, 0
	for city := range cities {
		around := Neighbours(city)
		if len(around) == 0 {
			alone++
		}
		if !slices.IsSorted(around) || len(slices.Compact(slices.Clone(around))) != len(around) || slices.Contains(around, city) {
			t.Errorf("Neighbours(%q) = %v", city, around)
		}
		for _, other := range around {
			borders++
			if !slices.Contains(Neighbours(other), city) {
				t.Errorf("%s borders on %s, which does not on it", city, other)
			}
			if !cities[other] {
				t.Errorf("%s borders on %s, which is no city", city, other)
			}
			if !Touches(city, other) {
				t.Errorf("%s borders on %s and does not touch it", city, other)
			}
		}
	}
	t.Logf("%d cities, %d borders", len(cities), borders/2)
	// 三沙, 舟山 and 台湾 are islands; 新星 and 白杨 are not drawn.
	if alone != 5 {
		t.Errorf("%d cities border on none", alone)
	}
}

func TestTouches(t *testing.T) {
	for _, row := range []struct {
		city, territory, names string
		want                   bool
	}{
		{"3301", "33", "杭州 is in 浙江", true},
		{"3301", "34", "杭州 borders on 黄山 and 宣城 in 安徽", true},
		{"3301", "32", "杭州 does not border on 江苏", false},
		{"3301", "3306", "绍兴", true},
		{"3301", "330602", "绍兴's 越城区 is not at the border with 杭州", false},
		{"3301", "330603", "绍兴's 柯桥区 is", true},
		{"3301", "330102", "its own district", true},
		{"330102", "330109", "one district of a city, asked by another", true},
		{"3301", "44", "广东", false},
		{"4403", "810013", "深圳 and 香港's 北区", true},
		{"5001", "500229", "a county of the municipality itself", true},
		{"4203", "5002", "十堰 and the group of 重庆's counties", true},
		{"1310", "130171", "廊坊 and a zone in 石家庄, which stands for its city", false},
		{"1306", "130171", "保定 and the same", true},
		{"4201", "4290", "武汉 and the counties of 湖北 that have no prefecture", true},
		{"6523", "654301", "昌吉 and 阿勒泰市, whose prefecture alone is drawn", true},
		{"44", "4403", "a province is no city", false},
		{"3301", "", "no territory", false},
		{"", "33", "no city", false},
	} {
		if got := Touches(row.city, row.territory); got != row.want {
			t.Errorf("%s: Touches(%q, %q) = %v", row.names, row.city, row.territory, got)
		}
	}
}

func TestNeighboursAreTheCallersOwn(t *testing.T) {
	Neighbours("3301")[0] = "changed"
	if Neighbours("3301")[0] == "changed" {
		t.Error("a caller's change reached the table")
	}
}
