package main

import "testing"

// An order from the shell waits; nothing is issued, and a retry is the same order.
func TestCodeOrderCommand(t *testing.T) {
	s := newShell(t)
	s.run("keyring", "init")
	s.run("catalog", "import", s.file("catalogue.csv", catalogueHeader+"P01,06900000000014,One,tin,1,2\n"))
	ask := []string{
		"code", "order", "ask", "--batch", "B1", "--product", "P01", "--units-per-case", "6", "--cases-per-pallet", "4",
		"--pallets", "2", "--plant", "Plant 1", "--key", "k",
	}
	first := s.run(ask...)
	s.says(first, "batch B1 waits")
	if again := s.run(ask...); again != first {
		t.Errorf("a retry is another order: %s", again)
	}
	s.says(s.run("code", "order", "list"), "asked\tB1\tPlant 1")
	s.refused(append(ask, "--wanted-on", "spring"), "YYYY-MM-DD")
	s.refused([]string{"code", "export", "--batch", "B1", "--face", "pallet"}, "code.unknown_batch")
}
