package watch_test

import (
	"fmt"
	"log/slog"
	"os"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/scan"
	"channelrouter/service/testkit"
	"channelrouter/service/watch"
)

func TestMain(m *testing.M) {
	slog.SetDefault(slog.New(slog.DiscardHandler)) // failures are part of the story
	os.Exit(m.Run())
}

// land is a channel of six distributors, each at home in a city, whose goods consumers scan.
type land struct {
	*testkit.World
	distributors []model.Org
	batches      []*code.Batch
	sold         []int64 // units of each that were scanned
}

// homes are where the distributors' consumers are: Hangzhou, Guangzhou, Chengdu, Wuhan, Xi'an
// and Jinan.
var homes = []string{"330106", "440106", "510107", "420106", "610113", "370102"}

// abroad is Fuzhou, which is nobody's.
const abroad = "350102"

func newLand(t *testing.T, e testkit.Engine) *land {
	l := &land{World: testkit.New(t, e)}
	for i, home := range homes {
		d := l.Distributor(fmt.Sprint("D", i), home[:4])
		b := l.BatchOf(fmt.Sprint("B", i), l.Products[0].ID, code.FiveInOne(24, 10), model.PreLinked, 1)
		l.Commission(b)
		l.Ship(l.Brand, d, b.Level(model.LevelPallet).From)
		l.Receive(d, b.Level(model.LevelPallet).From)
		l.distributors, l.batches, l.sold = append(l.distributors, d), append(l.batches, b), append(l.sold, 0)
	}
	l.Tick(time.Hour)
	return l
}

func (l *land) unit(d int, n int64) model.ItemID {
	return testkit.Item(l.batches[d], model.LevelUnit, n)
}

// input is somebody's scan of a unit of a distributor's, somewhere.
func (l *land) input(d int, unit int64, adcode string) scan.Input {
	return scan.Input{
		Person: l.Person(), Role: model.RoleConsumer, Text: l.Print(model.FaceUnitOuter, l.unit(d, unit)), Adcode: adcode,
	}
}

func (l *land) scanned(inputs ...scan.Input) (ids []model.ScanID) {
	for _, r := range l.Rooms.Scan.RecordBatch(l.Ctx, inputs) {
		So(r.Err, ShouldBeNil)
		ids = append(ids, r.Answer.ScanID)
	}
	return ids
}

// live lets days go by in which each distributor's consumers scan three units at home, from the
// last cases on.
func (l *land) live(days int) {
	for range days {
		var inputs []scan.Input
		for d, home := range homes {
			for range 3 {
				inputs = append(inputs, l.input(d, 239-l.sold[d]%200, home))
				l.sold[d]++
			}
		}
		l.scanned(inputs...)
		l.Tick(24 * time.Hour)
	}
}

// divert has a case and a half of the first distributor's sold abroad.
func (l *land) divert() []model.ScanID {
	inputs := make([]scan.Input, 12)
	for n := range inputs {
		inputs[n] = l.input(0, int64(3*n), abroad)
	}
	return l.scanned(inputs...)
}

// work has the watcher see all that there is.
func (l *land) work() { So(l.Watch.Work(l.Ctx), ShouldBeNil) }

// another is another process' watcher.
func (l *land) another() *watch.Service {
	return watch.New(l.DB, l.Clock, l.IDs, watch.Rooms{
		CaseFile: l.CaseFile, Catalog: l.Catalog, Channel: l.Channel, Code: l.Code, Custody: l.Custody, Diversion: l.Diversion,
		Scan: l.Rooms.Scan,
	})
}

func (l *land) alerts() []watch.Alert {
	alerts, err := l.Watch.Alerts(l.Ctx, watch.AlertQuery{}, 0, 100)
	So(err, ShouldBeNil)
	return alerts
}

func (l *land) cases(status model.CaseStatus) []model.DiversionCase {
	cases, err := l.Diversion.List(l.Ctx, status, 0, 100)
	So(err, ShouldBeNil)
	return cases
}
