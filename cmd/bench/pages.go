package main

import (
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"channelrouter/model"
)

const (
	clients     = 16
	roundLength = 2 * time.Second
)

// overHTTP measures what a printed URL costs: the redirect into the app against a bare
// Gin handler, and the authenticity page against one primary-key SELECT behind Gin.
func overHTTP() ([]figure, error) {
	g, err := server()
	if err != nil {
		return nil, err
	}
	defer g.close()
	b, err := g.batch("pages", 100, 24, 40)
	if err != nil {
		return nil, err
	}
	texts, err := printed(g.Code.Codec(), model.FaceUnitInner, uint64(b.Level(model.LevelUnit).Len()))
	if err != nil {
		return nil, err
	}
	ours, err := g.handler()
	if err != nil {
		return nil, err
	}
	gets := func(agent string) func(client, n int) []byte {
		requests := make([][]byte, len(texts))
		for i, text := range texts {
			requests[i] = fmt.Appendf(nil, "GET /%s HTTP/1.1\r\nHost: q.x.example\r\nUser-Agent: %s\r\n\r\n", text, agent)
		}
		return func(client, n int) []byte { return requests[(client*257+n)%len(requests)] }
	}
	redirect := figure{name: "resolve_vs_bare_gin", unit: "ratio", bar: 0.8, least: true}
	inWeChat := load{clients: clients, length: roundLength, request: gets("MicroMessenger/8.0"), status: http.StatusFound}
	redirect.rounds, err = compare(rounds,
		func(int) (float64, error) { return inWeChat.run(ours) },
		func(int) (float64, error) { return inWeChat.run(bareGin()) })
	if err != nil {
		return nil, err
	}
	selecting, err := pkSelect(g)
	if err != nil {
		return nil, err
	}
	page := figure{name: "page_vs_pk_select", unit: "ratio", bar: 0.7, least: true}
	inBrowser := load{clients: clients, length: roundLength, request: gets("Mozilla/5.0"), status: http.StatusOK}
	page.rounds, err = compare(rounds,
		func(int) (float64, error) { return inBrowser.run(ours) },
		func(int) (float64, error) { return inBrowser.run(selecting) })
	return []figure{redirect, page}, err
}

// bareGin answers a redirect and does nothing else.
func bareGin() http.Handler {
	engine := gin.New()
	engine.GET("/:code", func(c *gin.Context) {
		c.Header("Location", "weixin://dl/business/?appid=wx-bench&path=pages/claim/index&query=code%3D"+c.Param("code"))
		c.Status(http.StatusFound)
	})
	return engine
}

// pkSelect makes one primary-key SELECT by database/sql and answers a line.
func pkSelect(g *ground) (http.Handler, error) {
	pool, err := sql.Open("mysql", mysqlDSN())
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(16)
	pool.SetMaxIdleConns(16)
	engine := gin.New()
	engine.GET("/:code", func(c *gin.Context) {
		found, err := g.Code.Codec().Decode(c.Param("code"))
		if err != nil {
			c.Status(http.StatusNotFound)
			return
		}
		var at time.Time
		err = pool.QueryRowContext(c.Request.Context(), "SELECT at FROM scan_once WHERE item = ? AND purpose = ?",
			int64(found.Item()), uint8(model.PurposeConsumerClaim)).Scan(&at)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			c.Status(http.StatusInternalServerError)
			return
		}
		c.String(http.StatusOK, "genuine\n")
	})
	return engine, nil
}
