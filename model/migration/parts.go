package migration

import (
	"slices"

	"github.com/go-gormigrate/gormigrate/v2"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// parts makes one step of several, which are taken back from the last to the first.
func parts(id string, list ...*gormigrate.Migration) *gormigrate.Migration {
	return &gormigrate.Migration{
		ID: id,
		Migrate: func(g *gorm.DB) error {
			for _, part := range list {
				if err := part.Migrate(g); err != nil {
					return err
				}
			}
			return nil
		},
		Rollback: func(g *gorm.DB) error {
			for _, part := range slices.Backward(list) {
				if err := part.Rollback(g); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

// index is a step that adds an index to a table, and drops it on the way back.
func index(id string, table any, name string) *gormigrate.Migration {
	return &gormigrate.Migration{
		ID: id,
		Migrate: func(g *gorm.DB) error {
			if g.Migrator().HasIndex(table, name) { // the step was interrupted
				return nil
			}
			return g.Migrator().CreateIndex(table, name)
		},
		Rollback: func(g *gorm.DB) error {
			if !g.Migrator().HasIndex(table, name) {
				return nil
			}
			return g.Migrator().DropIndex(table, name)
		},
	}
}

// without is a step that takes back what an earlier one added, and adds it on the way back.
func without(added *gormigrate.Migration) *gormigrate.Migration {
	return &gormigrate.Migration{
		ID: added.ID, Migrate: gormigrate.MigrateFunc(added.Rollback), Rollback: gormigrate.RollbackFunc(added.Migrate),
	}
}

// dropColumn asks the database itself: on SQLite the migrator would make the table anew and
// leave its indexes out.
func dropColumn(g *gorm.DB, table any, field string) error {
	parsed := gorm.Statement{DB: g}
	if err := parsed.Parse(table); err != nil {
		return err
	}
	drop := "ALTER TABLE ? DROP COLUMN ?"
	if g.Name() == "mysql" {
		drop += ", FORCE" // writes the rows anew: else what was dropped stays in them, unseen, until they are full
	}
	return g.Exec(drop,
		clause.Table{Name: parsed.Schema.Table}, clause.Column{Name: parsed.Schema.LookUpField(field).DBName}).Error
}
