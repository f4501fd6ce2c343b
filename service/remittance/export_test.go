package remittance

// Small makes so little be done at once that a test has several of it.
func (s *Service) Small() { s.lines = 2 }
