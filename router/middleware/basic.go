// Package middleware is what happens to every request before its handler: a request id,
// a log line, metrics, a recovery, a limit; and who the caller is.
package middleware

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"runtime/debug"
	"time"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"channelrouter/api/httpx"
	"channelrouter/service/risk"
)

// Identify gives the request an id, and keeps it and the caller's address in the context.
func Identify(c *gin.Context) {
	id := httpx.RequestIDFor(c.Request)
	c.Header(httpx.RequestIDHeader, id)
	ctx := risk.WithClientIP(c.Request.Context(), c.ClientIP())
	c.Request = c.Request.WithContext(httpx.WithClient(ctx, httpx.Client{
		IP: httpx.Origin(c.ClientIP()), RequestID: id, Agent: c.Request.UserAgent(), Trail: &httpx.Trail{},
		Language: httpx.Language(c.GetHeader("Accept-Language")),
		HTTPS:    c.Request.TLS != nil || c.GetHeader("X-Forwarded-Proto") == "https",
	}))
	c.Next()
}

// Wellformed refuses text that is no UTF-8: databases do, and not all in the same way.
func Wellformed(c *gin.Context) {
	query, err := url.QueryUnescape(c.Request.URL.RawQuery)
	if err != nil || !utf8.ValidString(query) || !utf8.ValidString(c.Request.URL.Path) {
		Abort(c, httpx.ErrInvalid.With("the address is not UTF-8"))
		return
	}
	c.Next()
}

// Timeout bounds what a request may take: its context ends, and what waits on it fails.
func Timeout(d time.Duration) gin.HandlerFunc {
	return func(c *gin.Context) {
		ctx, cancel := context.WithTimeout(httpx.KeepConnection(c.Request.Context()), d)
		defer cancel()
		c.Request = c.Request.WithContext(ctx)
		c.Next()
	}
}

// Log writes a line for each request: who, what, and the code of a refusal, so that
// attempts which change nothing leave a trace. No query, no body, nothing a person could
// be known by outside. Codes stand in paths, so the route is logged and not the path.
func Log() gin.HandlerFunc {
	return func(c *gin.Context) {
		begin := time.Now()
		defer func() {
			level := slog.LevelInfo
			if c.Writer.Status() >= http.StatusInternalServerError {
				level = slog.LevelError
			}
			ctx := c.Request.Context()
			line := []slog.Attr{
				slog.String("method", c.Request.Method), slog.String("route", c.FullPath()),
				slog.Int("status", c.Writer.Status()), slog.Duration("took", time.Since(begin)),
				slog.String("request_id", httpx.RequestID(ctx)),
			}
			trail := httpx.TrailOf(ctx)
			if trail.Caller != "" {
				line = append(line, slog.String("caller", trail.Caller))
			}
			if trail.Code != "" {
				line = append(line, slog.String("code", trail.Code))
			}
			slog.LogAttrs(ctx, level, "request", line...)
		}()
		c.Next()
	}
}

// Recover answers a panic as an internal problem. An answer that has begun cannot be
// taken back, so its connection is cut: the caller must not take a part for the whole.
func Recover() gin.HandlerFunc {
	return func(c *gin.Context) {
		defer func() {
			fault := recover()
			if fault == nil {
				return
			}
			if fault != http.ErrAbortHandler { //nolint:errorlint // net/http compares it so, too
				slog.ErrorContext(c.Request.Context(), "panic", "fault", fault, "route", c.FullPath(), "stack", string(debug.Stack()))
			}
			if fault == http.ErrAbortHandler || c.Writer.Written() { //nolint:errorlint // as above
				panic(http.ErrAbortHandler)
			}
			Abort(c, httpx.ErrInternal)
		}()
		c.Next()
	}
}

// Abort answers with a problem and ends the chain. Pages behind printed codes are spared
// Identify, so their refusals get their id here.
func Abort(c *gin.Context, err error) {
	if c.Writer.Header().Get(httpx.RequestIDHeader) == "" {
		c.Header(httpx.RequestIDHeader, httpx.RequestIDFor(c.Request))
	}
	body := httpx.Body(c.Request.Context(), err)
	c.Abort()
	c.Header("Content-Type", "application/problem+json")
	c.JSON(body.Status, body)
}
