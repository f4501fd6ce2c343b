package intake

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"channelrouter/model"
)

// folder is where uploads are, each a file under its id.
type folder string

func (f folder) path(id model.UploadID) string {
	return filepath.Join(string(f), fmt.Sprintf("%d.part", id))
}

// write puts bytes at a place of an upload, at most most of them, and says how many are
// safe there: a crash after it loses none of those. It answers the reader's error, too.
// Error: ErrFileGone, when what is before that place is not there.
func (f folder) write(id model.UploadID, at int64, r io.Reader, most int64) (n int64, err error) {
	if err := os.MkdirAll(string(f), 0o750); err != nil {
		return 0, err
	}
	flags := os.O_WRONLY
	if at == 0 {
		flags |= os.O_CREATE
	}
	file, err := os.OpenFile(f.path(id), flags, 0o640)
	if err != nil {
		return 0, gone(err, id)
	}
	n, err = io.Copy(io.NewOffsetWriter(file, at), io.LimitReader(r, most))
	if failed := errors.Join(file.Sync(), file.Close()); failed != nil {
		return 0, failed
	}
	return n, err
}

// open reads an upload. Error: ErrFileGone.
func (f folder) open(id model.UploadID) (*os.File, error) {
	file, err := os.Open(f.path(id))
	return file, gone(err, id)
}

// gone is the declared error of a file that is not there.
func gone(err error, id model.UploadID) error {
	if errors.Is(err, fs.ErrNotExist) {
		return ErrFileGone.With("upload %d", id)
	}
	return err
}

func (f folder) remove(id model.UploadID) error {
	if err := os.Remove(f.path(id)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
