package table_test

import (
	"slices"
	"testing"
	"time"

	"channelrouter/internal/table"
)

func TestTimesAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]string{
		"2026-03-02": "2026-03-01T16:00:00Z", "2026/3/2": "2026-03-01T16:00:00Z", "20260302": "2026-03-01T16:00:00Z",
		"2026/3/2 8:30": "2026-03-02T00:30:00Z", "2026-03-02 08:30:15": "2026-03-02T00:30:15Z", "2026-03-02T08:30:00Z": "2026-03-02T08:30:00Z",
		"46083": "2026-03-01T16:00:00Z", "46083.5": "2026-03-02T04:00:00Z",
	} {
		if got, ok := table.ParseTime(text); !ok || got.Format(time.RFC3339) != want {
			t.Errorf("%q is read as %v, want %s", text, got, want)
		}
	}
	for _, text := range []string{"", "soon", "2026-02-30", "0", "-1", "100001", "nan", "inf", "3/2/2026"} {
		if got, ok := table.ParseTime(text); ok {
			t.Errorf("%q is read as %v", text, got)
		}
	}
}

func TestHarmless(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "a=1": "a=1", "=1": "'=1", "+1": "'+1", "-1": "'-1", "@x": "'@x", "\t=1": "'\t=1", "\r=1": "'\r=1", "码": "码",
	} {
		if got := table.Harmless(text); got != want {
			t.Errorf("%q is written %q, want %q", text, got, want)
		}
	}
}

func TestHeadings(t *testing.T) {
	columns := []table.Column{{Words: []string{"code", "编码", "码"}}, {Words: []string{"day", "日期"}, Optional: true}}
	for _, c := range []struct {
		cells   []string
		heading table.Heading
		unknown []string
		fault   string
	}{
		{[]string{" Day ", "phone", "", "编码"}, table.Heading{1, -1, -1, 0}, []string{"phone"}, ""},
		{[]string{"CODE"}, table.Heading{0}, nil, ""},
		{[]string{"code", "码"}, nil, nil, `column "码" is there twice`},
		{[]string{"day"}, nil, nil, "no column code (编码, 码)"},
	} {
		h, unknown, fault := table.ReadHeading(columns, c.cells)
		if !slices.Equal(h, c.heading) || !slices.Equal(unknown, c.unknown) || fault.String() != c.fault {
			t.Errorf("%q: %v, %q, %q", c.cells, h, unknown, fault)
		}
	}
}
