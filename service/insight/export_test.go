package insight

import "context"

// Small has rebuilds go by small pages.
func Small() { pageSize, passSize = 3, 4 }

// RebuildSome takes one step of a rebuild.
func (s *Service) RebuildSome(ctx context.Context) (bool, error) { return s.rebuildSome(ctx) }

// Behind is how many tellings a reader may be behind.
const Behind = waiting
