package evidence

import (
	"archive/zip"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"slices"
	"time"
)

// Writer writes a pack.
type Writer struct {
	out      *heldBack
	archive  *zip.Writer
	key      ed25519.PrivateKey
	manifest Manifest
	names    map[string]bool // of the manifest's files
}

// NewWriter begins the pack of a case, signed by a key.
func NewWriter(w io.Writer, key ed25519.PrivateKey, caseID string, madeAt time.Time) (*Writer, error) {
	public := key.Public().(ed25519.PublicKey)
	out := &heldBack{w: w, hash: sha256.New()}
	archive := zip.NewWriter(out)
	seal := slices.Concat([]byte(magic), public, make([]byte, ed25519.SignatureSize))
	return &Writer{
		out: out, archive: archive, key: key, names: map[string]bool{}, manifest: Manifest{
			Schema: Schema, Case: caseID, MadeAt: madeAt.UTC(), PublicKey: hex.EncodeToString(public),
			Fingerprint: Fingerprint(public), Files: []File{}, Photos: []Photo{},
		},
	}, archive.SetComment(string(seal))
}

// Add adds a file. Names are paths with slashes, each once.
func (p *Writer) Add(name string, content []byte) error {
	if p.names[name] || name == "" || name == manifestName || name == signatureName {
		return fmt.Errorf("evidence: no file can be called %q", name)
	}
	p.names[name] = true
	sum := sha256.Sum256(content)
	p.manifest.Files = append(p.manifest.Files, File{Name: name, Bytes: int64(len(content)), SHA256: hex.EncodeToString(sum[:])})
	return p.write(name, content)
}

// AddJSON adds a file that is a value's JSON, indented, so that people can read it.
func (p *Writer) AddJSON(name string, value any) error {
	content, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		return err
	}
	return p.Add(name, append(content, '\n'))
}

// Photo says that the case rests on a photo, which is a file that was added, or left out ("").
func (p *Writer) Photo(sha256, file string) {
	p.manifest.Photos = append(p.manifest.Photos, Photo{SHA256: sha256, File: file})
}

// Close ends the pack with its manifest and seal. What was written before is none without.
func (p *Writer) Close() error {
	content, err := json.MarshalIndent(p.manifest, "", "  ")
	if err != nil {
		return err
	}
	sum := sha256.Sum256(content)
	signature := hex.EncodeToString(ed25519.Sign(p.key, signed(manifestLine, sum[:])))
	if err := p.write(manifestName, content); err != nil {
		return err
	}
	if err := p.write(signatureName, []byte(signature)); err != nil {
		return err
	}
	if err := p.archive.Close(); err != nil {
		return err
	}
	return p.out.end(ed25519.Sign(p.key, signed(packLine, p.out.hash.Sum(nil))))
}

// write stores a file as it is: what one compresses today another would not tomorrow.
func (p *Writer) write(name string, content []byte) error {
	w, err := p.archive.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
	if err != nil {
		return err
	}
	_, err = w.Write(content)
	return err
}

// heldBack hashes and passes on all but the last bytes, which are the signature's place.
type heldBack struct {
	w    io.Writer
	hash hash.Hash
	kept []byte
}

func (h *heldBack) Write(b []byte) (int, error) {
	h.kept = append(h.kept, b...)
	pass := len(h.kept) - ed25519.SignatureSize
	if pass <= 0 {
		return len(b), nil
	}
	h.hash.Write(h.kept[:pass])
	if _, err := h.w.Write(h.kept[:pass]); err != nil {
		return 0, err
	}
	h.kept = append(h.kept[:0], h.kept[pass:]...)
	return len(b), nil
}

// end writes what stands in the place that was held back.
func (h *heldBack) end(signature []byte) error {
	_, err := h.w.Write(signature)
	return err
}
