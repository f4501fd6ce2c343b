package intake

import (
	"sync"

	"channelrouter/model"
)

// turns has those who come for the same upload go one after the other. It knows only those
// who are here. The zero value is ready.
type turns struct {
	mu   sync.Mutex
	here map[model.UploadID]*turn
}

type turn struct {
	sync.Mutex
	waiting int // and whose turn it is
}

// take waits for a turn, which end ends.
func (t *turns) take(id model.UploadID) (end func()) {
	t.mu.Lock()
	if t.here == nil {
		t.here = map[model.UploadID]*turn{}
	}
	one := t.here[id]
	if one == nil {
		one = &turn{}
		t.here[id] = one
	}
	one.waiting++
	t.mu.Unlock()
	one.Lock()
	return func() {
		one.Unlock()
		t.mu.Lock()
		defer t.mu.Unlock()
		if one.waiting--; one.waiting == 0 {
			delete(t.here, id)
		}
	}
}
