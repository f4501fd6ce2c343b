package gs1

import "testing"

const typicalLink = "https://c.brand.example/01/09520123456788/10/L%2F2026-11/21/A012345678Z?17=271231&utm_source=pack"

// Parsing costs one piece of memory for the elements and one for each value that was
// percent-encoded.
func TestParseAllocatesLittle(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() { _, _ = Parse(typicalLink) }); n > 2 {
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
