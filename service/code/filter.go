package code

import (
	"math/bits"

	"channelrouter/model"
)

// filter answers "is this item surely not among a few?" with one read of memory: a
// Bloom filter whose bits for an item lie in one word (Putze, Sanders, Singler 2007,
// "Cache-, Hash- and Space-Efficient Bloom Filters"). At 16 bits an item about two in a
// hundred others pass and are looked at closely.
type filter struct {
	words []uint64
	shift uint
}

const bitsPerItem = 16

func newFilter(items []model.ItemID) filter {
	if len(items) == 0 {
		return filter{}
	}
	size := bits.Len(uint(len(items) * bitsPerItem / 64))
	f := filter{words: make([]uint64, 1<<size), shift: uint(64 - size)}
	for _, item := range items {
		word, mask := f.place(item)
		f.words[word] |= mask
	}
	return f
}

// mayHold is false for an item that is not there, and for nearly all others.
func (f filter) mayHold(item model.ItemID) bool {
	if len(f.words) == 0 {
		return false
	}
	word, mask := f.place(item)
	return f.words[word]&mask == mask
}

// place spreads items by Fibonacci hashing: the top bits choose the word, the next
// twelve two bits in it.
func (f filter) place(item model.ItemID) (word, mask uint64) {
	h := uint64(item) * 0x9E3779B97F4A7C15
	h ^= h >> 29
	h *= 0xBF58476D1CE4E5B9
	return h >> f.shift, 1<<(h&63) | 1<<(h>>6&63)
}
