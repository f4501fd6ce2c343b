package codeorder

import (
	"context"
	"encoding/json"

	"channelrouter/model"
)

// Manifest is what a print house checks its files by.
type Manifest struct {
	Batch     string         `json:"batch"`
	Product   string         `json:"product"`
	GTIN      string         `json:"gtin"`
	Face      string         `json:"face"`
	Pair      bool           `json:"pair,omitempty"`
	Format    string         `json:"format"`
	Generator string         `json:"generator"`
	First     int64          `json:"first"` // ordinal of the first item
	Codes     int64          `json:"codes"` // items
	Files     []ManifestFile `json:"files"`
}

// ManifestFile is a file with its checksum.
type ManifestFile struct {
	Name   string `json:"name"`
	First  int64  `json:"first"`
	Codes  int64  `json:"codes"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// manifest is the manifest of an export that is ready, as JSON.
func (s *Service) manifest(ctx context.Context, ref string, e model.CodeExport) ([]byte, error) {
	b, err := s.codes.Batch(ctx, e.BatchID)
	if err != nil {
		return nil, err
	}
	product, err := s.catalog.Get(ctx, b.ProductID)
	if err != nil {
		return nil, err
	}
	m := Manifest{
		Batch: ref, Product: product.SKU, GTIN: product.GTIN, Face: e.Face.String(), Pair: e.Pair,
		Format: extensions[e.Format], Generator: e.Generator, First: e.FromItem, Codes: e.ToItem - e.FromItem,
	}
	shards, err := s.store.shards(ctx, e.ID, 0, mostShards)
	if err != nil {
		return nil, err
	}
	for _, shard := range shards {
		m.Files = append(m.Files, manifestFile(ref, e, shard))
	}
	return m.encode()
}

func manifestFile(ref string, e model.CodeExport, shard model.CodeExportShard) ManifestFile {
	return ManifestFile{
		Name: FileName(ref, e, shard.Number), First: shard.FromItem, Codes: shard.ToItem - shard.FromItem,
		Size: shard.Size, SHA256: shard.Hash,
	}
}

func (m Manifest) encode() ([]byte, error) {
	encoded, err := json.MarshalIndent(m, "", "  ")
	return append(encoded, '\n'), err
}
