package pay_test

import (
	"io"
	"net/http"
	"net/http/httptest"
)

// man is one in the middle: he keeps the genuine answer about one bill and gives it
// to whoever asks about another.
type man struct {
	to     http.Handler
	header http.Header
	body   []byte
}

func (m *man) ServeHTTP(out http.ResponseWriter, in *http.Request) {
	if m.body == nil {
		kept := httptest.NewRecorder()
		m.to.ServeHTTP(kept, in)
		m.header = kept.Header()
		m.body, _ = io.ReadAll(kept.Body)
	}
	for name, values := range m.header {
		out.Header()[name] = values
	}
	_, _ = out.Write(m.body)
}
