package link

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"channelrouter/model"
)

// scenePage is where the consumer's app asks what a scene stands for.
const scenePage = "pages/scene/index"

// Picture is a mini-program code as a PNG, and the hash of it.
type Picture struct {
	PNG  []byte
	Hash string
}

var pngHead = []byte("\x89PNG\r\n\x1a\n")

// SceneCode is the code of a shop or a guide, which opens the consumer's app. WeChat
// draws it once. Errors: ErrNoApp, and WeChat's.
func (s *Service) SceneCode(ctx context.Context, scene Scene) (Picture, error) {
	app, err := s.sites.app(consumer)
	if err != nil {
		return Picture{}, err
	}
	row := model.AppCode{AppID: app.ID, EnvVersion: app.EnvVersion, Page: scenePage, Scene: s.sceneOf(scene)}
	kept, err := s.store.code(ctx, row)
	if err != nil {
		return Picture{}, err
	}
	if kept != nil {
		return Picture{PNG: kept.Picture, Hash: kept.Hash}, nil
	}
	// Who asks meanwhile waits for the same drawing, whoever began it and has left.
	drawn, err, _ := s.drawing.Do(row.Scene, func() (any, error) { return s.draw(context.WithoutCancel(ctx), row) })
	if err != nil {
		return Picture{}, err
	}
	return drawn.(Picture), nil
}

// draw has WeChat draw a code, and keeps it. Two replicas draw the same; what is kept
// first stands.
func (s *Service) draw(ctx context.Context, row model.AppCode) (Picture, error) {
	var err error
	if row.Picture, err = s.wechat.Picture(ctx, consumer, row.Page, row.Scene); err != nil {
		return Picture{}, err
	}
	if !bytes.HasPrefix(row.Picture, pngHead) {
		return Picture{}, fmt.Errorf("link: WeChat drew no PNG, but %d bytes", len(row.Picture))
	}
	sum := sha256.Sum256(row.Picture)
	row.Hash, row.CreatedAt = hex.EncodeToString(sum[:]), s.clock.Now()
	var kept *model.AppCode
	err = s.db.Run(ctx, func(ctx context.Context) error {
		if err := s.store.keepCode(ctx, row); err != nil {
			return err
		}
		kept, err = s.store.code(ctx, row)
		return err
	})
	if err != nil {
		return Picture{}, err
	}
	return Picture{PNG: kept.Picture, Hash: kept.Hash}, nil
}
