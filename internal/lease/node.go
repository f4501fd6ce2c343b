package lease

import (
	"context"
	"fmt"
)

// TakeNode leases the lowest free number in [0, n) under prefix, for instance a
// node number of an id generator. The caller renews it with Take(NodeName(…)).
func (k *Keeper) TakeNode(ctx context.Context, prefix string, n int) (int, error) {
	for number := range n {
		held, err := k.Take(ctx, NodeName(prefix, number))
		if err != nil {
			return 0, err
		}
		if held {
			return number, nil
		}
	}
	return 0, fmt.Errorf("all %d numbers under %q are leased", n, prefix)
}

// NodeName is the lease of one number.
func NodeName(prefix string, number int) string { return fmt.Sprintf("%s/%d", prefix, number) }
