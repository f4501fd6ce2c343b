// Package web holds the front ends as they are built. The brand's console (console/) is part of the
// program, so that one file is all there is to deploy; how it is built and tested is in
// docs/console.md.
package web

import (
	"embed"
	"io/fs"
)

// Names may begin with an underscore, which embed leaves out unless it is told to take all.
//
//go:embed all:console/dist
var built embed.FS

// Console is the built console: index.html and what it fetches.
func Console() fs.FS {
	files, err := fs.Sub(built, "console/dist")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	return files
}
