// Package id makes 63-bit ids that grow with time without a round trip:
// 41 bits of milliseconds since 2024, 10 of node, 12 of sequence. The node
// number is leased (internal/lease), so two live replicas never share one.
package id

import (
	"sync"
	"time"
)

const (
	nodeBits = 10
	seqBits  = 12
	// Nodes is how many generators may live at once.
	Nodes = 1 << nodeBits
)

var epoch = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)

// Generator hands out ids of one node. Safe for concurrent use.
type Generator struct {
	node int64
	mu   sync.Mutex
	last int64 // milliseconds<<seqBits | sequence
}

// NewGenerator makes ids for a node in [0, Nodes).
func NewGenerator(node int) *Generator { return &Generator{node: int64(node % Nodes)} }

// Next returns the next id. When a millisecond's 4,096 ids are used up, or the
// wall clock steps back, it runs ahead of the clock instead of repeating itself.
func (g *Generator) Next() int64 {
	tick := time.Since(epoch).Milliseconds() << seqBits
	g.mu.Lock()
	defer g.mu.Unlock()
	if tick <= g.last {
		tick = g.last + 1
	}
	g.last = tick
	return (tick>>seqBits)<<(nodeBits+seqBits) | g.node<<seqBits | tick&(1<<seqBits-1)
}
