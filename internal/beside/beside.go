// Package beside finds what others wrote and tests compare with. It stands beside the project
// where that is developed, and is not distributed with it: a clone does without these tests.
package beside

import (
	"os"
	"path/filepath"
	"testing"
)

// Path finds a file or folder in a folder named shared, beside the test's folder or one above
// it. Where there is none the test steps aside.
func Path(t testing.TB, name string) string {
	t.Helper()
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		path := filepath.Join(folder, "shared", filepath.FromSlash(name))
		if _, err := os.Stat(path); err == nil {
			return path
		}
		up := filepath.Dir(folder)
		if up == folder {
			t.Skipf("stepping aside: there is no shared/%s beside or above this project", name)
		}
		folder = up
	}
}
