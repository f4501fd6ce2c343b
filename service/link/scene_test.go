package link

import (
	"errors"
	"regexp"
	"testing"

	"pgregory.net/rapid"
)

// WeChat's characters for scenes; ours need no encoding in a URL either.
var sceneChars = regexp.MustCompile(`^[0-9a-z]{1,32}$`)

// A scene leads back to what it was made for, and no other text leads anywhere.
func TestScenes(t *testing.T) {
	s := newRoads(t)
	rapid.Check(t, func(t *rapid.T) {
		scene := Scene{Kind: rapid.SampledFrom([]SceneKind{SceneShop, SceneGuide}).Draw(t, "kind"), ID: rapid.Int64Range(1, 1<<62).Draw(t, "id")}
		text := s.sceneOf(scene)
		if got, err := s.ReadScene(text); err != nil || got != scene || !sceneChars.MatchString(text) {
			t.Fatalf("%+v: %q, %+v, %v", scene, text, got, err)
		}
		at := rapid.IntRange(0, len(text)-1).Draw(t, "at")
		other := []byte(text)
		other[at] = rapid.SampledFrom([]byte("0123456789abcdefghjkmnpqrstvwxyzSG-")).Draw(t, "symbol")
		if string(other) == text {
			return
		}
		if got, err := s.ReadScene(string(other)); !errors.Is(err, ErrBadScene) {
			t.Fatalf("%q for %q: %+v, %v", other, text, got, err)
		}
	})
}

// A neighbour's id under one's own MAC, another key's scene, and nonsense are refused.
func TestForgedScenes(t *testing.T) {
	s, other := newRoads(t), newRoads(t)
	other.scenes[0]++
	mine, next := s.sceneOf(Scene{SceneShop, 1000}), s.sceneOf(Scene{SceneShop, 1001})
	unknown := "x" + mine[1:1+sceneIDLength]
	negative := s.sceneOf(Scene{SceneShop, -5})
	for _, text := range []string{
		"", "s", mine[:21], mine + "0", next[:14] + mine[14:], other.sceneOf(Scene{SceneShop, 1000}), unknown + s.sceneMAC(unknown), negative,
		"g" + mine[1:], "瓶盖瓶盖瓶盖瓶", mine[:20] + "\x00\x00",
	} {
		if got, err := s.ReadScene(text); !errors.Is(err, ErrBadScene) {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
}
