package intake

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"channelrouter/internal/errs"
	"channelrouter/internal/table"
	"channelrouter/model"
	"channelrouter/service/channel"
)

// A file of organisations is judged as a whole: who supplies whom may stand anywhere in it. The
// channel's own import does both passes. Writing is by chunks and says nothing twice, so that
// after a crash it is begun anew; what rows were to become is told by the first pass.

// judgeOrgs judges all rows of a file of organisations, and changes nothing.
func (s *Service) judgeOrgs(ctx context.Context, i *model.Import, _ task) error {
	d, report, err := s.importOrgs(ctx, *i, true, nil)
	if err != nil && !errors.Is(err, channel.ErrImportRefused) {
		return err
	}
	if len(report.Rows) == 0 {
		return ErrEmpty
	}
	next := *i
	next.Total, next.UpdatedAt = int64(len(report.Rows)), s.clock.Now()
	next.Rejected, next.Created, next.Updated = int64(report.Refused), int64(report.Created), int64(report.Updated)
	next.Accepted = next.Total - next.Rejected
	switch {
	case d.DryRun:
		next.State, next.Position = model.ImportDone, next.Total
	case report.Refused > 0 && !d.SkipBad:
		refused := ErrRowsRejected.With("%d of %d rows", report.Refused, len(report.Rows))
		next.State, next.Fault, next.Told = model.ImportFailed, reasonOf(refused), errs.Keep(refused, mostTold)
		next.Position, next.Accepted, next.Created, next.Updated = next.Total, 0, 0, 0
	default:
		next.State, next.Position = model.ImportRunning, 0
	}
	outcomes, err := outcomesOf(i.ID, report)
	if err != nil {
		return err
	}
	return s.told(ctx, i, next, rejectionsOf(i.ID, report), func(ctx context.Context) error { return s.store.keepOutcomes(ctx, outcomes) })
}

// writeOrgs has the good rows take effect. One that was good and is refused by now, since others
// have changed the channel meanwhile, comes into the report, too.
func (s *Service) writeOrgs(ctx context.Context, i *model.Import, _ task) error {
	writing, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	_, report, err := s.importOrgs(writing, *i, false, func(done, total int) {
		next := *i
		next.Position, next.UpdatedAt = min(int64(done), next.Total), s.clock.Now()
		if err := s.step(ctx, i, next); err != nil {
			stop(err) // cancelled, or another's: what is written stays
		}
	})
	if cause := context.Cause(writing); cause != nil && ctx.Err() == nil {
		return cause
	}
	if err != nil {
		return err
	}
	earlier, err := s.rejectedSoFar(ctx, i.ID)
	if err != nil {
		return err
	}
	var late []model.ImportRejection
	for _, r := range rejectionsOf(i.ID, report) {
		if !earlier[r.Line] {
			late = append(late, r)
		}
	}
	next := *i
	next.State, next.Position, next.UpdatedAt = model.ImportDone, i.Total, s.clock.Now()
	next.Rejected, next.Accepted = i.Rejected+int64(len(late)), i.Accepted-int64(len(late))
	return s.told(ctx, i, next, late)
}

// importOrgs gives an import's file to the channel. Rows without a day hold from the moment of
// the declaration on, however late or often they are written.
func (s *Service) importOrgs(ctx context.Context, i model.Import, dry bool, progress func(done, total int)) (Declaration, channel.ImportReport, error) {
	var d Declaration
	if err := json.Unmarshal(i.Declaration, &d); err != nil {
		return d, channel.ImportReport{}, err
	}
	file, err := s.files.open(i.UploadID)
	if err != nil {
		return d, channel.ImportReport{}, err
	}
	defer file.Close()
	format := "csv"
	if table.Format(i.Format) == table.Workbook {
		format = "xlsx"
	}
	report, err := s.rooms.Channel.Import(ctx, file, format, channel.ImportOptions{
		SkipBad: d.SkipBad || !dry, DryRun: dry, From: from(d, i), Progress: progress,
	})
	return d, report, err
}

func from(d Declaration, i model.Import) time.Time {
	if d.At.IsZero() {
		return i.CreatedAt
	}
	return d.At
}

// rejectedSoFar is the lines that the report has already.
func (s *Service) rejectedSoFar(ctx context.Context, id model.ImportID) (map[int64]bool, error) {
	lines, err := s.store.rejectedLines(ctx, id, 0, 1<<40)
	known := make(map[int64]bool, len(lines))
	for _, line := range lines {
		known[line] = true
	}
	return known, err
}

// rejectionsOf is the lines of the report.
func rejectionsOf(id model.ImportID, report channel.ImportReport) (rows []model.ImportRejection) {
	for _, r := range report.Rows {
		if r.Status != channel.RowRefused {
			continue
		}
		line := refusal{row{line: int64(r.Line)}, r.Fault}.rejection(id)
		line.Text, line.Field = cut(r.Code, 128), r.Column
		rows = append(rows, line)
	}
	return rows
}
