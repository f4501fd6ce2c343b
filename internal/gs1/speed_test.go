package gs1

import "testing"

const typicalLink = "https://c.brand.example/01/09520123456788/10/ABC123/21/12345XYZ?17=271231&linkType=gs1:pip"

// Parsing costs one piece of memory: the elements.
func TestParseAllocatesOnce(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() { _, _ = Parse(typicalLink) }); n > 1 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(typicalLink); err != nil {
			b.Fatal(err)
		}
	}
}
