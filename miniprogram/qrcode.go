package miniprogram

import "context"

// QRLook is how a code looks; the zero value is 430 pixels wide and opaque.
type QRLook struct {
	Width       int  // pixels, 280 to 1280; 0 means 430
	Transparent bool // without a background: a PNG; else a JPEG
}

const minWidth, maxWidth = 280, 1280

// QRCode makes a mini-program code that opens the role's app on the page ("" for the
// home page) with a scene of 1 to 32 plain characters. The code never ends and there
// may be any number of them, but WeChat draws 5,000 an app a minute. The answer is a
// picture. Errors: ErrLinkRefused, ErrQuota, and the common ones.
func (c *Client) QRCode(ctx context.Context, role, page, scene string, look QRLook) ([]byte, error) {
	switch {
	case !plainPage(page):
		return nil, ErrLinkRefused.With("page %q", page)
	case scene == "" || len(scene) > maxScene || !plain(scene, ""):
		return nil, ErrLinkRefused.With("scene %q", scene)
	case look.Width != 0 && (look.Width < minWidth || look.Width > maxWidth):
		return nil, ErrLinkRefused.With("%d pixels", look.Width)
	}
	app, err := c.app(role)
	if err != nil {
		return nil, err
	}
	type drawing struct {
		Page       string `json:"page,omitempty"`
		Scene      string `json:"scene"`
		CheckPath  bool   `json:"check_path"`
		EnvVersion string `json:"env_version"`
		Width      int    `json:"width,omitempty"`
		IsHyaline  bool   `json:"is_hyaline,omitempty"`
	}
	return c.post(ctx, app, question{
		path: "/wxa/getwxacodeunlimit",
		// Only published pages can be looked up; the other versions are for testers.
		body:  drawing{page, scene, app.EnvVersion == EnvRelease, app.EnvVersion, look.Width, look.Transparent},
		image: true,
		means: linkErrors,
	})
}
