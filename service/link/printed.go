package link

import (
	"net/url"
	"strings"
	"unicode/utf8"
)

// Printed is the URL behind the q that WeChat gives the page of an app: decoded once,
// and of one of our hosts. What is still encoded then was encoded twice, by somebody who
// is not WeChat. Errors: ErrBadQ, ErrForeignHost.
func (s *Service) Printed(q string) (string, error) {
	text, err := url.PathUnescape(q) // decodeURIComponent: a plus stays one
	if err != nil || !utf8.ValidString(text) {
		return "", ErrBadQ.With("not percent-encoded UTF-8")
	}
	parsed, err := url.Parse(text)
	if err != nil || parsed.Host == "" || parsed.User != nil || !web(parsed.Scheme) {
		return "", ErrBadQ.With("not a web address")
	}
	if _, ours := s.sites.byHost[strings.ToLower(parsed.Host)]; !ours {
		return "", ErrForeignHost.With("host %.60q", parsed.Host)
	}
	if path, _, _ := strings.Cut(text, "?"); strings.Contains(path, "%") {
		return "", ErrBadQ.With("the path is still encoded")
	}
	return text, nil
}

// web tells whether WeChat scans links of a scheme; url.Parse has made it lower case.
func web(scheme string) bool { return scheme == "https" || scheme == "http" }
