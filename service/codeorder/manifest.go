package codeorder

import (
	"context"
	"encoding/json"

	"channelrouter/model"
	"channelrouter/service/code"
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
func (s *Service) manifest(ctx context.Context, b *code.Batch, e model.CodeExport) ([]byte, error) {
	m, err := s.heading(ctx, b, e)
	if err != nil {
		return nil, err
	}
	shards, err := s.store.shards(ctx, e.ID, 0, mostShards)
	if err != nil {
		return nil, err
	}
	for _, shard := range shards {
		m.Files = append(m.Files, manifestFile(b.Ref, e, shard))
	}
	return m.encode()
}

// heading is a manifest without its files.
func (s *Service) heading(ctx context.Context, b *code.Batch, e model.CodeExport) (Manifest, error) {
	product, err := s.catalog.Get(ctx, b.ProductID)
	return Manifest{
		Batch: b.Ref, Product: product.SKU, GTIN: product.GTIN, Face: e.Face.String(), Pair: e.Pair,
		Format: FormatName(e.Format), Generator: e.Generator, First: e.FromItem, Codes: e.ToItem - e.FromItem,
	}, err
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
