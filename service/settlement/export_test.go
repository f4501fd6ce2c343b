package settlement

// Small makes everything that is done at once so small that a test has several of it.
func (s *Service) Small() { s.at = atOnce{seals: 1, orgs: 1, statements: 2, movements: 2, page: 4} }
