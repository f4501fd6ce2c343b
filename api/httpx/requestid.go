package httpx

import (
	"encoding/base64"
	"encoding/binary"
	"math/rand/v2"
	"net/http"
)

// RequestIDHeader carries the id of a request, in the form that http.Header has it.
const RequestIDHeader = "X-Request-Id"

// RequestIDLength is how long an id is that we make.
const RequestIDLength = 16

// maxRequestID is the longest id that is taken from a caller.
const maxRequestID = 64

// PutRequestID makes an id in place, for those who may not allocate. It tells requests
// apart and is no secret: the kernel is not asked for it.
func PutRequestID(id *[RequestIDLength]byte) {
	var random [RequestIDLength / 4 * 3]byte
	binary.NativeEndian.PutUint64(random[:], rand.Uint64())
	binary.NativeEndian.PutUint32(random[8:], rand.Uint32())
	base64.RawURLEncoding.Encode(id[:], random[:])
}

// GivenRequestID is the id that the caller or a proxy gave the request, "" when there
// is none that can be used.
func GivenRequestID(r *http.Request) string {
	given := r.Header[RequestIDHeader]
	if len(given) == 0 || len(given[0]) > maxRequestID {
		return ""
	}
	return given[0]
}

// RequestIDFor is the id that a request came with, or else a new one.
func RequestIDFor(r *http.Request) string {
	if given := GivenRequestID(r); given != "" {
		return given
	}
	var id [RequestIDLength]byte
	PutRequestID(&id)
	return string(id[:])
}
