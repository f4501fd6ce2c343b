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

// columns is a step that adds several columns to a table, and drops them on the way back.
func columns(id string, table any, fields []string) *gormigrate.Migration {
	list := make([]*gormigrate.Migration, len(fields))
	for i, field := range fields {
		list[i] = column("", table, field)
	}
	return parts(id, list...)
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

// indexes is a step that adds several indexes to a table, and drops them on the way back.
func indexes(table any, names []string) *gormigrate.Migration {
	list := make([]*gormigrate.Migration, len(names))
	for i, name := range names {
		list[i] = index("", table, name)
	}
	return parts("", list...)
}

// filled is a step that writes rows of old tables into a new one, which takes them along when
// it is dropped on the way back.
func filled(sql string) *gormigrate.Migration {
	return &gormigrate.Migration{
		Migrate:  func(g *gorm.DB) error { return g.Exec(sql).Error },
		Rollback: func(*gorm.DB) error { return nil },
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

// shape is what a table is to be like: mark is a field that it does not have otherwise, and
// fill copies its rows from the table's old self, whose name ends in _old.
type shape struct {
	table any
	mark  string
	fill  string
}

// reshaped is a step that gives a table another primary key, and its old shape on the way
// back: the table is made anew, because SQLite cannot change keys.
func reshaped(after, before shape) *gormigrate.Migration {
	return &gormigrate.Migration{
		Migrate:  func(g *gorm.DB) error { return reshape(g, after) },
		Rollback: func(g *gorm.DB) error { return reshape(g, before) },
	}
}

// reshape goes on where it stood if it was interrupted.
func reshape(g *gorm.DB, to shape) error {
	parsed := gorm.Statement{DB: g}
	if err := parsed.Parse(to.table); err != nil {
		return err
	}
	name, old := parsed.Schema.Table, parsed.Schema.Table+"_old"
	if !g.Migrator().HasTable(old) {
		if g.Migrator().HasColumn(to.table, to.mark) {
			return nil
		}
		if err := g.Migrator().RenameTable(name, old); err != nil {
			return err
		}
	}
	if err := dropIndexes(g, old); err != nil {
		return err
	}
	if !g.Migrator().HasTable(name) {
		if err := g.Migrator().CreateTable(to.table); err != nil {
			return err
		}
	}
	if err := g.Exec("DELETE FROM ?", clause.Table{Name: name}).Error; err != nil {
		return err
	}
	if err := g.Exec(to.fill).Error; err != nil {
		return err
	}
	return drop(g, old)
}

// dropIndexes frees the names of a table's indexes, which on SQLite no other table may have.
func dropIndexes(g *gorm.DB, table string) error {
	if g.Name() != "sqlite" {
		return nil
	}
	var names []string
	found := g.Raw("SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL", table).Scan(&names)
	for _, name := range names {
		if err := g.Exec("DROP INDEX ?", clause.Table{Name: name}).Error; err != nil {
			return err
		}
	}
	return found.Error
}

// drop drops tables, given by name or by model, the last first. It stays within its transaction:
// the migrator for SQLite asks for a second connection.
func drop(g *gorm.DB, tables ...any) error {
	for _, table := range slices.Backward(tables) {
		statement := &gorm.Statement{DB: g}
		name, named := table.(string)
		if !named {
			if err := statement.Parse(table); err != nil {
				return err
			}
			name = statement.Table
		}
		if err := g.Exec("DROP TABLE IF EXISTS ?", clause.Table{Name: name}).Error; err != nil {
			return err
		}
	}
	return nil
}
