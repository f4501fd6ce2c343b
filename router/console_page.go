package router

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"

	"github.com/gin-gonic/gin"

	"channelrouter/api/httpx"
	"channelrouter/router/middleware"
)

// consolePolicy lets the console's pages fetch nothing but what this server has. Styles of single
// elements are what its components place themselves by.
const consolePolicy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// asset is a file of the console, ready to be sent.
type asset struct {
	kind, tag    string
	plain, press []byte // press: gzip; nil where that is no shorter
}

// consolePages serves the console under /console/: its files, and for whatever else is asked, as
// /console/statements/3, the page that finds out. Browsers ask each time, and are told by the ETag
// that they are up to date: names stay the same from version to version.
func consolePages(g *gin.RouterGroup, files fs.FS) error {
	assets, err := readAssets(files)
	if err != nil {
		return err
	}
	g.GET("/console", func(c *gin.Context) { c.Redirect(http.StatusMovedPermanently, "/console/") })
	g.GET("/console/*path", func(c *gin.Context) {
		name := strings.TrimPrefix(path.Clean(c.Param("path")), "/")
		found, known := assets[name]
		switch {
		case known:
		case strings.HasPrefix(name, "assets/"):
			middleware.Abort(c, httpx.ErrNoRoute)
			return
		default:
			found = assets["index.html"]
		}
		found.send(c)
	})
	return nil
}

// readAssets reads and compresses all files. Error: of reading, or that there is no page.
func readAssets(files fs.FS) (map[string]asset, error) {
	assets := map[string]asset{}
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(content)
		a := asset{kind: mime.TypeByExtension(path.Ext(name)), tag: `"` + hex.EncodeToString(sum[:12]) + `"`, plain: content}
		var pressed bytes.Buffer
		w, _ := gzip.NewWriterLevel(&pressed, gzip.BestCompression)
		if _, err := w.Write(content); err != nil {
			return err
		}
		if err := w.Close(); err != nil {
			return err
		}
		if pressed.Len() < len(content) {
			a.press = pressed.Bytes()
		}
		assets[name] = a
		return nil
	})
	if _, built := assets["index.html"]; err == nil && !built {
		err = errNotBuilt
	}
	return assets, err
}

var errNotBuilt = errors.New("the console is not in this program; run npm run build in web/console, and build it again")

// send answers with the file, or that the browser has it.
func (a asset) send(c *gin.Context) {
	c.Header("ETag", a.tag)
	c.Header("Cache-Control", "no-cache")
	c.Header("Vary", "Accept-Encoding")
	c.Header("X-Content-Type-Options", "nosniff")
	c.Header("Content-Security-Policy", consolePolicy)
	c.Header("Referrer-Policy", "same-origin")
	if strings.Contains(c.GetHeader("If-None-Match"), a.tag) {
		c.Status(http.StatusNotModified)
		return
	}
	if a.press != nil && strings.Contains(c.GetHeader("Accept-Encoding"), "gzip") {
		c.Header("Content-Encoding", "gzip")
		c.Data(http.StatusOK, a.kind, a.press)
		return
	}
	c.Data(http.StatusOK, a.kind, a.plain)
}
