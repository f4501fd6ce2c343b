package model

// Tables lists every persisted type of the rooms; the drift test holds the migrated
// schema against them.
func Tables() []any {
	return []any{
		&Product{},
		&Org{}, &OrgLink{}, &Territory{}, &OrgLogistics{}, &Membership{}, &RoleChoice{},
		&Person{}, &AppAccount{}, &SessionFamily{}, &RefreshToken{}, &ConsoleUser{}, &AuditEntry{}, &PersonPhone{}, &Consent{},
		&LoginFailure{}, &SecondFactor{}, &RecoveryCode{},
		&Invitation{}, &InvitationUse{},
		&KeyEpoch{}, &PackagingProfile{}, &Batch{}, &BatchLevel{}, &SlotCursor{}, &Activation{}, &Revocation{}, &Relabel{}, &RegistryVersion{}, &ForeignShape{}, &ForeignCode{},
		&CustodyEvent{}, &CustodyEventRange{}, &LinkSpan{}, &HolderSpan{}, &AssignmentSpan{}, &SlotBlock{},
		&ScatteredItem{}, &ScatteredBlock{}, &ScatteredContents{}, &ScatteredRival{},
		&HandheldEvent{}, &GoodsTransfer{}, &GoodsTransferRange{}, &StockTake{}, &StockDifference{},
		&GoodsDelivery{}, &GoodsDeliveryLine{}, &GoodsReceipt{}, &GoodsReceiptLine{}, &GoodsDamage{},
		&GoodsReturn{}, &GoodsReturnLine{}, &GoodsInspection{},
		&LedgerTransaction{}, &LedgerEntry{}, &LedgerBalance{}, &LedgerSeal{},
		&Grant{},
		&Scan{}, &ScanJudgement{}, &ScanOnce{},
		&RebateUnit{}, &OpenedCase{}, &RebateAccrual{}, &RebateSale{}, &RebateCount{}, &RebateVolume{},
		&RebateProgramme{}, &RebateProgrammeVersion{}, &RebateStanding{}, &RebatePot{}, &RebateTerminal{}, &RebateDisplay{}, &RebateTarget{},
		&DiversionCase{}, &DiversionFlag{}, &PenalisedUnit{}, &CaseEvent{}, &PenaltyHold{}, &CaseCompensation{},
		&DiversionAlert{}, &WatchedLot{}, &PolicyReplay{}, &SavedView{}, &ListExport{}, &ListExportPart{}, &WatchCursor{},
		&CaseRecord{}, &CaseEvidence{}, &InspectedScan{}, &EvidenceStrike{},
		&Payout{}, &Reconciliation{}, &StatementLine{}, &PayoutDifference{},
		&SettlementPeriod{}, &SettlementStatement{}, &SettlementLine{}, &SettlementAdjustment{}, &SettlementEvent{}, &SettlementPayment{}, &SettlementReturn{}, &SettlementHold{},
		&BankAccount{}, &BankPayee{}, &BankRun{}, &BankLine{}, &BankOmission{}, &CreditUse{}, &CreditHold{},
		&TaxWithheld{}, &TaxMonth{}, &Taxpayer{},
		&Message{}, &MessageDelivery{}, &MessageConsent{}, &MessageReport{}, &MessageCounter{}, &MessageRest{}, &MessageQuietHours{}, &MessageStatement{},
		&Thread{}, &ThreadPost{}, &Photo{}, &Announcement{}, &AnnouncementRecipient{},
		&Campaign{}, &CampaignPot{}, &CampaignCount{}, &CampaignDraw{}, &CampaignWin{},
		&DeviceTest{}, &AppLink{}, &LinkMaking{}, &LinkDay{}, &AppCode{},
		&EPCISCapture{}, &EPCISCaptureError{}, &EPCISEvent{}, &EPCISEventEPC{},
		&Recall{}, &RecallRange{}, &RecallNotice{},
		&MarketCodeOrder{}, &MarketCodeActivation{},
		&CodeOrder{}, &CodeOrderActivation{}, &CodeExport{}, &CodeExportShard{}, &CodeLink{}, &CodeDownload{},
		&Upload{}, &Import{}, &ImportRejection{}, &ImportOutcome{},
		&InsightFact{}, &InsightState{}, &InsightDay{}, &InsightOrgDay{}, &InsightActive{}, &InsightOrgScan{},
		&DataRequest{}, &DataRequestStep{}, &DataRequestChunk{},
	}
}
