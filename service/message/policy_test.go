package message

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"channelrouter/internal/clock"
)

func TestPolicyCheck(t *testing.T) {
	good := func() Policy {
		p := DefaultPolicy
		p.Templates = []Template{{
			Role: "distributor", Event: RebateStatement, Language: "en", Title: "{organisation}", Body: "{amount} {units} {date} {time}",
			TemplateID: "aB-_9", Page: "pages/rebates?day=1",
			Keywords: map[string]string{"thing1": "{organisation}", "amount2": "¥{amount}", "number3": "{units}", "date4": "{date}", "phrase05": "已结算"},
		}}
		return p
	}
	if err := good().check(); err != nil {
		t.Fatal(err)
	}
	if err := DefaultPolicy.check(); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*Policy){
		"quiet from no time":      func(p *Policy) { p.QuietFrom = "24:00" },
		"quiet to without zero":   func(p *Policy) { p.QuietTo = "8:00" },
		"no messages to a person": func(p *Policy) { p.PersonDaily = 0 },
		"no messages at all":      func(p *Policy) { p.AppDaily = 0 },
		"twice the same":          func(p *Policy) { p.Templates = append(p.Templates, p.Templates[0]) },
		"role without an app":     func(p *Policy) { p.Templates[0].Role = "warehouse" },
		"unknown role":            func(p *Policy) { p.Templates[0].Role = "king" },
		"unknown event":           func(p *Policy) { p.Templates[0].Event = "lottery" },
		"event of another role":   func(p *Policy) { p.Templates[0].Role = "consumer" },
		"language":                func(p *Policy) { p.Templates[0].Language = "fr" },
		"unknown value in title":  func(p *Policy) { p.Templates[0].Title = "{price}" },
		"unknown value in body":   func(p *Policy) { p.Templates[0].Body = "{}" },
		"long title":              func(p *Policy) { p.Templates[0].Title = strings.Repeat("长", 61) },
		"template id":             func(p *Policy) { p.Templates[0].TemplateID = "a b" },
		"page with a slash":       func(p *Policy) { p.Templates[0].Page = "/pages/x" },
		"page with a value":       func(p *Policy) { p.Templates[0].Page = "pages/x?case={case}" },
		"no keywords":             func(p *Policy) { p.Templates[0].Keywords = nil },
		"six keywords": func(p *Policy) {
			p.Templates[0].Keywords["thing6"] = "x"
		},
		"unknown value in a keyword": func(p *Policy) { p.Templates[0].Keywords["thing1"] = "{price}" },
	} {
		p := good()
		p.Templates[0].Keywords = map[string]string{"thing1": "a", "thing2": "b", "thing3": "c", "thing4": "d", "thing5": "e"}
		spoil(&p)
		if p.check() == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

func TestKeywords(t *testing.T) {
	about := subjects[RebateStatement]
	for _, c := range []struct {
		keyword, written string
		good             bool
	}{
		{"thing1", "{organisation}", true},
		{"thing1", "{date}：{amount}元", true},
		{"thing1", "{title}", true},
		{"thing1", "", false},
		{"thing1", strings.Repeat("长", 21), false},
		{"thing1", "two\nlines", false},
		{"thing", "x", false},
		{"things1", "x", false},
		{"amount2", "{amount}", true},
		{"amount2", "¥{amount}", true},
		{"amount2", "{amount}元", true},
		{"amount2", "{amount} yuan", false},
		{"amount2", "{units}", false},
		{"amount2", "{amount}{amount}", false},
		{"amount2", "¥1.88", true},
		{"amount2", "much", false},
		{"number3", "{units}", true},
		{"number3", "{units}件", false},
		{"number3", "{organisation}", false},
		{"time4", "{time}", true},
		{"time4", "{date}", false},
		{"date5", "{date}", true},
		{"date5", "{time}", true},
		{"phrase6", "已到账", true},
		{"phrase6", "已经到了账上", false},
		{"phrase6", "{organisation}", false},
		{"phrase6", "OK", false},
		{"name7", "{organisation}", false},
		{"name7", "品牌客服", true},
		{"character_string8", "{date}", true},
		{"character_string8", "{time}", false}, // it has a blank
		{"character_string8", "中", false},
		{"letter9", "abc", true},
		{"letter9", "{units}", false},
		{"symbol1", "★", true},
		{"phone_number1", "400-800-8888", true},
		{"car_number1", "粤A8Z888", true},
		{"enum1", "处理中", true},
		{"site1", "x", false},
	} {
		fault := checkKeyword(about, c.keyword, c.written)
		if (fault == "") != c.good {
			t.Errorf("%s %q: %q", c.keyword, c.written, fault)
		}
	}
}

// Every text of the house names values of its event only, in both languages, and every
// event has texts.
func TestTexts(t *testing.T) {
	for event, about := range subjects {
		for _, language := range []string{"zh", "en"} {
			w := texts[event][language]
			for _, written := range []string{w.title, w.body} {
				if name, ok := unknownIn(about, written); written == "" || !ok {
					t.Errorf("%s, %s: %q has {%s}", event, language, written, name)
				}
			}
		}
	}
}

func TestSay(t *testing.T) {
	values := map[string]string{"a": strings.Repeat("长", 30), "b": "two\n lines\u0000", "c": " "}
	for written, want := range map[string]string{
		"{a}": strings.Repeat("长", 19) + "…", "{b}!": "two lines !", "{c}": "-", "x{none}": "x",
	} {
		if said := say("thing1", written, values); said != want {
			t.Errorf("%s: %q, not %q", written, said, want)
		}
	}
	if said := say("amount1", "¥{b}", map[string]string{"b": "1.00"}); said != "¥1.00" {
		t.Error(said)
	}
}

func TestQuietUntil(t *testing.T) {
	shanghai := func(day, hour, minute int) time.Time {
		return time.Date(2026, 3, day, hour-8, minute, 0, 0, time.UTC)
	}
	night, noon := [2]int{22 * 60, 8 * 60}, [2]int{12 * 60, 13*60 + 30}
	for _, c := range []struct {
		at    time.Time
		hours [2]int
		quiet bool
		end   time.Time
	}{
		{shanghai(2, 21, 59), night, false, time.Time{}},
		{shanghai(2, 22, 0), night, true, shanghai(3, 8, 0)},
		{shanghai(2, 23, 59), night, true, shanghai(3, 8, 0)},
		{shanghai(3, 0, 0), night, true, shanghai(3, 8, 0)},
		{shanghai(3, 7, 59), night, true, shanghai(3, 8, 0)},
		{shanghai(3, 8, 0), night, false, time.Time{}},
		{shanghai(2, 11, 59), noon, false, time.Time{}},
		{shanghai(2, 12, 0), noon, true, shanghai(2, 13, 30)},
		{shanghai(2, 13, 30), noon, false, time.Time{}},
		{shanghai(2, 3, 0), [2]int{60, 60}, false, time.Time{}},
		{shanghai(31, 23, 0), night, true, shanghai(32, 8, 0)},
		{shanghai(2, 23, 0), [2]int{22 * 60, 0}, true, shanghai(3, 0, 0)},
		{shanghai(2, 0, 0), [2]int{22 * 60, 0}, false, time.Time{}},
	} {
		end, quiet := quietUntil(c.at, c.hours[0], c.hours[1])
		if quiet != c.quiet || !end.Equal(c.end) {
			t.Errorf("%s in %v: %v until %s", c.at, c.hours, quiet, end)
		}
	}
	if m := clock.NextDay(shanghai(2, 23, 59)); !m.Equal(shanghai(3, 0, 0)) {
		t.Error(m)
	}
	if m := clock.NextDay(shanghai(3, 0, 0)); !m.Equal(shanghai(4, 0, 0)) {
		t.Error(m)
	}
}

// A message is put off to a moment that is not quiet itself, at most a day away.
func TestQuietUntilAlwaysEnds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		minute := rapid.IntRange(0, 24*60-1)
		from, to := minute.Draw(t, "from"), minute.Draw(t, "to")
		at := time.Unix(rapid.Int64Range(1_000_000_000, 4_000_000_000).Draw(t, "at"), 0)
		end, quiet := quietUntil(at, from, to)
		if !quiet {
			return
		}
		if wait := end.Sub(at); wait <= 0 || wait > 24*time.Hour {
			t.Fatalf("%s waits %s", at, wait)
		}
		if _, still := quietUntil(end, from, to); still {
			t.Fatalf("it is quiet at %s, when it ends", end)
		}
	})
}
