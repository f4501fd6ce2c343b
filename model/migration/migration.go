// Package migration brings a database to the schema the code expects, by numbered
// steps that run on both engines. Each step has structs of its own, frozen, so that
// an old step does the same forever.
package migration

import (
	"context"
	"fmt"

	"github.com/go-gormigrate/gormigrate/v2"
	"gorm.io/gorm"

	"channelrouter/internal/db"
	"channelrouter/model/migration/v0001"
	"channelrouter/model/migration/v0002"
	"channelrouter/model/migration/v0003"
	"channelrouter/model/migration/v0004"
	"channelrouter/model/migration/v0005"
	"channelrouter/model/migration/v0006"
	"channelrouter/model/migration/v0007"
	"channelrouter/model/migration/v0008"
	"channelrouter/model/migration/v0009"
	"channelrouter/model/migration/v0010"
	"channelrouter/model/migration/v0011"
	"channelrouter/model/migration/v0012"
	"channelrouter/model/migration/v0013"
	"channelrouter/model/migration/v0014"
	"channelrouter/model/migration/v0015"
	"channelrouter/model/migration/v0016"
	"channelrouter/model/migration/v0017"
	"channelrouter/model/migration/v0018"
	"channelrouter/model/migration/v0019"
	"channelrouter/model/migration/v0020"
	"channelrouter/model/migration/v0021"
	"channelrouter/model/migration/v0022"
	"channelrouter/model/migration/v0023"
	"channelrouter/model/migration/v0024"
	"channelrouter/model/migration/v0025"
	"channelrouter/model/migration/v0026"
	"channelrouter/model/migration/v0027"
	"channelrouter/model/migration/v0028"
	"channelrouter/model/migration/v0029"
	"channelrouter/model/migration/v0030"
	"channelrouter/model/migration/v0031"
	"channelrouter/model/migration/v0032"
	"channelrouter/model/migration/v0033"
	"channelrouter/model/migration/v0035"
	"channelrouter/model/migration/v0037"
	"channelrouter/model/migration/v0038"
	"channelrouter/model/migration/v0039"
	"channelrouter/model/migration/v0040"
	"channelrouter/model/migration/v0044"
	"channelrouter/model/migration/v0045"
	"channelrouter/model/migration/v0046"
	"channelrouter/model/migration/v0047"
	"channelrouter/model/migration/v0048"
	"channelrouter/model/migration/v0049"
	"channelrouter/model/migration/v0050"
	"channelrouter/model/migration/v0051"
	"channelrouter/model/migration/v0052"
	"channelrouter/model/migration/v0053"
	"channelrouter/model/migration/v0054"
	"channelrouter/model/migration/v0055"
)

func steps() []*gormigrate.Migration {
	return []*gormigrate.Migration{
		tables("0001_foundation", v0001.Tables()),
		tables("0002_payouts", v0002.Tables()),
		column("0003_decision_key", &v0003.DiversionCase{}, "DecisionKey"),
		column("0004_disabled_users", &v0004.ConsoleUser{}, "DisabledAt"),
		parts("0005_staff",
			tables("", v0005.Tables()),
			column("", &v0005.Person{}, "UnitedWith"), index("", &v0005.Person{}, "idx_persons_united_with"),
			column("", &v0005.Person{}, "TellAgainAt"), index("", &v0005.Person{}, "idx_persons_tell_again_at"),
		),
		tables("0006_link", v0006.Tables()),
		tables("0007_tax", v0007.Tables()),
		tables("0008_campaigns", v0008.Tables()),
		parts("0009_message", tables("", v0009.Tables()), index("", &v0009.RebateAccrual{}, "idx_rebate_accruals_day")),
		parts("0010_payout_names",
			column("", &v0010.Payout{}, "TaxFen"), column("", &v0010.Payout{}, "Name"), column("", &v0010.Payout{}, "SettledOn"),
			index("", &v0010.Payout{}, "idx_payouts_state"), index("", &v0010.Payout{}, "idx_payouts_settled"),
			tables("", v0010.Tables()),
		),
		parts("0011_marketcode", tables("", v0011.Tables()), column("", &v0011.ForeignCode{}, "Side")),
		tables("0012_contact", v0012.Tables()),
		column("0013_payout_sent", &v0013.Payout{}, "SentAt"),
		parts("0014_payout_turns", index("", &v0014.Payout{}, "idx_payouts_turn"), without(index("", &v0002.Payout{}, "idx_payouts_due"))),
		column("0015_declined_offers", &v0015.Invitation{}, "DeclinedAt"),
		index("0016_claims", &v0016.ScanOnce{}, "idx_scan_once_person"),
		tables("0017_scatter", v0017.Tables()),
		tables("0018_code_orders", v0018.Tables()),
		tables("0019_intake", v0019.Tables()),
		parts("0020_warehouse",
			tables("", v0020.Tables()), column("", &v0020.Grant{}, "Reason"), column("", &v0020.RebateUnit{}, "Withheld"),
			index("", &v0020.HolderSpan{}, "idx_holder_spans_held"), index("", &v0020.HolderSpan{}, "idx_holder_spans_coming"),
			without(index("", &v0001.HolderSpan{}, "idx_holder_spans_org")),
		),
		tables("0021_visibility", v0021.Tables()),
		tables("0022_recall", v0022.Tables()),
		tables("0023_relabels", v0023.Tables()),
		parts("0024_designation",
			column("", &v0024.CustodyEvent{}, "Designation"), column("", &v0024.CustodyEvent{}, "Loss"),
			column("", &v0024.AssignmentSpan{}, "Designation"),
		),
		tables("0025_deliveries", v0025.Tables()),
		tables("0026_returns", v0026.Tables()),
		column("0027_lost", &v0027.HolderSpan{}, "Lost"),
		index("0028_history", &v0028.CustodyEvent{}, "idx_custody_events_time"),
		parts("0029_declarations",
			column("", &v0029.EPCISEvent{}, "Declared"), column("", &v0029.EPCISEvent{}, "EventIDHash"), eventIDs(),
			index("", &v0029.EPCISEvent{}, "idx_epcis_events_said"), without(index("", &v0021.EPCISEvent{}, "idx_epcis_events_hash_id")),
			noDeclarations(),
		),
		parts("0030_rivals", column("", &v0030.ScatteredContents{}, "LaterBy"), tables("", v0030.Tables())),
		parts("0031_cases",
			tables("", v0031.Tables()), columns("", &v0031.DiversionCase{}, v0031.CaseColumns()),
			index("", &v0031.DiversionCase{}, "idx_diversion_cases_inspector"),
			column("", &v0031.DiversionFlag{}, "Found"),
			without(column("", &v0003.DiversionCase{}, "DecisionKey")), // the history has them now
		),
		index("0032_appeals", &v0032.DiversionCase{}, "idx_diversion_cases_appealed_at"),
		parts("0033_rebate_programmes",
			tables("", v0033.Tables()), column("", &v0033.RebateUnit{}, "Counted"),
			reshaped(
				shape{table: &v0033.RebateAccrual{}, mark: "ProgrammeID", fill: v0033.Forward},
				shape{table: &v0033.BeforeAccrual{}, mark: "Programme", fill: v0033.Back},
			),
		),
		parts("0035_sightings",
			column("", &v0035.Scan{}, "CaseItem"), column("", &v0035.Scan{}, "AssignedBy"), column("", &v0035.Scan{}, "Around"),
			column("", &v0035.Scan{}, "Device"), column("", &v0035.Scan{}, "Address"),
		),
		halveBlocks("0036_blocks"),
		parts("0037_inspected_scans", tables("", []any{&v0037.InspectedScan{}}), filled(v0037.Fill)),
		tables("0038_settlement", v0038.Tables()),
		tables("0039_remittance", v0039.Tables()),
		parts("0040_watch",
			tables("", []any{&v0040.DiversionAlert{}, &v0040.WatchedLot{}, &v0040.PolicyReplay{}, &v0040.WatchCursor{}}),
			column("", &v0040.DiversionCase{}, "Score"), index("", &v0040.DiversionCase{}, "idx_diversion_cases_window"),
			column("", &v0040.CaseRecord{}, "Damaged"),
		),
		tables("0044_listing", []any{&v0044.SavedView{}, &v0044.ListExport{}, &v0044.ListExportPart{}}),
		tables("0045_insight", []any{&v0045.InsightFact{}, &v0045.InsightState{}, &v0045.InsightDay{}, &v0045.InsightOrgDay{}, &v0045.InsightActive{}}),
		parts("0046_sign_in",
			tables("", []any{&v0046.LoginFailure{}, &v0046.SecondFactor{}, &v0046.RecoveryCode{}}),
			column("", &v0046.SessionFamily{}, "Browser"), column("", &v0046.SessionFamily{}, "Agent"),
			column("", &v0046.SessionFamily{}, "Address"), column("", &v0046.SessionFamily{}, "LastUsedAt"),
			column("", &v0046.AuditEntry{}, "Subject"), index("", &v0046.AuditEntry{}, "idx_audit_entries_subject"),
			index("", &v0046.AuditEntry{}, "idx_audit_entries_action"),
		),
		parts("0047_channel",
			column("", &v0047.Org{}, "Version"), columns("", &v0047.Import{}, []string{"Created", "Updated"}),
			column("", &v0047.ImportRejection{}, "Field"),
		),
		tables("0048_privacy", []any{&v0048.DataRequest{}, &v0048.DataRequestStep{}, &v0048.DataRequestChunk{}}),
		parts("0049_lists",
			columns("", &v0049.DiversionCase{}, []string{"Joined", "City"}), filled(v0049.FillCities),
			indexes(&v0049.DiversionCase{}, v0049.CaseIndexes()),
			without(index("", &v0001.DiversionCase{}, "idx_diversion_cases_origin")),
			without(index("", &v0001.DiversionCase{}, "idx_diversion_cases_status")),
			indexes(&v0049.DiversionAlert{}, v0049.AlertIndexes()),
			index("", &v0049.LedgerEntry{}, "idx_ledger_entries_history"),
			without(index("", &v0001.LedgerEntry{}, "idx_ledger_entries_account")),
		),
		parts("0050_organisations_scans", tables("", []any{&v0050.InsightOrgScan{}}), filled(v0050.Recount)),
		parts("0051_lists",
			index("", &v0051.CampaignWin{}, "idx_campaign_wins_at"), index("", &v0051.CampaignWin{}, "idx_campaign_wins_of"),
			index("", &v0051.CampaignWin{}, "idx_campaign_wins_prize"), index("", &v0051.CampaignWin{}, "idx_campaign_wins_stands"),
			index("", &v0051.CampaignWin{}, "idx_campaign_wins_waiting"),
			without(index("", &v0008.CampaignWin{}, "idx_campaign_wins_campaign_id")), without(index("", &v0008.CampaignWin{}, "idx_campaign_wins_state")),
			index("", &v0051.Payout{}, "idx_payouts_asked"), index("", &v0051.Payout{}, "idx_payouts_stands"),
		),
		parts("0052_audit_outcomes",
			columns("", &v0052.AuditEntry{}, []string{"Outcome", "Code", "Times", "MergeKey"}),
			index("", &v0052.AuditEntry{}, "idx_audit_entries_outcome"), index("", &v0052.AuditEntry{}, "idx_audit_entries_merge_key"),
		),
		parts("0053_told",
			column("", &v0053.Import{}, "Told"), column("", &v0053.ImportRejection{}, "Told"), column("", &v0053.EPCISCaptureError{}, "Told"),
			tables("", []any{&v0053.ImportOutcome{}}),
			column("", &v0053.DataRequest{}, "PurgedYear"), index("", &v0053.DataRequest{}, "idx_data_requests_purge"), column("", &v0053.DataRequestStep{}, "Purged"),
			index("", &v0053.Message{}, "idx_messages_at"), index("", &v0053.AppLink{}, "idx_app_links_expires_at"),
		),
		column("0054_closed_organisations", &v0054.Org{}, "ClosedAt"),
		parts("0055_packagings_kept",
			columns("", &v0055.PackagingProfile{}, []string{"Title", "RetiredAt", "Version"}),
			index("", &v0055.PackagingProfile{}, "idx_packaging_profiles_title"),
			columns("", &v0055.Product{}, []string{"PackagingProfileID", "Version"}),
		),
	}
}

// tables is a step that creates tables, and drops them on the way back. MySQL commits
// each of them, so a step that was interrupted goes on where it stood.
func tables(id string, list []any) *gormigrate.Migration {
	return &gormigrate.Migration{
		ID: id,
		Migrate: func(g *gorm.DB) error {
			for _, table := range list {
				if g.Migrator().HasTable(table) {
					continue
				}
				if err := g.Migrator().CreateTable(table); err != nil {
					return fmt.Errorf("create %T: %w", table, err)
				}
			}
			return nil
		},
		Rollback: func(g *gorm.DB) error { return drop(g, list...) },
	}
}

// column is a step that adds a column to a table, and drops it on the way back.
func column(id string, table any, field string) *gormigrate.Migration {
	return &gormigrate.Migration{
		ID: id,
		Migrate: func(g *gorm.DB) error {
			if g.Migrator().HasColumn(table, field) { // the step was interrupted
				return nil
			}
			return g.Migrator().AddColumn(table, field)
		},
		Rollback: func(g *gorm.DB) error {
			if !g.Migrator().HasColumn(table, field) {
				return nil
			}
			return dropColumn(g, table, field)
		},
	}
}

func migrator(ctx context.Context, d *db.DB) *gormigrate.Gormigrate {
	options := *gormigrate.DefaultOptions
	options.TableName = "schema_migrations"
	g := d.Migration(ctx)
	if d.Engine == "mysql" {
		// Text compares byte by byte, as it does on SQLite: codes, keys and logins are
		// case-sensitive.
		g = g.Set("gorm:table_options", "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin").Session(&gorm.Session{})
	} else {
		options.UseTransaction = true // SQLite can take a whole step back
	}
	return gormigrate.New(g, &options, steps())
}

// Up applies every step that is missing.
func Up(ctx context.Context, d *db.DB) error {
	unlock, err := d.LockMigration(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	return migrator(ctx, d).Migrate()
}

// Down takes the last applied step back. Its data are lost.
func Down(ctx context.Context, d *db.DB) error {
	unlock, err := d.LockMigration(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	return migrator(ctx, d).RollbackLast()
}

// Step is a migration and whether this database has it.
type Step struct {
	ID      string
	Applied bool
}

// Status lists all steps in order.
func Status(ctx context.Context, d *db.DB) ([]Step, error) {
	applied := map[string]bool{}
	g := d.Migration(ctx)
	if g.Migrator().HasTable("schema_migrations") {
		var ids []string
		if err := g.Table("schema_migrations").Pluck("id", &ids).Error; err != nil {
			return nil, err
		}
		for _, id := range ids {
			applied[id] = true
		}
	}
	var all []Step
	for _, s := range steps() {
		all = append(all, Step{ID: s.ID, Applied: applied[s.ID]})
	}
	return all, nil
}

// Pending counts the steps this database lacks.
func Pending(ctx context.Context, d *db.DB) (int, error) {
	status, err := Status(ctx, d)
	missing := 0
	for _, s := range status {
		if !s.Applied {
			missing++
		}
	}
	return missing, err
}
