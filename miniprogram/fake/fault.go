package fake

import (
	"net/http"
	"net/url"
	"slices"
	"time"
)

// Fault is what happens to a request instead of, or with only a Delay before, its
// proper answer. The first of Drop, Status and Errcode that is set is played. A rate
// limit is the errcode 45009 here, or a Limit that the calls run into by themselves.
type Fault struct {
	Path        string        // only this call, such as /wxa/msg_sec_check; empty means any
	ExpireToken bool          // end the access token that the request brings, first of all
	Late        bool          // WeChat does as asked first, and only its answer is replaced
	Delay       time.Duration // real time, whatever the server's clock says
	Drop        bool          // cut the connection without an answer
	Status      int           // an HTTP status with an HTML page, as a proxy on the way sends it
	Errcode     int           // refuse with this errcode
}

// PendingFault is a fault that is still to be played Left times.
type PendingFault struct {
	Fault
	Left int
}

// Fail plays the fault on the next n requests that it is about, after those of earlier
// calls. A dropped request that came over a used connection is sent again by Go's client
// and so uses up two.
func (s *Server) Fail(n int, fault Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n > 0 {
		s.faults = append(s.faults, PendingFault{fault, n})
	}
}

// Faults are those that have not been played, in their order.
func (s *Server) Faults() []PendingFault {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.faults)
}

// Serves tells whether the path is one of the calls that the stand-in answers.
func (s *Server) Serves(path string) bool {
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		_, pattern := s.paths.Handler(&http.Request{Method: method, URL: &url.URL{Path: path}})
		if pattern != "" {
			return true
		}
	}
	return false
}

// Recover forgets the faults that have not been played.
func (s *Server) Recover() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// meetFault plays the next fault, if there is one, and tells whether that was the answer.
func (s *Server) meetFault(w http.ResponseWriter, r *http.Request) (answered bool) {
	fault := s.nextFault(r.URL.Path)
	if fault.ExpireToken {
		s.expireToken(r.URL.Query().Get("access_token"))
	}
	if fault.Delay > 0 {
		select {
		case <-time.After(fault.Delay):
		case <-r.Context().Done():
		}
	}
	if fault.Late {
		s.paths.ServeHTTP(discard{http.Header{}}, r)
	}
	switch {
	case fault.Drop:
		panic(http.ErrAbortHandler) // net/http cuts the connection and logs nothing
	case fault.Status != 0:
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(fault.Status)
		_, _ = w.Write([]byte("<html><body>" + http.StatusText(fault.Status) + "</body></html>"))
	case fault.Errcode != 0:
		s.refuse(w, fault.Errcode)
	default:
		return false
	}
	return true
}

func (s *Server) nextFault(path string) Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.faults {
		next := &s.faults[i]
		if next.Path != "" && next.Path != path {
			continue
		}
		fault := next.Fault
		if next.Left--; next.Left == 0 {
			s.faults = slices.Delete(s.faults, i, i+1)
		}
		return fault
	}
	return Fault{}
}

// discard is where an answer goes that never arrives.
type discard struct{ head http.Header }

func (d discard) Header() http.Header         { return d.head }
func (d discard) Write(p []byte) (int, error) { return len(p), nil }
func (d discard) WriteHeader(int)             {}
