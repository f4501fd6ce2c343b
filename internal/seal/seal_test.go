package seal_test

import (
	"bytes"
	"errors"
	"testing"

	"channelrouter/internal/seal"
)

func TestBox(t *testing.T) {
	text := []byte("张小明 13812345678")
	box := seal.New([32]byte{1})
	sealed := box.Seal(text, "person/1")
	if bytes.Contains(sealed, text[:6]) || len(sealed) != len(text)+28 {
		t.Errorf("sealed: %x", sealed)
	}
	if bytes.Equal(sealed, box.Seal(text, "person/1")) {
		t.Error("the same text is sealed alike twice")
	}
	if opened, err := box.Open(sealed, "person/1"); err != nil || !bytes.Equal(opened, text) {
		t.Errorf("opened: %q, %v", opened, err)
	}
	spoilt := bytes.Clone(sealed)
	spoilt[len(spoilt)-1] ^= 1
	for what, open := range map[string]func() ([]byte, error){
		"in another place":  func() ([]byte, error) { return box.Open(sealed, "person/2") },
		"with another key":  func() ([]byte, error) { return seal.New([32]byte{2}).Open(sealed, "person/1") },
		"with a bit spoilt": func() ([]byte, error) { return box.Open(spoilt, "person/1") },
		"cut short":         func() ([]byte, error) { return box.Open(sealed[:20], "person/1") },
		"nothing":           func() ([]byte, error) { return box.Open(nil, "person/1") },
	} {
		if opened, err := open(); !errors.Is(err, seal.ErrBroken) || opened != nil {
			t.Errorf("%s: %q, %v", what, opened, err)
		}
	}
}
