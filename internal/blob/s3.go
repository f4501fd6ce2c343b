package blob

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"sync"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// S3Settings say where a bucket is, and who writes into it.
type S3Settings struct {
	Endpoint  string // https://HOST, or http:// for one beside this server
	Bucket    string
	Region    string // "" lets the service say it
	Prefix    string // of the contents' names in the bucket, such as "photos/"
	AccessKey string
	SecretKey string
	// Lookup is how the bucket is addressed: "dns" as a host's name, "path" as a path, "" as
	// the endpoint is known to want it.
	Lookup string
}

// S3 is a Store in a bucket of an S3-compatible service: PREFIXab/cdef… for the content
// abcdef…. Such a service shows a content whole or not at all.
//
// No Put of this process comes between a Remove's look at a content's time and the removal.
// One of another process may, within the moment between the two requests: the service has no
// removal by time. Then what was put is gone, and who put it has to put it again.
type S3 struct {
	client *minio.Client
	bucket string
	prefix string
	locks  [256]sync.RWMutex // by a name's first byte: held to write while a content is looked at and removed
}

var lookups = map[string]minio.BucketLookupType{
	"": minio.BucketLookupAuto, "dns": minio.BucketLookupDNS, "path": minio.BucketLookupPath,
}

// OpenS3 makes a store of settings. It asks nothing of the service: Check does.
func OpenS3(s S3Settings) (*S3, error) {
	at, err := url.Parse(s.Endpoint)
	if err != nil || at.Host == "" || at.Path != "" || at.Scheme != "https" && at.Scheme != "http" {
		return nil, fmt.Errorf("blob: %q is no endpoint: https://HOST, without a / at its end", s.Endpoint)
	}
	lookup, known := lookups[s.Lookup]
	if !known || s.Bucket == "" || s.AccessKey == "" || s.SecretKey == "" {
		return nil, fmt.Errorf("blob: bucket, access key and secret key are needed, and lookup is dns, path or left out")
	}
	client, err := minio.New(at.Host, &minio.Options{
		Creds: credentials.NewStaticV4(s.AccessKey, s.SecretKey, ""), Secure: at.Scheme == "https", Region: s.Region, BucketLookup: lookup,
	})
	return &S3{client: client, bucket: s.Bucket, prefix: s.Prefix}, err
}

// Check tells whether the bucket is there for these keys.
func (s *S3) Check(ctx context.Context) error {
	there, err := s.client.BucketExists(ctx, s.bucket)
	if err == nil && !there {
		err = fmt.Errorf("blob: there is no bucket %s", s.bucket)
	}
	return err
}

func (s *S3) key(name Hash) (string, error) {
	if _, ok := ParseHash(string(name)); !ok {
		return "", fmt.Errorf("blob: %q is no name", name)
	}
	return s.prefix + string(name[:2]) + "/" + string(name[2:]), nil
}

// lock is the one of a name that is well formed.
func (s *S3) lock(name Hash) *sync.RWMutex {
	first, _ := strconv.ParseUint(string(name[:2]), 16, 8)
	return &s.locks[first]
}

// Put writes the content even where it is there: that renews its time.
func (s *S3) Put(ctx context.Context, content []byte) (Hash, error) {
	name := Of(content)
	key, err := s.key(name)
	if err != nil {
		return "", err
	}
	lock := s.lock(name)
	lock.RLock()
	defer lock.RUnlock()
	_, err = s.client.PutObject(ctx, s.bucket, key, bytes.NewReader(content), int64(len(content)),
		minio.PutObjectOptions{DisableMultipart: true, SendContentMd5: true})
	return name, err
}

// Open reads a content.
func (s *S3) Open(ctx context.Context, name Hash) (Content, error) {
	key, err := s.key(name)
	if err != nil {
		return nil, err
	}
	object, err := s.client.GetObject(ctx, s.bucket, key, minio.GetObjectOptions{})
	if err != nil {
		return nil, absent(err)
	}
	if _, err := object.Stat(); err != nil { // nothing was asked for until now
		_ = object.Close()
		return nil, absent(err)
	}
	return object, nil
}

// removeWithin bounds how long a Remove keeps from contents of its lock whoever puts them.
const removeWithin = 10 * time.Second

// Remove looks at the content's time and removes it, with no Put of this process between.
func (s *S3) Remove(ctx context.Context, name Hash, since time.Time) (bool, error) {
	key, err := s.key(name)
	if err != nil {
		return false, err
	}
	lock := s.lock(name)
	lock.Lock()
	defer lock.Unlock()
	ctx, cancel := context.WithTimeout(ctx, removeWithin)
	defer cancel()
	info, err := s.client.StatObject(ctx, s.bucket, key, minio.StatObjectOptions{})
	if err != nil {
		if errors.Is(absent(err), ErrAbsent) {
			return false, nil
		}
		return false, err
	}
	if !info.LastModified.Before(since) {
		return false, nil
	}
	return true, s.client.RemoveObject(ctx, s.bucket, key, minio.RemoveObjectOptions{})
}

// absent is ErrAbsent where the service says that there is no such content.
func absent(err error) error {
	if minio.ToErrorResponse(err).Code == minio.NoSuchKey {
		return ErrAbsent
	}
	return err
}
