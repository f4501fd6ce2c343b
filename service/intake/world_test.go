package intake_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/db"
	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/intake"
	"channelrouter/service/testkit"
)

// desk is a world in which somebody hands files in.
type desk struct {
	*testkit.World
	imports int
}

const clerk model.UserID = 7

func newDesk(t *testing.T, e testkit.Engine) *desk { return &desk{World: testkit.New(t, e)} }

// upload hands a file in, whole.
func (d *desk) upload(file string) model.UploadID {
	u, err := d.Intake.CreateUpload(d.Ctx, intake.NewUpload{By: clerk, Name: "codes.csv", Size: int64(len(file))})
	So(err, ShouldBeNil)
	u, err = d.Intake.Append(d.Ctx, clerk, u.ID, 0, strings.NewReader(file))
	So(err, ShouldBeNil)
	So(u.Complete, ShouldBeTrue)
	return u.ID
}

// declare hands a file in and declares its import.
func (d *desk) declare(file string, n intake.Declaration) model.Import {
	d.imports++
	i, err := d.Intake.CreateImport(d.Ctx, intake.NewImport{By: clerk, Key: fmt.Sprint("k", d.imports), Upload: d.upload(file), Declaration: n})
	So(err, ShouldBeNil)
	return i
}

// take takes a file in to its end.
func (d *desk) take(file string, n intake.Declaration) model.Import {
	i := d.declare(file, n)
	So(d.Intake.Work(d.Ctx), ShouldBeNil)
	return d.now(i)
}

func (d *desk) now(i model.Import) model.Import {
	is, err := d.Intake.Import(d.Ctx, i.ID)
	So(err, ShouldBeNil)
	return is
}

// report is an import's report without its heading, a line each.
func (d *desk) report(i model.Import) []string {
	var out strings.Builder
	So(d.Intake.WriteReport(d.Ctx, i.ID, false, &out), ShouldBeNil)
	heading, rows, _ := strings.Cut(out.String(), "\n")
	So(heading, ShouldEqual, "\ufeffrow,code,error,reason,hint")
	if rows == "" {
		return nil
	}
	return strings.Split(strings.TrimSuffix(rows, "\n"), "\n")
}

func (d *desk) count(table any) (n int64) {
	So(d.DB.Conn(d.Ctx).Model(table).Count(&n).Error, ShouldBeNil)
	return n
}

// logistic declares 14-digit numbers on cases, as logistics firms print them.
func (d *desk) logistic(ref string) intake.Declaration {
	return intake.Declaration{Kind: model.ImportForeign, Foreign: code.NewForeign{
		Ref: ref, ProductID: d.Products[0].ID, Level: model.LevelCase, Length: 14, Charset: "digits",
	}}
}

// numbers is 14-digit numbers, one a line.
func numbers(from, n int64) string {
	var file strings.Builder
	for i := from; i < from+n; i++ {
		fmt.Fprintf(&file, "%014d\r\n", 88_000_000_000_000+i)
	}
	return file.String()
}

func lines(rows ...string) string { return strings.Join(rows, "\n") + "\n" }

var errDied = errors.New("the process died")

// dying is a context whose n-th commit fails, and all after it, as those of a process that
// is killed.
func dying(ctx context.Context, n int) context.Context {
	return db.BeforeCommit(ctx, func(context.Context) error {
		if n--; n <= 0 {
			return errDied
		}
		return nil
	})
}
