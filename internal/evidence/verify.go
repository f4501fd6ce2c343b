package evidence

import (
	"archive/zip"
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Fault is what is wrong with a pack, and where.
type Fault struct {
	File string // of the pack, or what of it that is no file
	What string
}

func (f *Fault) Error() string { return f.File + " " + f.What }

// What of a pack is no file.
const (
	theFile    = "the file"
	theSeal    = "the seal"
	theArchive = "the archive"
)

const (
	changed  = "was changed"
	mostName = 1 << 10
)

// Verify checks every byte of a pack of size bytes: the seal over the whole, the manifest's
// signature, every file's hash, and that nothing is there that the manifest does not list.
// want is the fingerprint of the key that must have signed it; "" takes the key that the pack
// brings along. Errors: *Fault, which names what was changed, and those of reading.
func Verify(r io.ReaderAt, size int64, want string) (Manifest, error) {
	key, whole, err := readSeal(r, size)
	if err != nil {
		return Manifest{}, err
	}
	m, err := verifyFiles(r, size, key)
	if err != nil {
		return Manifest{}, err
	}
	if !whole {
		return Manifest{}, &Fault{theArchive, changed + " outside of its files, or its seal was"}
	}
	if want != "" && want != m.Fingerprint {
		return Manifest{}, &Fault{theSeal, fmt.Sprintf("is by another key: %s", m.Fingerprint)}
	}
	return m, nil
}

// readSeal reads the key at the file's end, and tells whether it has signed the whole.
func readSeal(r io.ReaderAt, size int64) (key ed25519.PublicKey, whole bool, err error) {
	if size < int64(sealLength) {
		return nil, false, &Fault{theFile, "is no evidence pack"}
	}
	seal := make([]byte, sealLength)
	if _, err := r.ReadAt(seal, size-int64(sealLength)); err != nil && !errors.Is(err, io.EOF) {
		return nil, false, err
	}
	rest, is := bytes.CutPrefix(seal, []byte(magic))
	if !is {
		return nil, false, &Fault{theFile, "is no evidence pack, or was cut short"}
	}
	h := sha256.New()
	if _, err := io.Copy(h, io.NewSectionReader(r, 0, size-ed25519.SignatureSize)); err != nil {
		return nil, false, err
	}
	key = ed25519.PublicKey(rest[:ed25519.PublicKeySize])
	return key, ed25519.Verify(key, signed(packLine, h.Sum(nil)), rest[ed25519.PublicKeySize:]), nil
}

// verifyFiles holds the files against the manifest, and the manifest against its signature.
func verifyFiles(r io.ReaderAt, size int64, key ed25519.PublicKey) (Manifest, error) {
	archive, err := zip.NewReader(r, size)
	if err != nil {
		return Manifest{}, &Fault{theArchive, "has a directory that cannot be read: " + err.Error()}
	}
	files := archive.File
	if len(files) < 2 || files[len(files)-2].Name != manifestName || files[len(files)-1].Name != signatureName {
		return Manifest{}, &Fault{manifestName, "is not where it must be"}
	}
	m, err := readManifest(files[len(files)-2], files[len(files)-1], key)
	if err != nil {
		return Manifest{}, err
	}
	files = files[:len(files)-2]
	sums := map[string]string{}
	for i, listed := range m.Files {
		if i >= len(files) || files[i].Name != listed.Name {
			return Manifest{}, &Fault{listed.Name, "is not where it must be"}
		}
		if err := holds(files[i], listed); err != nil {
			return Manifest{}, err
		}
		sums[listed.Name] = listed.SHA256
	}
	if len(files) > len(m.Files) {
		return Manifest{}, &Fault{files[len(m.Files)].Name, "is not in the manifest"}
	}
	for _, p := range m.Photos {
		if p.File != "" && sums[p.File] != p.SHA256 {
			return Manifest{}, &Fault{p.File, "is not the photo that it is said to be"}
		}
	}
	return m, nil
}

// readManifest reads the manifest, if the key that the pack brings along has signed it.
func readManifest(file, signature *zip.File, key ed25519.PublicKey) (m Manifest, err error) {
	content, err := read(file, file.UncompressedSize64)
	if err != nil {
		return m, err
	}
	text, err := read(signature, 2*ed25519.SignatureSize)
	if err != nil {
		return m, err
	}
	sum := sha256.Sum256(content)
	by := func(key ed25519.PublicKey) bool {
		raw, err := hex.DecodeString(string(text))
		return err == nil && len(key) == ed25519.PublicKeySize && ed25519.Verify(key, signed(manifestLine, sum[:]), raw)
	}
	read := json.NewDecoder(bytes.NewReader(content))
	read.DisallowUnknownFields()
	broken := read.Decode(&m)
	own, _ := hex.DecodeString(m.PublicKey)
	switch {
	case !by(key) && broken == nil && by(own):
		return m, &Fault{theSeal, changed}
	case !by(key):
		return m, &Fault{manifestName, changed + ", or its signature was"}
	case broken != nil || m.Schema != Schema:
		return m, &Fault{manifestName, fmt.Sprintf("is of another form: %q", m.Schema)}
	case !bytes.Equal(own, key) || m.Fingerprint != Fingerprint(key):
		return m, &Fault{manifestName, "names another key than the seal"}
	}
	return m, nil
}

// holds compares a file with what the manifest says of it.
func holds(file *zip.File, listed File) error {
	if file.UncompressedSize64 != uint64(listed.Bytes) {
		return &Fault{listed.Name, changed}
	}
	content, err := read(file, file.UncompressedSize64)
	if err != nil {
		return err
	}
	if sum := sha256.Sum256(content); hex.EncodeToString(sum[:]) != listed.SHA256 {
		return &Fault{listed.Name, changed}
	}
	return nil
}

// read reads a file, which takes no more memory than it says it has, and is stored.
func read(file *zip.File, most uint64) ([]byte, error) {
	fault := &Fault{file.Name, changed}
	if len(file.Name) > mostName {
		fault.File = theArchive
	}
	if file.Method != zip.Store || file.CompressedSize64 != file.UncompressedSize64 || file.UncompressedSize64 > most {
		return nil, fault
	}
	r, err := file.Open()
	if err != nil {
		return nil, fault
	}
	defer r.Close()
	content, err := io.ReadAll(r) // a stored file ends with its bytes; the checksum is its own
	if err != nil {
		return nil, fault
	}
	return content, nil
}
