package blob_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"channelrouter/internal/blob"
)

func openS3(t *testing.T, b *bucket, change ...func(*blob.S3Settings)) *blob.S3 {
	t.Helper()
	settings := blob.S3Settings{
		Endpoint: b.URL, Bucket: "photos", Region: "cn-test", Prefix: "evidence/", AccessKey: b.accessKey, SecretKey: b.secretKey, Lookup: "path",
	}
	for _, c := range change {
		c(&settings)
	}
	s, err := blob.OpenS3(settings)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestS3(t *testing.T) {
	b := newBucket(t)
	s := openS3(t, b)
	if err := s.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	content := strings.Repeat("a picture ", 30_000)
	name, err := s.Put(t.Context(), []byte(content))
	if err != nil || name != blob.Of([]byte(content)) {
		t.Fatal(name, err)
	}
	if again, err := s.Put(t.Context(), []byte(content)); err != nil || again != name || len(b.objects) != 1 {
		t.Error("kept twice", again, err)
	}
	if kept := string(b.objects["evidence/"+string(name[:2])+"/"+string(name[2:])]); kept != content {
		t.Errorf("%d bytes are kept", len(kept))
	}
	if got := read(t, openS3(t, b), name); got != content {
		t.Errorf("another process reads %d bytes", len(got))
	}
	if _, err := s.Open(t.Context(), blob.Of(nil)); !errors.Is(err, blob.ErrAbsent) {
		t.Error(err)
	}
	for _, bad := range []blob.Hash{"", "..", "../../etc/passwd", blob.Hash(strings.ToUpper(string(name))), name + "0"} {
		if _, err := s.Open(t.Context(), bad); err == nil || errors.Is(err, blob.ErrAbsent) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if removed, err := s.Remove(t.Context(), name, time.Now().Add(-time.Hour)); removed || err != nil {
		t.Error("a content was removed that was just put", err)
	}
	if removed, err := s.Remove(t.Context(), name, time.Now().Add(time.Hour)); !removed || err != nil || len(b.objects) != 0 {
		t.Error(removed, err)
	}
	if removed, err := s.Remove(t.Context(), name, time.Now()); removed || err != nil {
		t.Error(removed, err)
	}
	if b.refused > 0 {
		t.Errorf("%d requests were signed wrong", b.refused)
	}
}

// A content is read from any place in it, as pages of photos do.
func TestS3Seeks(t *testing.T) {
	s := openS3(t, newBucket(t))
	name, err := s.Put(t.Context(), []byte("0123456789"))
	if err != nil {
		t.Fatal(err)
	}
	content, err := s.Open(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	defer content.Close()
	head := make([]byte, 4)
	if _, err := io.ReadFull(content, head); err != nil || string(head) != "0123" {
		t.Fatalf("%q, %v", head, err)
	}
	if _, err := content.Seek(0, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	if all, err := io.ReadAll(content); err != nil || string(all) != "0123456789" {
		t.Errorf("%q, %v", all, err)
	}
}

func TestS3Refuses(t *testing.T) {
	b := newBucket(t)
	for name, change := range map[string]func(*blob.S3Settings){
		"another secret":     func(s *blob.S3Settings) { s.SecretKey = "guessed" },
		"another access key": func(s *blob.S3Settings) { s.AccessKey = "AKOTHER" },
		"another bucket":     func(s *blob.S3Settings) { s.Bucket = "letters" },
	} {
		s := openS3(t, b, change)
		if s.Check(t.Context()) == nil {
			t.Errorf("%s: the bucket is there", name)
		}
		if _, err := s.Put(t.Context(), []byte("x")); err == nil || len(b.objects) != 0 {
			t.Errorf("%s: written", name)
		}
		if _, err := s.Open(t.Context(), blob.Of([]byte("x"))); err == nil {
			t.Errorf("%s: read", name)
		}
	}
	for name, bad := range map[string]blob.S3Settings{
		"no endpoint":      {Bucket: "photos", AccessKey: "a", SecretKey: "b"},
		"a path behind it": {Endpoint: "https://s3.example/x", Bucket: "photos", AccessKey: "a", SecretKey: "b"},
		"another scheme":   {Endpoint: "ftp://s3.example", Bucket: "photos", AccessKey: "a", SecretKey: "b"},
		"no bucket":        {Endpoint: "https://s3.example", AccessKey: "a", SecretKey: "b"},
		"no secret":        {Endpoint: "https://s3.example", Bucket: "photos", AccessKey: "a"},
		"another lookup":   {Endpoint: "https://s3.example", Bucket: "photos", AccessKey: "a", SecretKey: "b", Lookup: "guess"},
	} {
		if _, err := blob.OpenS3(bad); err == nil {
			t.Errorf("%s is let through", name)
		}
	}
}

// A service that does not answer is told as such, and never as a content that is not there.
func TestS3Away(t *testing.T) {
	b := newBucket(t)
	s := openS3(t, b)
	name, err := s.Put(t.Context(), []byte("x"))
	if err != nil {
		t.Fatal(err)
	}
	b.mu.Lock()
	b.broken = true
	b.mu.Unlock()
	ctx, cancel := context.WithTimeout(t.Context(), time.Second) // the client tries again
	defer cancel()
	if _, err := s.Open(ctx, name); err == nil || errors.Is(err, blob.ErrAbsent) {
		t.Error(err)
	}
}

// Who puts a content finds it, whatever the others of his process remove.
func TestS3PutAndRemoveAtOnce(t *testing.T) {
	s := openS3(t, newBucket(t))
	content := []byte("x")
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			if i%2 == 0 {
				if _, err := s.Remove(t.Context(), blob.Of(content), time.Now().Add(-time.Minute)); err != nil {
					t.Error(err)
				}
				return
			}
			name, err := s.Put(t.Context(), content)
			if err != nil {
				t.Error(err)
				return
			}
			if read(t, s, name) != string(content) {
				t.Error("not whole")
			}
		})
	}
	all.Wait()
}

// A service that is slow to say how old a content is keeps nobody from putting another one.
func TestS3SlowRemove(t *testing.T) {
	b := newBucket(t)
	b.asked, b.answer = make(chan struct{}), make(chan struct{})
	s := openS3(t, b)
	old, fresh := []byte("old"), []byte("fresh")
	if blob.Of(old)[:2] == blob.Of(fresh)[:2] {
		t.Fatal("they share a lock")
	}
	removed := make(chan error)
	go func() {
		_, err := s.Remove(t.Context(), blob.Of(old), time.Now())
		removed <- err
	}()
	<-b.asked
	put := make(chan error)
	go func() {
		_, err := s.Put(t.Context(), fresh)
		put <- err
	}()
	select {
	case err := <-put:
		close(b.answer)
		if err := errors.Join(err, <-removed); err != nil {
			t.Error(err)
		}
	case <-time.After(10 * time.Second):
		close(b.answer)
		t.Error("it waits", errors.Join(<-put, <-removed))
	}
}
