package main

import (
	"context"
	"fmt"

	"channelrouter/miniprogram"
	"channelrouter/service/contact"
)

// CheckText asks what WeChat makes of a text; see contact.WeChat.
func (w wechat) CheckText(ctx context.Context, app, openID, text string) (contact.Verdict, error) {
	verdict, _, err := w.client.CheckText(ctx, app, openID, miniprogram.SceneComment, text)
	return contact.Verdict(verdict), silent(err)
}

// CheckPhoto hands a photo's address over to WeChat's check; see contact.WeChat.
func (w wechat) CheckPhoto(ctx context.Context, app, openID, address string) (traceID string, err error) {
	traceID, err = w.client.CheckMedia(ctx, app, openID, miniprogram.SceneComment, address, miniprogram.MediaImage)
	return traceID, silent(err)
}

// silent marks errors that concern everybody.
func silent(err error) error {
	if concernsAll(err) {
		return fmt.Errorf("%w: %w", contact.ErrSilent, err)
	}
	return err
}
