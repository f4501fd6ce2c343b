package link

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
)

// SceneKind is what a mini-program code stands for.
type SceneKind byte

const (
	SceneShop  SceneKind = 's'
	SceneGuide SceneKind = 'g'
)

// Scene is a shop (an organisation's id) or a guide (a person's).
type Scene struct {
	Kind SceneKind
	ID   int64
}

// A scene's text is its kind, the id in 13 symbols and a MAC in 8: 22 of the 32
// characters that WeChat takes. 40 bits keep ids from being walked; they pay nobody.
const (
	sceneIDLength  = 13
	sceneMACBytes  = 5
	sceneMACLength = 8
	sceneLength    = 1 + sceneIDLength + sceneMACLength
)

// sceneText is base 32 in lower case without the letters that are taken for digits.
var sceneText = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

func (s *Service) sceneOf(c Scene) string {
	var id [8]byte
	binary.BigEndian.PutUint64(id[:], uint64(c.ID))
	text := string(c.Kind) + sceneText.EncodeToString(id[:])
	return text + s.sceneMAC(text)
}

func (s *Service) sceneMAC(text string) string {
	mac := hmac.New(sha256.New, s.scenes[:])
	mac.Write([]byte(text))
	return sceneText.EncodeToString(mac.Sum(nil)[:sceneMACBytes])
}

// ReadScene finds the shop or guide behind a scene; ErrBadScene when it was not made here.
func (s *Service) ReadScene(text string) (Scene, error) {
	if len(text) != sceneLength {
		return Scene{}, ErrBadScene
	}
	named, mac := text[:1+sceneIDLength], text[1+sceneIDLength:]
	id, err := sceneText.DecodeString(named[1:])
	if err != nil || !hmac.Equal([]byte(mac), []byte(s.sceneMAC(named))) {
		return Scene{}, ErrBadScene
	}
	scene := Scene{Kind: SceneKind(named[0]), ID: int64(binary.BigEndian.Uint64(id))}
	if scene.Kind != SceneShop && scene.Kind != SceneGuide || scene.ID <= 0 {
		return Scene{}, ErrBadScene
	}
	return scene, nil
}
