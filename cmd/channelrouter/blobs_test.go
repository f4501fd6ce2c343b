package main

import (
	"testing"

	"channelrouter/configs"
	"channelrouter/internal/blob"
)

// The configuration says where photos are; a bucket that is away does not keep anybody from
// starting.
func TestWherePhotosAre(t *testing.T) {
	folder, err := openBlobs(t.Context(), configs.Media{Store: "file", Path: t.TempDir()})
	if _, is := folder.(*blob.Disk); !is || err != nil {
		t.Errorf("%T, %v", folder, err)
	}
	away := configs.S3{Endpoint: "http://127.0.0.1:1", Bucket: "photos", Region: "x", AccessKey: "a", SecretKey: "b"}
	bucket, err := openBlobs(t.Context(), configs.Media{Store: "s3", S3: away})
	if _, is := bucket.(*blob.S3); !is || err != nil {
		t.Errorf("%T, %v", bucket, err)
	}
	away.Endpoint = "s3.example"
	if _, err := openBlobs(t.Context(), configs.Media{Store: "s3", S3: away}); err == nil {
		t.Error("an endpoint that is none is let through")
	}
}
