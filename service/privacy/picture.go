package privacy

import (
	"archive/zip"
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"

	"channelrouter/internal/blob"
	"channelrouter/internal/personal"
	"channelrouter/model"
)

// contentOf says which columns of a step's rows name a content; nil: none does.
func (s *Service) contentOf(step model.DataRequestStep) *personal.Content {
	for _, part := range s.parts {
		for _, table := range part.Tables {
			name, err := personal.TableName(table.Model)
			if err == nil && part.Name == step.Part && name == step.Of && table.Content != nil {
				return table.Content
			}
		}
	}
	return nil
}

// writePictures writes the contents that the rows of a copy name, each under its row's id:
// photos/17.jpeg. One that is gone by now is listed instead.
func (f *File) writePictures(ctx context.Context, out *zip.Writer) error {
	var gone []string
	for _, c := range f.chunks {
		of := f.content[c.Step]
		if of == nil {
			continue
		}
		err := f.eachRow(ctx, c, func(row map[string]any) error {
			name, hash := nameOf(row, of)
			if name == "" {
				return nil
			}
			err := f.writePicture(ctx, out, name, hash)
			if errors.Is(err, blob.ErrAbsent) {
				gone, err = append(gone, name), nil
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	if len(gone) == 0 {
		return nil
	}
	list, err := out.Create("missing.txt")
	if err == nil {
		_, err = io.WriteString(list, "以下文件已不存在 / These files are there no more\n")
	}
	for _, name := range gone {
		if err == nil {
			_, err = io.WriteString(list, name+"\n")
		}
	}
	return err
}

// eachRow reads a chunk line by line.
func (f *File) eachRow(ctx context.Context, c model.DataRequestChunk, visit func(map[string]any) error) (err error) {
	lines, writer := io.Pipe()
	go func() { _ = writer.CloseWithError(f.service.copyChunk(ctx, c, writer)) }()
	defer func() { err = errors.Join(err, lines.Close()) }()
	rows := json.NewDecoder(bufio.NewReader(lines))
	rows.UseNumber()
	for {
		var row map[string]any
		if err := rows.Decode(&row); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if err := visit(row); err != nil {
			return err
		}
	}
}

// plainWord is what a name in an archive is made of: nothing that leads out of its folder.
var plainWord = regexp.MustCompile(`^[a-z0-9_]+$`)

// nameOf is the file's name of the content that a row names, and its hash; "" when it names none.
func nameOf(row map[string]any, of *personal.Content) (string, blob.Hash) {
	table, kind, number := fmt.Sprint(row["table"]), fmt.Sprint(row[of.Kind]), fmt.Sprint(row["id"])
	hash, is := blob.ParseHash(fmt.Sprint(row[of.Hash]))
	if !is || !plainWord.MatchString(table) || !plainWord.MatchString(kind) || !plainWord.MatchString(number) {
		return "", ""
	}
	return table + "/" + number + "." + kind, hash
}

// writePicture copies a content into the archive, as it is: pictures are packed already. Error:
// blob.ErrAbsent.
func (f *File) writePicture(ctx context.Context, out *zip.Writer, name string, hash blob.Hash) error {
	content, err := f.service.blobs.Open(ctx, hash)
	if err != nil {
		return err
	}
	file, err := out.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
	if err == nil {
		_, err = io.Copy(file, content)
	}
	return errors.Join(err, content.Close())
}
