package codeorder

import (
	"context"
	"fmt"
	"regexp"
	"time"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// Link lets who has it fetch an export's files until it ends.
type Link struct {
	model.CodeLink
	Manifest string   // path of the manifest below the server's root
	Files    []string // of file 1, file 2 and so on
}

// MakeLink makes a link to the files of an export that is ready, good for as long as the
// policy says. Errors: ErrUnknownExport, ErrRevoked, ErrComputing, code.export_locked.
func (s *Service) MakeLink(ctx context.Context, by model.UserID, id model.CodeExportID) (Link, error) {
	now := s.clock.Now()
	policy, err := s.Policies.At(ctx, now)
	if err != nil {
		return Link{}, err
	}
	link := Link{CodeLink: model.CodeLink{
		ID: model.CodeLinkID(s.ids.Next()), ExportID: id, UserID: by, CreatedAt: now,
		Until: now.Add(time.Duration(policy.Body.LinkHours) * time.Hour).Truncate(time.Second),
	}}
	err = s.db.Run(ctx, func(ctx context.Context) error {
		e, err := s.fetchable(ctx, id)
		if err != nil {
			return err
		}
		if _, err := s.open(ctx, e); err != nil {
			return err
		}
		db.Note(ctx, "code link %d until %s", link.ID, link.Until.Format(time.RFC3339))
		link.Manifest = s.signer.path(id, 0, link.CodeLink)
		for number := 1; number <= files(e); number++ {
			link.Files = append(link.Files, s.signer.path(id, number, link.CodeLink))
		}
		return s.store.insertLink(ctx, link.CodeLink)
	})
	return link, err
}

// stillMay makes sure that who got a link may export codes today, as he might then. Errors:
// ErrBadLink, ErrLinkEnded.
func (s *Service) stillMay(ctx context.Context, id model.CodeLinkID) error {
	links, err := s.store.links(ctx, []model.CodeLinkID{id})
	if err != nil {
		return err
	}
	link, known := links[id]
	if !known {
		return ErrBadLink
	}
	user, err := s.identity.GetUser(ctx, link.UserID)
	if err != nil {
		return err
	}
	if user.DisabledAt != nil || user.Role != model.UserOwner && user.Role != model.UserChannelManager {
		return ErrLinkEnded.With("who got it may not export codes any more")
	}
	return nil
}

// files is how many files an export has.
func files(e model.CodeExport) int { return int((e.ToItem-e.FromItem-1)/e.ShardCodes) + 1 }

// fetchable is an export whose files may be fetched. Errors: ErrUnknownExport, ErrRevoked,
// ErrComputing.
func (s *Service) fetchable(ctx context.Context, id model.CodeExportID) (model.CodeExport, error) {
	e, err := s.GetExport(ctx, id)
	switch {
	case err != nil:
		return e, err
	case e.State == model.CodeExportRevoked:
		return e, ErrRevoked.With("export %d", id)
	case e.State != model.CodeExportReady:
		return e, ErrComputing.With("%d of %d codes", e.Done-e.FromItem, e.ToItem-e.FromItem)
	}
	return e, nil
}

// Downloads pages through the fetches of an export's files, newest first, before an id (0:
// from the newest), each with the link that it came by. Error: ErrUnknownExport.
func (s *Service) Downloads(ctx context.Context, id model.CodeExportID, before model.CodeDownloadID, limit int) ([]model.CodeDownload, map[model.CodeLinkID]model.CodeLink, error) {
	if _, err := s.GetExport(ctx, id); err != nil {
		return nil, nil, err
	}
	downloads, err := s.store.downloads(ctx, id, before, limit)
	if err != nil {
		return nil, nil, err
	}
	ids := make([]model.CodeLinkID, len(downloads))
	for i, d := range downloads {
		ids[i] = d.LinkID
	}
	links, err := s.store.links(ctx, ids)
	return downloads, links, err
}

// noFileName is what batch numbers may hold (GS1's character set 82 has some of it) and names
// of files may not, on one system or another.
var noFileName = regexp.MustCompile(`[/\\:*?"<>|[:cntrl:]]`)

// FileName is what a file of an export is called, wherever it is kept; number 0 is the
// manifest.
func FileName(ref string, e model.CodeExport, number int) string {
	ref = noFileName.ReplaceAllString(ref, "_")
	if number == 0 {
		return fmt.Sprintf("%s-%s-manifest.json", ref, faces(e))
	}
	return fmt.Sprintf("%s-%s-%05d.%s", ref, faces(e), number, FormatName(e.Format))
}

func faces(e model.CodeExport) string {
	if e.Pair {
		return e.Face.Level().String() + "_pairs"
	}
	return e.Face.String()
}
