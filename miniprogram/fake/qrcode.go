package fake

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"slices"
	"strings"
)

type codeRequest struct {
	Page        string `json:"page"`
	Scene       string `json:"scene"`
	CheckPath   *bool  `json:"check_path"`
	EnvVersion  string `json:"env_version"`
	Width       int    `json:"width"`
	Transparent bool   `json:"is_hyaline"`
}

func (s *Server) drawCode(appID string, body codeRequest) (any, int) {
	check := body.CheckPath == nil || *body.CheckPath
	switch {
	case body.Scene == "" || len(body.Scene) > 32:
		return nil, sceneLength
	case !sceneText.MatchString(body.Scene):
		return nil, invalidScene
	case strings.HasPrefix(body.Page, "/") || check && !s.links.published(appID, body.Page):
		return nil, invalidPage
	case !slices.Contains(envVersions, body.EnvVersion):
		return nil, invalidArgs
	}
	code := Code{appID, body.Page, body.Scene, body.EnvVersion}
	s.links.codes = append(s.links.codes, code)
	return draw(code, min(max(cmp.Or(body.Width, 430), 280), 1280), body.Transparent), 0
}

// draw makes a picture that differs from code to code. It cannot be scanned: how a
// mini-program code is read is WeChat's secret.
func draw(code Code, width int, transparent bool) picture {
	const blocks = 16
	sum := sha256.Sum256([]byte(code.AppID + "\n" + code.Page + "\n" + code.Scene))
	canvas := image.NewNRGBA(image.Rect(0, 0, width, width))
	for y := range width {
		for x := range width {
			n := y*blocks/width*blocks + x*blocks/width
			switch {
			case sum[n/8]>>(n%8)&1 == 1:
				canvas.SetNRGBA(x, y, color.NRGBA{A: 255})
			case !transparent:
				canvas.SetNRGBA(x, y, color.NRGBA{255, 255, 255, 255})
			}
		}
	}
	var out bytes.Buffer
	if transparent {
		_ = png.Encode(&out, canvas) // a buffer takes everything
		return picture{"image/png", out.Bytes()}
	}
	_ = jpeg.Encode(&out, canvas, nil)
	return picture{"image/jpeg", out.Bytes()}
}
