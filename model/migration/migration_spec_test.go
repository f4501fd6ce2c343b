package migration_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/db"
	"channelrouter/internal/dbtest"
	"channelrouter/internal/lease"
	"channelrouter/internal/outbox"
	"channelrouter/internal/policy"
	"channelrouter/model"
	"channelrouter/model/migration"
)

// persisted is every row type of the program.
func persisted() []any {
	return append(model.Tables(), &lease.Lease{}, &outbox.Message{}, &policy.Document{})
}

// without leaves out the lines about gormigrate's own table.
func without(lines []string, word string) []string {
	return slices.DeleteFunc(lines, func(line string) bool { return strings.Contains(line, word) })
}

// difference lists what only one of two schemas has.
func difference(migrated, wanted []string) []string {
	var lines []string
	for _, line := range migrated {
		if !slices.Contains(wanted, line) {
			lines = append(lines, "migrated only: "+line)
		}
	}
	for _, line := range wanted {
		if !slices.Contains(migrated, line) {
			lines = append(lines, "in the models only: "+line)
		}
	}
	return lines
}

func TestDrift(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, e dbtest.Engine) {
		Convey("Given a database that was migrated, and one made from the models", t, func() {
			migrated := dbtest.Open(t, e)
			So(migration.Up(t.Context(), migrated), ShouldBeNil)
			made := dbtest.Open(t, e, persisted()...)

			Convey("they have the same tables, columns, keys and indexes", func() {
				wanted := schema(t, made)
				So(len(wanted), ShouldBeGreaterThan, 300)
				So(difference(without(schema(t, migrated), "schema_migrations"), wanted), ShouldBeEmpty)
			})
		})
	})
}

func TestTextOnMySQL(t *testing.T) {
	for _, e := range dbtest.Engines() {
		if e == dbtest.SQLite {
			continue
		}
		Convey("Given a database whose own collation ignores case, migrated", t, func() {
			d := dbtest.Open(t, e)
			So(d.Migration(t.Context()).Exec("ALTER DATABASE COLLATE utf8mb4_general_ci").Error, ShouldBeNil)
			So(migration.Up(t.Context(), d), ShouldBeNil)

			Convey("every text column compares byte by byte", func() {
				var text, others []string
				query(t, d, &text, `SELECT CONCAT(table_name, '.', column_name) FROM information_schema.columns
					WHERE table_schema = DATABASE() AND collation_name IS NOT NULL`)
				query(t, d, &others, `SELECT CONCAT(table_name, '.', column_name) FROM information_schema.columns
					WHERE table_schema = DATABASE() AND collation_name <> 'utf8mb4_bin'`)
				So(text, ShouldContain, "orgs.code")
				So(text, ShouldContain, "schema_migrations.id")
				So(others, ShouldBeEmpty)
			})
		})
	}
}

func TestMigrating(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, e dbtest.Engine) {
		Convey("Given an empty database", t, func() {
			ctx := t.Context()
			url := dbtest.URL(t, e)
			d := dbtest.Dial(t, url)
			pending := func() int {
				n, err := migration.Pending(ctx, d)
				So(err, ShouldBeNil)
				return n
			}
			steps, err := migration.Status(ctx, d)
			So(err, ShouldBeNil)

			Convey("every step is missing, in order", func() {
				So(steps, ShouldNotBeEmpty)
				So(steps[0], ShouldResemble, migration.Step{ID: "0001_foundation"})
				So(slices.IsSortedFunc(steps, func(a, b migration.Step) int { return strings.Compare(a.ID, b.ID) }), ShouldBeTrue)
				So(pending(), ShouldEqual, len(steps))
				So(schema(t, d), ShouldBeEmpty) // looking changes nothing
			})
			Convey("there is nothing to take back", func() {
				So(migration.Down(ctx, d), ShouldNotBeNil)
			})
			Convey("after Up every step is applied", func() {
				So(migration.Up(ctx, d), ShouldBeNil)
				So(pending(), ShouldEqual, 0)
				steps, err := migration.Status(ctx, d)
				So(err, ShouldBeNil)
				for _, step := range steps {
					So(step.Applied, ShouldBeTrue)
				}
				full := schema(t, d)

				Convey("a second Up changes nothing", func() {
					So(d.Migration(ctx).Create(&lease.Lease{Name: "kept", ExpiresAt: model.Forever}).Error, ShouldBeNil)
					So(migration.Up(ctx, d), ShouldBeNil)
					So(schema(t, d), ShouldResemble, full)
					kept, err := db.First[lease.Lease](d.Conn(ctx).Where("name = 'kept'"))
					So(err, ShouldBeNil)
					So(kept.ExpiresAt, ShouldEqual, model.Forever)
				})
				Convey("each step taken back and made again leaves all as it was", func() {
					for back := range steps {
						if back > 2 && back%8 != 0 {
							continue // what all of them leave, the next test sees
						}
						for range back + 1 {
							So(migration.Down(ctx, d), ShouldBeNil)
						}
						So(migration.Up(ctx, d), ShouldBeNil)
						So(schema(t, d), ShouldResemble, full)
					}
				})
				Convey("Down takes back one step after the other, down to nothing, and Up makes all anew", func() {
					for missing := range steps {
						So(migration.Down(ctx, d), ShouldBeNil)
						So(pending(), ShouldEqual, missing+1)
					}
					So(without(schema(t, d), "schema_migrations"), ShouldBeEmpty)
					So(migration.Up(ctx, d), ShouldBeNil)
					So(schema(t, d), ShouldResemble, full)
				})
			})
			Convey("a step that stopped half-way goes on once it can", func() {
				So(d.Migration(ctx).Exec("CREATE VIEW rebate_accruals AS SELECT 1 AS one").Error, ShouldBeNil)
				So(migration.Up(ctx, d), ShouldNotBeNil)
				So(pending(), ShouldEqual, len(steps))
				if e == dbtest.SQLite {
					So(without(schema(t, d), "rebate_accruals"), ShouldBeEmpty) // it was taken back
				}
				So(d.Migration(ctx).Exec("DROP VIEW rebate_accruals").Error, ShouldBeNil)
				So(migration.Up(ctx, d), ShouldBeNil)
				So(difference(without(schema(t, d), "schema_migrations"), schema(t, dbtest.Open(t, e, persisted()...))), ShouldBeEmpty)
			})
			Convey("two processes may do it at once", func() {
				both := []*db.DB{d, d}
				if e == dbtest.MySQL {
					both[1] = dbtest.Dial(t, url)
				}
				failures := make([]error, 2)
				var all sync.WaitGroup
				for i := range both {
					all.Go(func() { failures[i] = migration.Up(ctx, both[i]) })
				}
				all.Wait()
				So(failures, ShouldResemble, []error{nil, nil})
				So(pending(), ShouldEqual, 0)
			})
		})
	})
}
