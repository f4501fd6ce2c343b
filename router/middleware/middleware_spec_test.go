package middleware_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/api/httpx"
	"channelrouter/router/middleware"
)

func TestMain(m *testing.M) {
	slog.SetDefault(slog.New(slog.DiscardHandler)) // panics are meant here
	os.Exit(m.Run())
}

// left tells why what takes as long as it needs was given up.
var left = make(chan error, 1)

// serve is a server with all that happens to every request, and some handlers.
func serve(r *prometheus.Registry) *httptest.Server {
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.NoRoute(func(c *gin.Context) { middleware.Abort(c, httpx.ErrNoRoute) })
	engine.Use(middleware.Identify, middleware.Log(), middleware.NewMetrics(r).Handle, middleware.Recover(), middleware.Wellformed)
	engine.GET("/fine/:name", func(c *gin.Context) { c.String(http.StatusOK, httpx.RequestID(c.Request.Context())) })
	engine.GET("/panic", func(*gin.Context) { panic("the secret of the house") })
	engine.GET("/half", func(c *gin.Context) {
		c.String(http.StatusOK, "half of ")
		c.Writer.Flush()
		panic("broke off")
	})
	engine.GET("/slow", middleware.Timeout(time.Millisecond), func(c *gin.Context) {
		<-c.Request.Context().Done()
		middleware.Abort(c, context.Cause(c.Request.Context()))
	})
	engine.GET("/long", middleware.Timeout(time.Millisecond), func(c *gin.Context) {
		ctx, done := httpx.Unhurried(c.Request.Context())
		defer done()
		<-c.Request.Context().Done()
		c.String(http.StatusOK, fmt.Sprint(ctx.Err(), " ", httpx.RequestID(ctx) != ""))
		c.Writer.Flush()
		if c.Query("stay") != "" {
			<-ctx.Done()
			left <- ctx.Err()
		}
	})
	server := httptest.NewServer(engine)
	Reset(server.Close)
	return server
}

type answer struct {
	*http.Response
	body string
	err  error // in the middle of the body
}

func get(url string, header ...string) answer {
	req, err := http.NewRequest(http.MethodGet, url, nil)
	So(err, ShouldBeNil)
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultClient.Do(req)
	So(err, ShouldBeNil)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	return answer{res, string(body), err}
}

func (a answer) code() string {
	var problem struct{ Code string }
	So(a.Header.Get("Content-Type"), ShouldEqual, "application/problem+json")
	So(json.Unmarshal([]byte(a.body), &problem), ShouldBeNil)
	return problem.Code
}

func TestEveryRequest(t *testing.T) {
	Convey("Given a server", t, func() {
		registry := prometheus.NewRegistry()
		server := serve(registry)

		Convey("the caller's request id is kept, in the answer and for the handler", func() {
			a := get(server.URL+"/fine/x", "X-Request-Id", "mine")
			So(a.Header.Get("X-Request-Id"), ShouldEqual, "mine")
			So(a.body, ShouldEqual, "mine")
		})
		Convey("a request without one, or with a long one, gets its own", func() {
			first, second := get(server.URL+"/fine/x"), get(server.URL+"/fine/x")
			So(first.body, ShouldNotBeEmpty)
			So(first.body, ShouldEqual, first.Header.Get("X-Request-Id"))
			So(second.body, ShouldNotEqual, first.body)
			long := get(server.URL+"/fine/x", "X-Request-Id", strings.Repeat("x", 65))
			So(len(long.body), ShouldBeLessThan, 65)
		})
		Convey("a panic is answered as internal, and not told", func() {
			a := get(server.URL + "/panic")
			So(a.StatusCode, ShouldEqual, http.StatusInternalServerError)
			So(a.code(), ShouldEqual, "internal")
			So(a.body, ShouldNotContainSubstring, "secret")
			So(a.Header.Get("X-Request-Id"), ShouldNotBeEmpty)
		})
		Convey("a panic in the middle of an answer cuts it, so that nobody takes it for the whole", func() {
			a := get(server.URL + "/half")
			So(a.err, ShouldNotBeNil)
			So(a.body, ShouldEqual, "half of ")
		})
		Convey("a request that takes too long ends", func() {
			a := get(server.URL + "/slow")
			So(a.StatusCode, ShouldEqual, http.StatusServiceUnavailable)
			So(a.code(), ShouldEqual, "request.timeout")
		})
		Convey("but for what takes as long as it needs, which ends when the caller leaves", func() {
			So(get(server.URL+"/long").body, ShouldEqual, "<nil> true")
			res, err := http.Get(server.URL + "/long?stay=1")
			So(err, ShouldBeNil)
			So(res.Body.Close(), ShouldBeNil) // in the middle of the answer: the connection ends
			So(<-left, ShouldWrap, context.Canceled)
		})
		Convey("an address that is no text is refused", func() {
			for _, path := range []string{"/fine/%ff", "/fine/x?q=%ff", "/fine/x?q=%zz"} {
				a := get(server.URL + path)
				So(a.StatusCode, ShouldEqual, http.StatusBadRequest)
				So(a.code(), ShouldEqual, "request.invalid")
			}
			So(get(server.URL+"/fine/%E5%AF%BC?q=%E8%B4%AD").StatusCode, ShouldEqual, http.StatusOK)
		})
		Convey("requests are counted by route, and what has none as one", func() {
			for _, path := range []string{"/fine/a", "/fine/b", "/panic", "/nowhere/1", "/nowhere/2"} {
				get(server.URL + path)
			}
			expected := map[[3]string]float64{
				{"GET", "/fine/:name", "200"}: 2, {"GET", "/panic", "500"}: 1, {"", "", "404"}: 2,
			}
			So(counts(registry), ShouldResemble, expected)
		})
	})
}

// counts is how many requests there were, by method, route and status.
func counts(r *prometheus.Registry) map[[3]string]float64 {
	families, err := r.Gather()
	So(err, ShouldBeNil)
	found := map[[3]string]float64{}
	for _, family := range families {
		if family.GetName() != "channelrouter_http_requests_total" {
			continue
		}
		for _, m := range family.GetMetric() {
			labels := map[string]string{}
			for _, l := range m.GetLabel() {
				labels[l.GetName()] = l.GetValue()
			}
			found[[3]string{labels["method"], labels["route"], labels["status"]}] = m.GetCounter().GetValue()
		}
	}
	return found
}
