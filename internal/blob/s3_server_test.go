package blob_test

import (
	"bufio"
	"bytes"
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// bucket is an S3-compatible service on the loopback, with one bucket. It checks Signature
// Version 4 by Amazon's description of it, of the head and of each chunk of a body.
type bucket struct {
	*httptest.Server
	accessKey, secretKey string
	asked, answer        chan struct{} // where set: HEAD is told of, and waits for the other

	mu       sync.Mutex
	objects  map[string][]byte
	modified map[string]time.Time
	refused  int // requests whose signature was wrong
	broken   bool
}

func newBucket(t *testing.T) *bucket {
	b := &bucket{accessKey: "AKTEST", secretKey: "a secret / of +signs", objects: map[string][]byte{}, modified: map[string]time.Time{}}
	b.Server = httptest.NewServer(b)
	t.Cleanup(b.Close)
	return b
}

func mac(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}

func hexSum(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// credential is what an Authorization header says.
type credential struct {
	scope   []string // access key, day, region, service, aws4_request
	headers []string
	sign    string
}

func readCredential(text string) (c credential, ok bool) {
	rest, ok := strings.CutPrefix(text, "AWS4-HMAC-SHA256 ")
	for _, part := range strings.Split(rest, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		switch name {
		case "Credential":
			c.scope = strings.Split(value, "/")
		case "SignedHeaders":
			c.headers = strings.Split(value, ";")
		case "Signature":
			c.sign = value
		}
	}
	return c, ok && len(c.scope) == 5
}

func (b *bucket) signingKey(c credential) []byte {
	key := []byte("AWS4" + b.secretKey)
	for _, part := range c.scope[1:] {
		key = mac(key, part)
	}
	return key
}

// authentic recomputes a request's signature.
func (b *bucket) authentic(r *http.Request) (credential, bool) {
	c, ok := readCredential(r.Header.Get("Authorization"))
	if !ok || c.scope[0] != b.accessKey || !slices.Contains(c.headers, "host") || !slices.Contains(c.headers, "x-amz-date") {
		return c, false
	}
	canonical := r.Method + "\n" + r.URL.EscapedPath() + "\n" + strings.ReplaceAll(r.URL.Query().Encode(), "+", "%20") + "\n"
	for _, name := range c.headers {
		value := strings.Join(r.Header.Values(name), ",")
		switch name {
		case "host":
			value = r.Host
		case "content-length":
			value = strconv.FormatInt(r.ContentLength, 10)
		}
		canonical += name + ":" + strings.TrimSpace(value) + "\n"
	}
	canonical += "\n" + strings.Join(c.headers, ";") + "\n" + r.Header.Get("X-Amz-Content-Sha256")
	text := strings.Join([]string{
		"AWS4-HMAC-SHA256", r.Header.Get("X-Amz-Date"), strings.Join(c.scope[1:], "/"), hexSum([]byte(canonical)),
	}, "\n")
	return c, hmac.Equal([]byte(hex.EncodeToString(mac(b.signingKey(c), text))), []byte(c.sign))
}

// body reads what was sent, and whether it is what was signed.
func (b *bucket) body(r *http.Request, c credential) ([]byte, bool) {
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, false
	}
	switch said := r.Header.Get("X-Amz-Content-Sha256"); said {
	case "UNSIGNED-PAYLOAD":
	case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD":
		var ok bool
		if raw, ok = b.chunks(raw, r, c); !ok {
			return nil, false
		}
	default:
		if hexSum(raw) != said {
			return nil, false
		}
	}
	if want := r.Header.Get("Content-Md5"); want != "" {
		sum := md5.Sum(raw)
		return raw, base64.StdEncoding.EncodeToString(sum[:]) == want
	}
	return raw, true
}

// chunks joins a body that was signed chunk by chunk.
func (b *bucket) chunks(raw []byte, r *http.Request, c credential) (all []byte, ok bool) {
	in, previous := bufio.NewReader(bytes.NewReader(raw)), c.sign
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return nil, false
		}
		length, sign, _ := strings.Cut(strings.TrimSpace(line), ";chunk-signature=")
		n, err := strconv.ParseInt(length, 16, 32)
		if err != nil {
			return nil, false
		}
		chunk := make([]byte, n)
		if _, err := io.ReadFull(in, chunk); err != nil {
			return nil, false
		}
		text := strings.Join([]string{
			"AWS4-HMAC-SHA256-PAYLOAD", r.Header.Get("X-Amz-Date"), strings.Join(c.scope[1:], "/"), previous, hexSum(nil), hexSum(chunk),
		}, "\n")
		if hex.EncodeToString(mac(b.signingKey(c), text)) != sign {
			return nil, false
		}
		previous, all = sign, append(all, chunk...)
		if _, err := in.Discard(2); n == 0 || err != nil {
			return all, n == 0
		}
	}
}

func (b *bucket) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodHead && b.answer != nil {
		b.asked <- struct{}{}
		<-b.answer
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	c, authentic := b.authentic(r)
	content, whole := b.body(r, c)
	key, inBucket := strings.CutPrefix(r.URL.Path, "/photos")
	key = strings.TrimPrefix(key, "/")
	switch {
	case !authentic || !whole:
		b.refused++
		fail(w, http.StatusForbidden, "SignatureDoesNotMatch")
	case b.broken:
		fail(w, http.StatusServiceUnavailable, "SlowDown")
	case !inBucket:
		fail(w, http.StatusNotFound, "NoSuchBucket")
	case r.URL.Query().Has("location"):
		fmt.Fprint(w, `<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/"></LocationConstraint>`)
	case key == "":
	default:
		b.object(w, r, key, content)
	}
}

func (b *bucket) object(w http.ResponseWriter, r *http.Request, key string, content []byte) {
	kept, there := b.objects[key]
	switch {
	case r.Method == http.MethodPut:
		b.objects[key], b.modified[key] = content, time.Now()
		w.Header().Set("ETag", `"`+hexSum(content)[:32]+`"`)
	case !there:
		fail(w, http.StatusNotFound, "NoSuchKey")
	case r.Method == http.MethodDelete:
		delete(b.objects, key)
		w.WriteHeader(http.StatusNoContent)
	default:
		w.Header().Set("ETag", `"`+hexSum(kept)[:32]+`"`)
		http.ServeContent(w, r, "", b.modified[key], bytes.NewReader(kept))
	}
}

func fail(w http.ResponseWriter, status int, code string) {
	w.Header().Set("Content-Type", "application/xml")
	w.WriteHeader(status)
	fmt.Fprintf(w, "<Error><Code>%s</Code><Message>no</Message></Error>", code)
}
