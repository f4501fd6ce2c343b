package codeorder

import (
	"os"
	"regexp"
	"testing"
)

// The manifest names the compressor that is built in.
func TestGeneratorNamesTheCompressor(t *testing.T) {
	mod, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`github\.com/klauspost/compress ` + regexp.QuoteMeta(zstdVersion) + `\s`).Match(mod) {
		t.Errorf("go.mod has another version of github.com/klauspost/compress than %s", zstdVersion)
	}
}
