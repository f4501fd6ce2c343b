package id

import (
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Twenty goroutines on each of some nodes: no id comes twice, and what one goroutine
// is given grows.
func TestIDsAreUnique(t *testing.T) {
	const nodes, goroutines, each = 4, 20, 5_000 // more than a millisecond's 4,096
	given := make([][]int64, nodes*goroutines)
	var all sync.WaitGroup
	for node := range nodes {
		g := NewGenerator(node)
		for i := range goroutines {
			all.Go(func() {
				ids := make([]int64, each)
				for n := range ids {
					ids[n] = g.Next()
				}
				given[node*goroutines+i] = ids
			})
		}
	}
	all.Wait()
	seen := make(map[int64]bool, nodes*goroutines*each)
	for _, ids := range given {
		for n, id := range ids {
			if seen[id] {
				t.Fatalf("%d was given twice", id)
			}
			seen[id] = true
			if n > 0 && id <= ids[n-1] {
				t.Fatalf("%d came after %d", id, ids[n-1])
			}
		}
	}
}

// An id is made of a time, a node and a sequence, and is positive.
func TestIDsAreMadeOfTimeNodeAndSequence(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		node := rapid.IntRange(0, Nodes-1).Draw(t, "node")
		before := time.Since(epoch).Milliseconds()
		id := NewGenerator(node).Next()
		after := time.Since(epoch).Milliseconds()
		if id <= 0 {
			t.Fatalf("%d is not positive", id)
		}
		if got := int(id >> seqBits & (Nodes - 1)); got != node {
			t.Fatalf("node %d became %d", node, got)
		}
		if at := id >> (seqBits + nodeBits); at < before || at > after {
			t.Fatalf("made between %d and %d ms, says %d", before, after, at)
		}
	})
}

// Whatever the clock did, a generator goes on from its last id: with the next
// sequence number, and after a millisecond's last one into the next millisecond.
func TestIDsGrowThoughTheClockStepsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ahead := rapid.Int64Range(1, 3_600_000).Draw(t, "ms that the clock was ahead")
		sequence := rapid.Int64Range(0, 1<<seqBits-1).Draw(t, "sequence")
		g := NewGenerator(5)
		g.last = (time.Since(epoch).Milliseconds()+ahead)<<seqBits | sequence
		tick := func(id int64) int64 { return id>>(seqBits+nodeBits)<<seqBits | id&(1<<seqBits-1) }
		for last, n := g.last, 0; n < 3; n++ {
			if id := g.Next(); tick(id) != last+1 {
				t.Fatalf("after tick %d came %d", last, tick(id))
			}
			last++
		}
	})
}

func TestHashSaysWhetherTheSameWasAsked(t *testing.T) {
	type order struct{ Key, Reason string }
	one, err := Hash(order{"k", "glass"})
	if err != nil || len(one) != 64 {
		t.Fatal(one, err)
	}
	if same, _ := Hash(order{"k", "glass"}); same != one {
		t.Error("the same is not the same")
	}
	if other, _ := Hash(order{"kglass", ""}); other == one {
		t.Error("another is the same")
	}
	if _, err := Hash(time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC)); err == nil {
		t.Error("what has no JSON has a hash")
	}
}
