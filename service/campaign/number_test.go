package campaign

import (
	"testing"

	"pgregory.net/rapid"

	"channelrouter/model"
)

// testSeed is the bytes 0 to 31.
var testSeed = func() (s Seed) {
	for i := range s {
		s[i] = byte(i)
	}
	return s
}()

// A program of another language, written from the package comment, gave these.
func TestNumbersOfAnotherProgram(t *testing.T) {
	for _, c := range []struct{ campaign, item, tickets, number int64 }{
		{1, 1, million, 358030},
		{7301442983428096, 1099511627781, million, 535701},
		{42, 12345678, 3, 1},
		{9, 9, mostTickets, 98925678963},
		{1, 2, 1<<63 - 1, 2477165884740906178},
		{1, 3, 1<<62 + 1, 1540905030266521781},
		{5, 58, 6148914691236517206, 4038241498295699498}, // from block 1: all words of block 0 are too high
		{7, 7, 1, 0},
	} {
		if n := Number(testSeed, model.CampaignID(c.campaign), model.ItemID(c.item), c.tickets); n != c.number {
			t.Errorf("campaign %d, item %d, of %d: %d, want %d", c.campaign, c.item, c.tickets, n, c.number)
		}
	}
	const want = "9df10f98cc439c73b3d08966fa3c71c7eb44845347b70dd8dbb5cc9e48730d9d"
	if c := Commit([]byte(`{"name":"x"}`), testSeed); c != want {
		t.Errorf("commitment %s, want %s", c, want)
	}
}

func TestNumbersAreWithinTheirRange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Min(1).Draw(t, "tickets")
		number := Number(testSeed, model.CampaignID(rapid.Int64().Draw(t, "campaign")), model.ItemID(rapid.Int64().Draw(t, "item")), n)
		if number < 0 || number >= n {
			t.Fatalf("%d of %d", number, n)
		}
	})
}

// With a fixed seed 200,000 items, one after the other as they come off a line, agree
// with the published odds: chi-square with four degrees of freedom stays below 18.47,
// which chance passes once in a thousand seeds.
func TestDrawsAgreeWithOdds(t *testing.T) {
	terms := Terms{Prizes: []Prize{
		{Code: "car", OddsPPM: 500}, {Code: "phone", OddsPPM: 9_500}, {Code: "cash", OddsPPM: 90_000}, {Code: "points", OddsPPM: 400_000},
	}}
	const draws = 200_000
	for _, tickets := range []bool{false, true} {
		if tickets { // the same shares, by quantities out of 2,000,000
			terms.Tickets = 2 * million
			for i := range terms.Prizes {
				terms.Prizes[i].Stock = 2 * terms.Prizes[i].OddsPPM
			}
		}
		drawn := map[string]float64{}
		for i := range model.ItemID(draws) {
			code := ""
			if p := terms.prizeOf(Number(testSeed, 4711, 1<<40+i, terms.tickets())); p != nil {
				code = p.Code
			}
			drawn[code]++
		}
		chi, rest := 0.0, 1.0
		term := func(code string, share float64) {
			expected := draws * share
			chi += (drawn[code] - expected) * (drawn[code] - expected) / expected
		}
		for _, p := range terms.Prizes {
			share := float64(p.OddsPPM) / million
			rest -= share
			term(p.Code, share)
		}
		term("", rest)
		if chi > 18.47 || chi < 0.09 {
			t.Errorf("by tickets %v: chi-square %.2f: %v", tickets, chi, drawn)
		}
	}
}

func TestPrizesTakeNumbersInOrder(t *testing.T) {
	byOdds := Terms{Prizes: []Prize{{Code: "a", OddsPPM: 1, Stock: 9}, {Code: "b", OddsPPM: 10, Stock: 9}}}
	byTickets := Terms{Tickets: 20, Prizes: []Prize{{Code: "a", Stock: 1}, {Code: "b", Stock: 10}}}
	for number, want := range map[int64]string{0: "a", 1: "b", 10: "b", 11: "", 19: ""} {
		for _, terms := range []Terms{byOdds, byTickets} {
			got := ""
			if p := terms.prizeOf(number); p != nil {
				got = p.Code
			}
			if got != want {
				t.Errorf("of %d, number %d draws %q, want %q", terms.tickets(), number, got, want)
			}
		}
	}
	whole := Terms{Prizes: []Prize{{Code: "a", OddsPPM: million}}}
	if whole.prizeOf(0) == nil || whole.prizeOf(million-1) == nil || whole.prizeOf(million) != nil {
		t.Error("odds of a million are every number, and no more")
	}
}

func TestShards(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total, atOnce := rapid.Int64Range(0, 1<<45).Draw(t, "total"), rapid.Int64Range(1, 1<<24).Draw(t, "at once")
		shards := split(1, "pot", total, shardsFor(total, atOnce))
		if len(shards) < 1 || len(shards) > mostShards || remaining(shards) != total {
			t.Fatalf("%d shards hold %d", len(shards), remaining(shards))
		}
		for _, s := range shards {
			if len(shards) > 1 && s.Remaining < perShard*atOnce {
				t.Fatalf("a shard of %d has less than %d times %d", s.Remaining, perShard, atOnce)
			}
		}
	})
	spread := map[int]int{}
	for item := range model.ItemID(8000) {
		spread[shardOf(1<<40+item, mostShards)]++
	}
	for shard := range mostShards {
		if n := spread[shard]; n < 800 || n > 1200 {
			t.Errorf("shard %d gets %d of 8000 items", shard, n)
		}
	}
}
