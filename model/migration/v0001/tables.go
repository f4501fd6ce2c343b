// Package v0001 freezes the tables of the first version. Never edit it: later
// changes are later migrations.
package v0001

// Tables lists what the migration creates, in order.
func Tables() []any {
	return []any{
		&Lease{}, &Message{}, &Document{},
		&Product{},
		&Org{}, &OrgLink{}, &Territory{}, &Membership{},
		&Person{}, &AppAccount{}, &SessionFamily{}, &RefreshToken{}, &ConsoleUser{}, &AuditEntry{},
		&KeyEpoch{}, &PackagingProfile{}, &Batch{}, &BatchLevel{}, &SlotCursor{}, &Activation{}, &Revocation{}, &RegistryVersion{}, &ForeignShape{}, &ForeignCode{},
		&CustodyEvent{}, &CustodyEventRange{}, &LinkSpan{}, &HolderSpan{}, &AssignmentSpan{}, &SlotBlock{},
		&LedgerTransaction{}, &LedgerEntry{}, &LedgerBalance{}, &LedgerSeal{},
		&Grant{},
		&Scan{}, &ScanJudgement{}, &ScanOnce{},
		&DiversionCase{}, &DiversionFlag{}, &PenalisedUnit{},
		&RebateUnit{}, &OpenedCase{}, &RebateAccrual{},
	}
}
