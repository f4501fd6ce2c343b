package listing

// Small has parts of few rows, so that an export has several.
func (s *Service) Small(page, part int) { s.pageRows, s.partRows = page, part }
