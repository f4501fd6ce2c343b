package word_test

import (
	"testing"

	"channelrouter/internal/word"
)

func TestKeyOf(t *testing.T) {
	words := map[int]string{1: "one", 2: "two"}
	for value, want := range map[string]int{"one": 1, "two": 2, "three": 0, "": 0} {
		if got := word.KeyOf(words, value); got != want {
			t.Errorf("%q stands for %d, want %d", value, got, want)
		}
	}
}
