package router

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gin-gonic/gin"
	. "github.com/smartystreets/goconvey/convey"
)

// The console is files that browsers keep, and pages that find out themselves what is asked.
func TestConsolePages(t *testing.T) {
	Convey("Given a console that is built", t, func() {
		long := strings.Repeat("console.log('x');", 100)
		engine := gin.New()
		So(consolePages(&engine.RouterGroup, fstest.MapFS{
			"index.html": {Data: []byte("<!doctype html>")}, "assets/index.js": {Data: []byte(long)}, "icon.svg": {Data: []byte("<svg/>")},
		}), ShouldBeNil)
		get := func(path string, head ...string) *httptest.ResponseRecorder {
			r := httptest.NewRequest(http.MethodGet, path, nil)
			for i := 0; i < len(head); i += 2 {
				r.Header.Set(head[i], head[i+1])
			}
			w := httptest.NewRecorder()
			engine.ServeHTTP(w, r)
			return w
		}
		text := func(r io.Reader) string {
			body, err := io.ReadAll(r)
			So(err, ShouldBeNil)
			return string(body)
		}

		Convey("its files are sent as they are, or packed", func() {
			a := get("/console/assets/index.js")
			So([]any{a.Code, a.Header().Get("Content-Type"), text(a.Body)}, ShouldResemble, []any{200, "text/javascript; charset=utf-8", long})
			a = get("/console/assets/index.js", "Accept-Encoding", "br, gzip")
			So(a.Header().Get("Content-Encoding"), ShouldEqual, "gzip")
			unpacked, err := gzip.NewReader(a.Body)
			So(err, ShouldBeNil)
			So(text(unpacked), ShouldEqual, long)
		})
		Convey("a browser that has one is told so", func() {
			tag := get("/console/icon.svg").Header().Get("ETag")
			So(get("/console/icon.svg", "If-None-Match", tag).Code, ShouldEqual, 304)
			So(get("/console/icon.svg", "If-None-Match", `"other"`).Code, ShouldEqual, 200)
		})
		Convey("any other address is the page, which may ask this server only", func() {
			for _, path := range []string{"/console/", "/console/index.html", "/console/organisations/7", "/console/..%2f..%2fsecret"} {
				a := get(path)
				So([]any{a.Code, text(a.Body)}, ShouldResemble, []any{200, "<!doctype html>"})
				So(a.Header().Get("Content-Security-Policy"), ShouldContainSubstring, "default-src 'self'")
			}
			So(get("/console").Header().Get("Location"), ShouldEqual, "/console/")
		})
		Convey("a file that is not there is not", func() {
			So(get("/console/assets/other.js").Code, ShouldEqual, 404)
		})
	})
	Convey("A program without a console says how to build it", t, func() {
		err := consolePages(&gin.New().RouterGroup, fstest.MapFS{})
		So(err, ShouldNotBeNil)
		So(err.Error(), ShouldContainSubstring, "npm run build")
	})
}
