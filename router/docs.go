package router

import (
	"bytes"
	_ "embed"
	"html/template"
	"net/http"

	"github.com/gin-gonic/gin"

	"channelrouter/api/httpx"
	"channelrouter/internal/errs"
)

//go:embed docs.html
var docsPage []byte

// docs shows /openapi.json to people; it loads nothing from outside.
func docs(c *gin.Context) {
	c.Header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'")
	c.Data(http.StatusOK, "text/html; charset=utf-8", docsPage)
}

//go:embed errors.html
var errorsTemplate string

// errorsPage is where the type of every problem points: each declared error with its
// status and what to do, at an anchor named after its code.
func errorsPage() gin.HandlerFunc {
	page := template.Must(template.New("errors").Funcs(template.FuncMap{"status": httpx.Status}).Parse(errorsTemplate))
	var body bytes.Buffer
	if err := page.Execute(&body, errs.Declared()); err != nil {
		panic(err) // the template is part of the program
	}
	return func(c *gin.Context) {
		c.Header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
		c.Data(http.StatusOK, "text/html; charset=utf-8", body.Bytes())
	}
}
