// Package middleware is what happens to every request before its handler: a request id,
// a log line, metrics, a recovery, a limit; and who the caller is.
package middleware

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"log/slog"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"channelrouter/api/httpx"
)

// Identify gives the request an id, and keeps it and the caller's address in the context.
func Identify(c *gin.Context) {
	id := c.GetHeader("X-Request-Id")
	if id == "" || len(id) > 64 {
		id = newID()
	}
	c.Header("X-Request-Id", id)
	c.Request = c.Request.WithContext(httpx.WithClient(c.Request.Context(), httpx.Client{IP: c.ClientIP(), RequestID: id}))
	c.Next()
}

// Timeout bounds what a request may take: its context ends, and what waits on it fails.
func Timeout(d time.Duration) gin.HandlerFunc {
	return func(c *gin.Context) {
		ctx, cancel := context.WithTimeout(c.Request.Context(), d)
		defer cancel()
		c.Request = c.Request.WithContext(ctx)
		c.Next()
	}
}

func newID() string {
	var random [12]byte
	_, _ = rand.Read(random[:]) // never fails
	return base64.RawURLEncoding.EncodeToString(random[:])
}

// Log writes a line for each request: no query, no body, nothing a person could be
// known by. Codes stand in paths, so the route is logged and not the path.
func Log() gin.HandlerFunc {
	return func(c *gin.Context) {
		begin := time.Now()
		c.Next()
		level := slog.LevelInfo
		if c.Writer.Status() >= http.StatusInternalServerError {
			level = slog.LevelError
		}
		slog.LogAttrs(c.Request.Context(), level, "request",
			slog.String("method", c.Request.Method), slog.String("route", c.FullPath()),
			slog.Int("status", c.Writer.Status()), slog.Duration("took", time.Since(begin)),
			slog.String("request_id", httpx.RequestID(c.Request.Context())))
	}
}

// Recover answers a panic as an internal problem.
func Recover() gin.HandlerFunc {
	return gin.CustomRecoveryWithWriter(nil, func(c *gin.Context, fault any) {
		slog.ErrorContext(c.Request.Context(), "panic", "fault", fault, "route", c.FullPath())
		Abort(c, httpx.ErrInternal)
	})
}

// Abort answers with a problem and ends the chain.
func Abort(c *gin.Context, err error) {
	body := httpx.Body(c.Request.Context(), err)
	c.Abort()
	c.Header("Content-Type", "application/problem+json")
	c.JSON(body.Status, body)
}
