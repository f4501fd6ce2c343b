package codeorder

import (
	"io"
	"runtime"
	"sync"

	"channelrouter/model"
)

// skipping bounds how many fetches make the beginning of a file at a time only to throw it
// away: one byte at a packed file's end costs the making of all of it, and is paid for as a
// byte. They leave processors to everybody else.
type skipping chan struct{}

func newSkipping() skipping { return make(skipping, max(1, runtime.GOMAXPROCS(0)/2)) }

// enter takes a place, which leave gives back once. Error: ErrBusy.
func (s skipping) enter() (leave func(), err error) {
	select {
	case s <- struct{}{}:
		return sync.OnceFunc(func() { <-s }), nil
	default:
		return nil, ErrBusy.With("%d parts of files are being made", cap(s))
	}
}

// skips tells whether a part of the file that begins at a byte is gone to by making what is
// before it.
func (f *File) skips(from int64) bool {
	return from > 0 && f.manifest == nil && f.export.Format != model.CodeCSV
}

// begun tells when the first byte is written.
type begun struct {
	io.Writer
	tell func()
}

func (b begun) Write(p []byte) (int, error) {
	b.tell()
	return b.Writer.Write(p)
}
