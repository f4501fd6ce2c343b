package router

import (
	"io/fs"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"channelrouter/api/httpx"
	"channelrouter/api/landing"
	"channelrouter/router/middleware"
	"channelrouter/service"
	"channelrouter/service/identity"
	"channelrouter/service/scan"
)

// Options is what the surface needs beside the rooms.
type Options struct {
	Version        string
	BodyBytes      int64
	RequestTimeout time.Duration
	TrustedProxies []string
	Metrics        *prometheus.Registry
	// Web is WeChat's web authorisation for the page where people claim without an app, on
	// WebOrigin, https://HOST; nil where no official account is configured.
	Web       identity.Web
	WebOrigin string
	// Console is the built console; nil where none is served.
	Console fs.FS
	// PayNotice takes WeChat Pay's notifications; nil where no merchant is configured.
	PayNotice gin.HandlerFunc
	// Pushed takes what WeChat posts to the apps' message URLs, PushCheck its check of one;
	// nil where no app has any.
	Pushed, PushCheck gin.HandlerFunc
}

// New serves the whole surface: /api/v1 from the table, its document, the pages behind
// printed codes, and what operators ask for.
func New(rooms *service.Rooms, queue *scan.Queue, o Options) (http.Handler, error) {
	engine, err := newEngine(rooms, queue, o)
	if err != nil {
		return nil, err
	}
	return headAsGet(engine), nil
}

// headAsGet answers HEAD for a page as GET; net/http leaves the body out.
func headAsGet(pages http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead && !strings.HasPrefix(r.URL.Path, "/api/") {
			asked := *r
			asked.Method = http.MethodGet
			r = &asked
		}
		pages.ServeHTTP(w, r)
	})
}

func newEngine(rooms *service.Rooms, queue *scan.Queue, o Options) (*gin.Engine, error) {
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.HandleMethodNotAllowed = true
	if err := engine.SetTrustedProxies(o.TrustedProxies); err != nil {
		return nil, err
	}
	// Everyone who scans asks for the pages behind printed codes: they are counted, and
	// spared what API calls need.
	engine.Use(middleware.NewMetrics(o.Metrics).Handle)
	printedCodes(engine.Group("/", middleware.Recover(), middleware.Wellformed), rooms, queue, o)

	// A panic is answered before it is logged, so that the line has its status.
	calls := engine.Group("/", middleware.Identify, middleware.Log(), middleware.Recover(), middleware.Wellformed)
	operations(calls, rooms, o.Metrics)
	if o.Console != nil {
		if err := consolePages(calls, o.Console); err != nil {
			return nil, err
		}
	}
	photos(calls, rooms)
	refuse := func(err error) []gin.HandlerFunc {
		return []gin.HandlerFunc{middleware.Identify, middleware.Log(), func(c *gin.Context) { middleware.Abort(c, err) }}
	}
	engine.NoRoute(refuse(httpx.ErrNoRoute)...)
	engine.NoMethod(refuse(httpx.ErrMethod)...)
	if o.PayNotice != nil {
		calls.POST("/callback/pay/:merchant", o.PayNotice)
	}
	if o.Pushed != nil {
		calls.GET("/callback/wechat/:role", o.PushCheck)
		calls.POST("/callback/wechat/:role", o.Pushed)
	}
	timed := calls.Group("/", middleware.Timeout(o.RequestTimeout))
	api := humagin.NewWithGroup(engine, timed, document(o.Version))
	for _, r := range Table(rooms, queue) {
		register(api, rooms.Identity, r, o.BodyBytes)
	}
	rooms.Listing.ReadBy(listReader{pages: engine, identity: rooms.Identity})
	return engine, nil
}

// Table is every route under /api/v1.
func Table(rooms *service.Rooms, queue *scan.Queue) []Route {
	return slices.Concat(
		consumerRoutes(rooms, queue), guideRoutes(rooms, queue), terminalRoutes(rooms, queue),
		salespersonRoutes(rooms, queue), distributorRoutes(rooms, queue), consoleRoutes(rooms),
		threadRoutes(rooms),
	)
}

// printedCodes is what stands behind the URLs on the goods.
func printedCodes(g *gin.RouterGroup, rooms *service.Rooms, queue *scan.Queue, o Options) {
	for name, content := range rooms.Link.VerifyFiles() { // by routes of their own: codes pay nothing for them
		g.GET("/"+name, func(c *gin.Context) { c.String(http.StatusOK, "%s", content) })
	}
	printed := landing.New(landing.Rooms{Scan: rooms.Scan, Link: rooms.Link}, rooms.GuessLimit, o.RequestTimeout)
	g.GET("/:code", printed.Open)
	g.GET("/01/*link", printed.OpenLink)
	g.OPTIONS("/01/*link", landing.Preflight)
	g.GET("/.well-known/gs1resolver", landing.Describe)
	g.OPTIONS("/.well-known/gs1resolver", landing.Preflight)
	if o.Web != nil {
		printed.ShowOnWeb(landing.Web{
			WeChat: o.Web, Identity: rooms.Identity, Scans: queue, Clock: rooms.Clock,
			Key: rooms.Keyring.Derive("landing/web"), Origin: o.WebOrigin,
		})
		g.GET("/h5/callback", printed.Callback)
		g.GET("/h5/:code", printed.ShowWeb)
		g.POST("/h5/:code", printed.Claim)
	}
}

// operations is what operators and orchestrators ask for.
func operations(g *gin.RouterGroup, rooms *service.Rooms, metrics *prometheus.Registry) {
	g.GET("/healthz", func(c *gin.Context) { c.String(http.StatusOK, "ok\n") })
	g.GET("/readyz", func(c *gin.Context) {
		ctx := c.Request.Context()
		if err := rooms.DB.Ping(ctx); err != nil {
			c.String(http.StatusServiceUnavailable, "the database does not answer\n")
			return
		}
		if err := rooms.KV.Ping(ctx); err != nil {
			c.String(http.StatusOK, "ready, though the key-value store does not answer: limits are counted here\n")
			return
		}
		c.String(http.StatusOK, "ready\n")
	})
	g.GET("/metrics", gin.WrapH(promhttp.HandlerFor(metrics, promhttp.HandlerOpts{})))
	g.GET("/docs", docs)
	g.GET("/docs/errors", errorsPage())
}
