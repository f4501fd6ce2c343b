package link

import (
	"strings"
	"testing"

	"channelrouter/model"
)

func printedOn(host string, faces ...string) Printing {
	p := Printing{DefaultHost: host, Hosts: map[model.Face]string{}}
	for i, other := range faces {
		p.Hosts[model.NewFace(model.LevelCase, model.Side(i))] = other
	}
	return p
}

// Every printed host belongs to one app, or the settings are refused, with every fault.
func TestHostsBelongToOneApp(t *testing.T) {
	for _, c := range []struct {
		name   string
		set    Settings
		faults []string // none: accepted
		owners map[string]string
	}{
		{"the printed host is the consumer's", Settings{Printing: printedOn("Q.x.example")}, nil, map[string]string{"q.x.example": "consumer"}},
		{
			"a face of another app",
			Settings{Printing: printedOn("q.x", "w.x"), Apps: map[string]App{"terminal": {Host: "W.x"}}},
			nil, map[string]string{"q.x": "consumer", "w.x": "terminal"},
		},
		{
			"the printed host may be another's, then the consumer has none",
			Settings{Printing: printedOn("q.x"), Apps: map[string]App{"guide": {Host: "q.x"}}},
			nil, map[string]string{"q.x": "guide"},
		},
		{
			"the consumer's own host",
			Settings{Printing: printedOn("q.x"), Apps: map[string]App{"consumer": {Host: "q.x"}, "guide": {Host: "g.x"}}},
			nil, map[string]string{"q.x": "consumer", "g.x": "guide"},
		},
		{"a host that nobody has", Settings{Printing: printedOn("q.x", "w.x")}, []string{`"w.x" belongs to no app`}, nil},
		{
			"the consumer has another than is printed",
			Settings{Printing: printedOn("q.x"), Apps: map[string]App{"consumer": {Host: "c.x"}}},
			[]string{`"q.x" belongs to no app`}, nil,
		},
		{
			"two apps, and bad names",
			Settings{
				Printing:    printedOn("q.x"),
				Apps:        map[string]App{"guide": {Host: "g.x"}, "terminal": {Host: "G.X"}, "salesperson": {Host: "https://s.x"}},
				VerifyFiles: map[string]string{"../a.txt": "x", "a.html": "x", "empty.txt": "", "long.txt": strings.Repeat("x", 5000)},
			},
			[]string{`"g.x" belongs to the app of the guide`, `"https://s.x" is no host`, `../a.txt`, `a.html`, `empty.txt`, `long.txt`}, nil,
		},
	} {
		s, err := newSites(c.set)
		if c.faults == nil {
			if err != nil {
				t.Errorf("%s: %v", c.name, err)
				continue
			}
			for host, role := range c.owners {
				if s.byHost[host] != role || len(s.byHost) != len(c.owners) {
					t.Errorf("%s: %v", c.name, s.byHost)
				}
			}
			continue
		}
		for _, fault := range c.faults {
			if err == nil || !strings.Contains(err.Error(), fault) {
				t.Errorf("%s: %q is missing in %v", c.name, fault, err)
			}
		}
	}
}

func TestPrintedPrefix(t *testing.T) {
	p := Printing{DefaultHost: "Q.x.example", Hosts: map[model.Face]string{model.FacePallet: "w.x.example"}}
	if got := p.Prefix(model.FaceUnitInner) + p.Prefix(model.FacePallet); got != "https://q.x.example/https://w.x.example/" {
		t.Error(got)
	}
	p.UpperCase = true
	if got := p.Prefix(model.FacePallet); got != "HTTPS://W.X.EXAMPLE/" {
		t.Error(got)
	}
}
