package main

import (
	"context"
	"fmt"
	"io"
	"testing"
	"time"

	"channelrouter/configs"
	"channelrouter/internal/db"
	"channelrouter/internal/dbtest"
	"channelrouter/internal/lease"
	"channelrouter/miniprogram/fake"
	"channelrouter/model"
	"channelrouter/service/catalog"
	"channelrouter/service/code"
	"channelrouter/service/intake"
)

// TestKilledServerEndsItsImport kills a server twice in the middle of an import; the third
// ends it with exactly the rows of the file: a million on MySQL.
func TestKilledServerEndsItsImport(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, e dbtest.Engine) {
		rows := int64(1_000_000)
		if e == dbtest.SQLite || testing.Short() {
			rows = 200_000
		}
		killImport(t, e, rows)
	})
}

func killImport(t *testing.T, e dbtest.Engine, rows int64) {
	wechat := fake.New()
	if err := wechat.Start(); err != nil {
		t.Fatal(err)
	}
	defer wechat.Close()
	c := installation(t, e, wechat)
	id := prepareImport(t, c, rows)
	d, err := db.Open(t.Context(), string(c.DatabaseURL))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	for life := range int64(3) {
		child := startChild(t, c)
		switch {
		case life == 2:
			awaitImport(t, d, id, rows, true)
		case e == dbtest.MySQL: // a million rows are one transaction there: it is killed amid it
			awaitImport(t, d, id, 0, false)
			time.Sleep(time.Duration(life+1) * 200 * time.Millisecond)
		default:
			awaitImport(t, d, id, rows*(life+1)/4, false)
		}
		_ = child.Process.Kill()
		_ = child.Wait()
		i, err := db.First[model.Import](d.Conn(t.Context()).Where("id = ?", id))
		if err != nil || life < 2 && i.State != model.ImportRunning {
			t.Errorf("the server was killed when the import was %+v, %v", i, err)
		}
		// What the dead holds would be another's in fifteen seconds.
		err = d.Run(t.Context(), func(ctx context.Context) error { return d.Conn(ctx).Where("1 = 1").Delete(&lease.Lease{}).Error })
		if err != nil {
			t.Fatal(err)
		}
	}
	checkImport(t, c, id, rows)
}

func importedNumber(n int64) string { return fmt.Sprintf("88%012d", n) }

// prepareImport uploads a file and declares its import, in a house that is closed again.
func prepareImport(t *testing.T, c configs.Config, rows int64) model.ImportID {
	t.Helper()
	ctx := t.Context()
	h, err := build(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	defer h.close()
	products, err := h.Catalog.Load(ctx, catalog.Sample())
	if err != nil {
		t.Fatal(err)
	}
	u, err := h.Intake.CreateUpload(ctx, intake.NewUpload{Name: "old.txt", Size: rows * 15})
	if err != nil {
		t.Fatal(err)
	}
	file, out := io.Pipe()
	go func() {
		for n := range rows {
			_, _ = io.WriteString(out, importedNumber(n)+"\n")
		}
		_ = out.Close()
	}()
	if _, err := h.Intake.Append(ctx, 0, u.ID, 0, file); err != nil {
		t.Fatal(err)
	}
	i, err := h.Intake.CreateImport(ctx, intake.NewImport{Key: "k", Upload: u.ID, Declaration: intake.Declaration{
		Kind: model.ImportForeign, Foreign: code.NewForeign{Ref: "OLD", ProductID: products[0].ID, Level: model.LevelCase, Length: 14, Charset: "digits"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return i.ID
}

// awaitImport waits until an import is running and has come to a row, or to its end.
func awaitImport(t *testing.T, d *db.DB, id model.ImportID, position int64, end bool) {
	t.Helper()
	for deadline := time.Now().Add(3 * time.Minute); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		i, err := db.First[model.Import](d.Conn(t.Context()).Where("id = ?", id))
		if err != nil {
			t.Fatal(err)
		}
		if i.State >= model.ImportDone || !end && i.State == model.ImportRunning && i.Position >= position {
			return
		}
	}
	t.Fatal("the import does not move")
}

// checkImport makes sure that the codes found are the file's, each leading to its item.
func checkImport(t *testing.T, c configs.Config, id model.ImportID, rows int64) {
	t.Helper()
	ctx := t.Context()
	h, err := build(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	defer h.close()
	i, err := h.Intake.Import(ctx, id)
	if err != nil || i.State != model.ImportDone || i.Accepted != rows || i.Rejected != 0 {
		t.Fatalf("%+v, %v", i, err)
	}
	var stored, items int64
	table := h.DB.Conn(ctx).Model(&model.ForeignCode{})
	if err := table.Count(&stored).Distinct("item").Count(&items).Error; err != nil || stored != rows || items != rows {
		t.Errorf("%d codes on %d items are stored of %d, %v", stored, items, rows, err)
	}
	for n := int64(0); n < rows; n += 997 {
		found, err := h.Code.ResolveCurrent(ctx, importedNumber(n))
		if err != nil || found.Item != i.FirstItem+model.ItemID(n) || found.Batch.ID != i.BatchID {
			t.Fatalf("row %d: %+v, %v", n, found, err)
		}
	}
}
