package code

// HoldRefresh keeps refreshes waiting until release is called.
func (s *Service) HoldRefresh() (release func()) {
	s.refreshMu.Lock()
	return s.refreshMu.Unlock
}
