package evaluate

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// swept are outcomes of both sweeps with two detectors.
func swept() (outcomes []Outcome) {
	for _, o := range []Outcome{
		{Setting: "scan-rate=0.01", Value: 0.01}, {Setting: "scan-rate=0.4", Value: 0.4},
		{Setting: "diverted=0.001", Value: 0.001}, {Setting: "diverted=0.08", Value: 0.08},
	} {
		for _, detector := range []string{"detector", "fence & <more>"} {
			for seed, value := range map[string]float64{"11": 0.9, "12": 0.8} {
				o.Results = append(o.Results, Result{World: seed, Detector: detector, Measures: Measures{
					"precision_50": value, "recall_50_large": value, "balance_50": value, "recall_size_1": 0.1, "recall_size_5000": 1,
				}})
			}
		}
		o.Summarise()
		outcomes = append(outcomes, o)
	}
	return outcomes
}

// elements counts a picture's elements by name and by class; it fails on what is no XML.
func elements(t *testing.T, picture []byte) map[string]int {
	t.Helper()
	counts := map[string]int{}
	for d := xml.NewDecoder(strings.NewReader(string(picture))); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return counts
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, picture)
		}
		if e, ok := token.(xml.StartElement); ok {
			counts[e.Name.Local]++
			for _, a := range e.Attr {
				if a.Name.Local == "class" {
					for _, class := range strings.Fields(a.Value) {
						counts["."+class]++
					}
				}
			}
		}
	}
}

func TestCurvesAreDrawn(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "curves")
	if err := Curves(dir, swept()); err != nil {
		t.Fatal(err)
	}
	for _, c := range append(curves, curve{file: sizeCurve}) {
		picture, err := os.ReadFile(filepath.Join(dir, c.file))
		if err != nil {
			t.Fatal(err)
		}
		counts := elements(t, picture)
		if counts["polyline"] != 2 || counts[".band"] != 2 || counts["title"] != 1 || counts["desc"] != 1 {
			t.Errorf("%s: %v", c.file, counts)
		}
		text := string(picture)
		if !strings.Contains(text, "prefers-color-scheme:dark") || strings.Contains(text, "NaN") {
			t.Errorf("%s is for one kind of page, or has a point nowhere", c.file)
		}
	}
	size, err := os.ReadFile(filepath.Join(dir, sizeCurve))
	if err != nil || !strings.Contains(string(size), "1 % scanned") || !strings.Contains(string(size), ">5000<") {
		t.Errorf("%v: the curve of sizes is %s", err, size)
	}
}

// A higher value stands higher, a larger one farther right; what is above 1 is on the frame.
func TestPlacesInAPlot(t *testing.T) {
	p := plot{series: []series{{points: []point{{x: 0.01}, {x: 0.1}, {x: 1}}}}}
	x1, y1 := p.place(0.01, 0.2)
	x2, y2 := p.place(0.1, 0.8)
	x3, y3 := p.place(1, 1.5)
	if !(x1 < x2 && x2 < x3) || abs((x3-x2)-(x2-x1)) > 1e-6 {
		t.Errorf("x: %v %v %v", x1, x2, x3)
	}
	if !(y1 > y2 && y2 > y3) || y3 != top {
		t.Errorf("y: %v %v %v", y1, y2, y3)
	}
	single := plot{series: []series{{points: []point{{x: 5}}}}}
	if x, _ := single.place(5, 0); x <= left || x >= width-right {
		t.Errorf("a single point is at %v", x)
	}
}

func TestSummariesArePrinted(t *testing.T) {
	var out strings.Builder
	outcome := swept()[0]
	if err := outcome.Print(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"scan-rate=0.01", "fence & <more>", "precision of the 50 best alerts a week", "0.850 ±0.635", "recall of lots from this many cases 5000", "–",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in\n%s", want, out.String())
		}
	}
}
