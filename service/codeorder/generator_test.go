package codeorder

import (
	"os"
	"strings"
	"testing"
)

// The manifest names the compressor that is built in.
func TestGeneratorNamesTheCompressor(t *testing.T) {
	mod, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(mod), "github.com/klauspost/compress "+zstdVersion+" ") {
		t.Errorf("go.mod has another version of github.com/klauspost/compress than %s", zstdVersion)
	}
}
