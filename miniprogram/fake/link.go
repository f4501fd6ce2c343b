package fake

import (
	"crypto/rand"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Link is what a link or scheme opens.
type Link struct {
	AppID, Path, Query, EnvVersion string
	Expires                        time.Time
}

// Code is what a mini-program code opens.
type Code struct{ AppID, Page, Scene, EnvVersion string }

// linkBook has what was made, and each app's published pages.
type linkBook struct {
	links map[string]Link
	codes []Code
	pages map[string][]string // by appid; an app without any has every page
}

func newLinkBook() linkBook { return linkBook{links: map[string]Link{}, pages: map[string][]string{}} }

// Publish adds pages to the app; before the first, every page counts as published.
func (s *Server) Publish(appID string, pages ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.links.pages[appID] = append(s.links.pages[appID], pages...)
}

// OpenLink is somebody tapping a link or scheme: what opens, if it has not ended.
func (s *Server) OpenLink(text string) (Link, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	link, known := s.links.links[text]
	return link, known && s.now().Before(link.Expires)
}

// Links are all links and schemes that were made, by their text.
func (s *Server) Links() map[string]Link {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.links.links)
}

// Codes are the mini-program codes that were drawn, in order.
func (s *Server) Codes() []Code {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.links.codes)
}

func (b *linkBook) published(appID, page string) bool {
	pages := b.pages[appID]
	return page == "" || len(pages) == 0 || slices.Contains(pages, page)
}

var (
	queryText = regexp.MustCompile(`^[0-9A-Za-z!#$&'()*+,/:;=?@._~%-]*$`)
	sceneText = regexp.MustCompile(`^[0-9A-Za-z!#$&'()*+,/:;=?@._~-]+$`)
)

// maxLinkLife is also what a link without an end gets.
const maxLinkLife = 30 * 24 * time.Hour

type expiry struct {
	IsExpire bool  `json:"is_expire"`
	Type     int   `json:"expire_type"` // 0 a time, 1 days
	Time     int64 `json:"expire_time"`
	Interval int   `json:"expire_interval"`
}

func (e expiry) end(now time.Time) (end time.Time, valid bool) {
	switch {
	case e.Type == 1:
		end = now.Add(time.Duration(e.Interval) * 24 * time.Hour)
	case e.IsExpire:
		end = time.Unix(e.Time, 0)
	default:
		end = now.Add(maxLinkLife)
	}
	return end, end.Sub(now) >= time.Minute && end.Sub(now) <= maxLinkLife
}

type target struct {
	Path       string `json:"path"`
	Query      string `json:"query"`
	EnvVersion string `json:"env_version"`
}

func (s *Server) answerLinks() {
	type linkRequest struct {
		target
		expiry
	}
	type linkAnswer struct {
		done
		Link string `json:"url_link"`
	}
	handle(s, "/wxa/generate_urllink", func(appID string, body linkRequest) (any, int) {
		link, errcode := s.makeLink("https://wxaurl.cn/", appID, body.target, body.expiry)
		return linkAnswer{okay, link}, errcode
	})
	type schemeRequest struct {
		Jump target `json:"jump_wxa"`
		expiry
	}
	type schemeAnswer struct {
		done
		Link string `json:"openlink"`
	}
	handle(s, "/wxa/generatescheme", func(appID string, body schemeRequest) (any, int) {
		link, errcode := s.makeLink("weixin://dl/business/?t=", appID, body.Jump, body.expiry)
		return schemeAnswer{okay, link}, errcode
	})
	handle(s, "/wxa/getwxacodeunlimit", s.drawCode)
}

func (s *Server) makeLink(prefix, appID string, to target, ends expiry) (text string, errcode int) {
	end, valid := ends.end(s.now())
	switch {
	case strings.Contains(to.Path, "?") || !s.links.published(appID, to.Path):
		return "", invalidPath
	case len(to.Query) > 1024 || !queryText.MatchString(to.Query):
		return "", invalidQuery
	case !slices.Contains(envVersions, to.EnvVersion):
		return "", invalidArgs
	case !valid:
		return "", badExpiry
	}
	text = prefix + rand.Text()[:11]
	s.links.links[text] = Link{appID, to.Path, to.Query, to.EnvVersion, end}
	return text, 0
}

var envVersions = []string{"", "release", "trial", "develop"}
