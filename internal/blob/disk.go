package blob

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// Disk is a Store in a folder: ab/cdef… for the content abcdef…, and new/ for what is
// being written.
type Disk struct {
	root string
	mu   sync.RWMutex // held to write while a content is looked at and removed
}

// leftOver is when a file that is being written has lost its writer.
const leftOver = time.Hour

// OpenDisk opens the folder, makes it where it is missing, and removes what writers left
// behind that died.
func OpenDisk(root string) (*Disk, error) {
	d := &Disk{root: root}
	if err := os.MkdirAll(d.fresh(), 0o750); err != nil {
		return nil, err
	}
	files, err := os.ReadDir(d.fresh())
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		info, err := file.Info()
		if err == nil && time.Since(info.ModTime()) > leftOver {
			err = os.Remove(filepath.Join(d.fresh(), file.Name()))
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	return d, nil
}

func (d *Disk) fresh() string { return filepath.Join(d.root, "new") }

func (d *Disk) path(name Hash) (string, error) {
	if _, ok := ParseHash(string(name)); !ok {
		return "", fmt.Errorf("blob: %q is no name", name)
	}
	return filepath.Join(d.root, string(name[:2]), string(name[2:])), nil
}

// Put writes the content even where it is there: that renews its time.
func (d *Disk) Put(ctx context.Context, content []byte) (Hash, error) {
	name := Of(content)
	path, err := d.path(name)
	if err != nil {
		return "", err
	}
	if err := ctx.Err(); err != nil {
		return "", err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return "", err
	}
	written, err := d.write(content)
	if err != nil {
		return "", err
	}
	d.mu.RLock()
	defer d.mu.RUnlock()
	if err := os.Rename(written, path); err != nil {
		return "", errors.Join(err, os.Remove(written))
	}
	return name, syncFolder(filepath.Dir(path))
}

// write puts the content into a file of its own and makes sure that it is on the disk.
func (d *Disk) write(content []byte) (path string, err error) {
	file, err := os.CreateTemp(d.fresh(), "*")
	if err != nil {
		return "", err
	}
	defer func() {
		if err = errors.Join(err, file.Close()); err != nil {
			err = errors.Join(err, os.Remove(file.Name()))
		}
	}()
	if _, err := file.Write(content); err != nil {
		return "", err
	}
	return file.Name(), file.Sync()
}

// syncFolder makes a rename last.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// Open reads a content.
func (d *Disk) Open(_ context.Context, name Hash) (Content, error) {
	path, err := d.path(name)
	if err != nil {
		return nil, err
	}
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrAbsent
	}
	if err != nil {
		return nil, err
	}
	return file, nil
}

// Remove looks at the content's time and removes it, with no Put of this process between.
func (d *Disk) Remove(_ context.Context, name Hash, since time.Time) (bool, error) {
	path, err := d.path(name)
	if err != nil {
		return false, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil || !info.ModTime().Before(since) {
		return false, err
	}
	return true, os.Remove(path)
}
