package code

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"testing"

	"channelrouter/model"
)

func TestHeadersAreAllocatedLowestFirst(t *testing.T) {
	k, err := NewKeyring(birthday, StandardFaces())
	if err != nil {
		t.Fatal(err)
	}
	backwards := slices.Clone(boxFaces)
	slices.Reverse(backwards)
	id, err := k.AddEpoch(birthday, append(backwards, model.FacePallet)) // twice is once
	if err != nil || id != 2 || k.Current() != 2 {
		t.Fatalf("epoch %d, current %d, %v", id, k.Current(), err)
	}
	want := []map[model.Face]uint8{
		{model.FaceCaseOuter: 0, model.FacePallet: 1,
			model.FaceUnitOuter: 0, model.FaceUnitInner: 1, model.FaceCaseInner: 2},
		{model.FaceBoxOuter: 2, model.FaceCaseOuter: 3, model.FacePallet: 4,
			model.FaceUnitOuter: 3, model.FaceUnitInner: 4, model.FaceBoxInner: 5, model.FaceCaseInner: 6},
	}
	for i, headers := range want {
		if got := k.Epochs[i].Headers; !maps.Equal(got, headers) {
			t.Errorf("epoch %d: headers %v, want %v", i+1, got, headers)
		}
	}
	if k.Epochs[0].Master == k.Epochs[1].Master || k.Epochs[0].Master == (Secret{}) {
		t.Error("masters are not fresh")
	}
}

func TestHeadersRunOut(t *testing.T) {
	k, err := NewKeyring(birthday, StandardFaces())
	if err != nil {
		t.Fatal(err)
	}
	for range 9 { // three long headers an epoch: 30 of 31
		if _, err := k.AddEpoch(birthday, StandardFaces()); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := k.AddEpoch(birthday, StandardFaces()); !errors.Is(err, ErrHeadersUsedUp) {
		t.Errorf("eleventh epoch: %v", err)
	}
	if k.Current() != 10 {
		t.Errorf("the failed epoch left %d current", k.Current())
	}
	if _, err := k.AddEpoch(birthday, []model.Face{model.FaceUnitInner}); err != nil {
		t.Errorf("the last header: %v", err)
	}
}

func TestEpochsNeedKnownFaces(t *testing.T) {
	for _, faces := range [][]model.Face{nil, {model.FacePallet, model.Face(32)}} {
		if _, err := NewKeyring(birthday, faces); !errors.Is(err, ErrKeyringFaces) {
			t.Errorf("faces %v: %v", faces, err)
		}
	}
}

func TestOldEpochsStillReadAndWrite(t *testing.T) {
	k, before := newWorld(t)
	code := Code{Face: model.FaceUnitInner, Epoch: 1, Slot: 99}
	text := mustEncode(t, before, code)
	if _, err := k.AddEpoch(birthday, StandardFaces()); err != nil {
		t.Fatal(err)
	}
	after, err := NewCodec(k)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := after.Decode(text); err != nil || got != code {
		t.Errorf("reads as %v, %v", got, err)
	}
	if again := mustEncode(t, after, code); again != text {
		t.Errorf("re-prints as %s, was %s", again, text)
	}
}

func TestFingerprintCommits(t *testing.T) {
	fingerprint := func(change func(*KeyEpoch)) string {
		k, _ := newWorld(t)
		change(&k.Epochs[1])
		sum, err := k.Fingerprint(k.Epochs[1].ID)
		if err != nil {
			t.Fatal(err)
		}
		return sum
	}
	same := fingerprint(func(*KeyEpoch) {})
	if same != fingerprint(func(*KeyEpoch) {}) || len(same) != 64 {
		t.Fatalf("%q is no fingerprint", same)
	}
	for name, change := range map[string]func(*KeyEpoch){
		"id":     func(e *KeyEpoch) { e.ID = 7 },
		"master": func(e *KeyEpoch) { e.Master[31] ^= 1 },
		"header": func(e *KeyEpoch) { e.Headers[model.FaceBoxOuter] = 20 },
		"faces":  func(e *KeyEpoch) { delete(e.Headers, model.FaceBoxOuter) },
	} {
		if fingerprint(change) == same {
			t.Errorf("another %s leaves the fingerprint", name)
		}
	}
	k, _ := newWorld(t)
	if _, err := k.Fingerprint(9); !errors.Is(err, ErrKeyringEpoch) {
		t.Errorf("fingerprint of no epoch: %v", err)
	}
}

func TestCheckAgainstTheDatabase(t *testing.T) {
	k, _ := newWorld(t)
	first, _ := k.Fingerprint(1)
	second, _ := k.Fingerprint(2)
	for name, tt := range map[string]struct {
		want map[uint8]string
		ok   bool
	}{
		"nothing recorded":   {nil, true},
		"all recorded agree": {map[uint8]string{1: first, 2: second}, true},
		"one differs":        {map[uint8]string{1: first, 2: first}, false},
		"one is missing":     {map[uint8]string{1: first, 9: second}, false},
	} {
		if err := k.Check(tt.want); (err == nil) != tt.ok || err != nil && !errors.Is(err, ErrKeyringMismatch) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDerivedKeysDiffer(t *testing.T) {
	k, _ := newWorld(t)
	other, err := NewKeyring(birthday, StandardFaces())
	if err != nil {
		t.Fatal(err)
	}
	seal := k.Derive("ledger seal")
	if seal != k.Derive("ledger seal") || seal == k.Derive("jwt") || seal == other.Derive("ledger seal") {
		t.Error("a key depends on something else than root and purpose")
	}
}

func TestSecretsAreNotShown(t *testing.T) {
	k, codec := newWorld(t)
	master := k.Epochs[0].Master
	var out bytes.Buffer
	for _, logger := range []*slog.Logger{
		slog.New(slog.NewTextHandler(&out, nil)), slog.New(slog.NewJSONHandler(&out, nil)),
	} {
		logger.Info("all", "master", master, "epoch", k.Epochs[0], "epochs", k.Epochs, "ring", k, "copy", *k, "codec", codec)
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%d", "%q"} {
		for _, value := range []any{master, &master, k.Epochs[0], k.Epochs, k, *k, struct{ K *Keyring }{k}} {
			fmt.Fprintf(&out, verb+"\n", value)
		}
	}
	fmt.Fprintln(&out, master.String(), master.GoString(), k.String(), k.GoString())
	for _, secret := range []Secret{master, k.root} {
		start := secret[:6]
		for _, form := range []string{
			string(start), fmt.Sprintf("%x", start), fmt.Sprintf("%X", start),
			strings.Trim(fmt.Sprintf("%d", start), "[]"),
			strings.TrimSuffix(strings.TrimPrefix(fmt.Sprintf("%#v", start), "[]byte{"), "}"),
		} {
			if strings.Contains(out.String(), form) {
				t.Errorf("a secret shows as %q", form)
			}
		}
	}
}

func TestFingerprintFollowsTheDocument(t *testing.T) {
	k, _ := newWorld(t)
	const documented = "7539daec23d6277bb6fcbf4636da74a7db53447d8b186c57ec5518b87678ce38"
	if got, err := k.Fingerprint(1); err != nil || got != documented {
		t.Errorf("%s, %v; docs/codes.md says %s", got, err, documented)
	}
}
