package main

import "context"

// PhoneNumber says whose number a phone code stands for; see identity.WeChat.
func (w wechat) PhoneNumber(ctx context.Context, app, code string) (country, number string, err error) {
	phone, err := w.client.PhoneNumber(ctx, app, code)
	return phone.CountryCode, phone.Number, err
}
