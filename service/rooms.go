// Package service wires the rooms of the business by hand, from the lowest shelf up.
// The command and the tests build the same house.
package service

import (
	"context"
	"time"

	"channelrouter/internal/blob"
	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/internal/kv"
	"channelrouter/internal/lease"
	"channelrouter/internal/outbox"
	"channelrouter/internal/personal"
	"channelrouter/model"
	"channelrouter/model/event"
	"channelrouter/service/campaign"
	"channelrouter/service/casefile"
	"channelrouter/service/catalog"
	"channelrouter/service/channel"
	"channelrouter/service/code"
	"channelrouter/service/codeorder"
	"channelrouter/service/contact"
	"channelrouter/service/custody"
	"channelrouter/service/diversion"
	"channelrouter/service/identity"
	"channelrouter/service/insight"
	"channelrouter/service/intake"
	"channelrouter/service/ledger"
	"channelrouter/service/link"
	"channelrouter/service/listing"
	"channelrouter/service/marketcode"
	"channelrouter/service/message"
	"channelrouter/service/payout"
	"channelrouter/service/privacy"
	"channelrouter/service/rebate"
	"channelrouter/service/recall"
	"channelrouter/service/remittance"
	"channelrouter/service/reward"
	"channelrouter/service/risk"
	"channelrouter/service/scan"
	"channelrouter/service/settlement"
	"channelrouter/service/staff"
	"channelrouter/service/tax"
	"channelrouter/service/visibility"
	"channelrouter/service/warehouse"
	"channelrouter/service/watch"
)

// Ground is what the rooms stand on.
type Ground struct {
	DB       *db.DB
	KV       kv.Store
	Clock    clock.Clock
	IDs      *id.Generator
	Keeper   *lease.Keeper
	Keyring  *code.Keyring
	Printing code.Printing
	WeChat   identity.WeChat
	// Apps are the roles' mini-programs, Links makes what opens them, and VerifyFiles are
	// what WeChat asks for at the root of each host.
	Apps        map[string]link.App
	Links       link.WeChat
	VerifyFiles map[string]string
	// Payer pays wallets out, those that have a till.
	Payer payout.Payer
	Tills map[model.AccountKind]payout.Till
	// Risk ranks people.
	Risk risk.WeChat
	// Messenger carries messages to people through the apps of their roles.
	Messenger   message.Sender
	MessageApps map[model.Role]message.App
	// MarketCodes is WeChat's one item one code; nil where it is not set up.
	MarketCodes marketcode.WeChat
	// Content checks what people write, and Blobs keeps their photos. WeChat fetches photos
	// from PublicURL, https://HOST; "": they are not checked.
	Content   contact.WeChat
	Blobs     blob.Store
	PublicURL string
	// Uploads are where files that people hand in are, and how large.
	Uploads intake.Settings
	// Guesses is how many unknown codes one account, device or address may try an hour.
	Guesses int64
	// DueDays is how long a personal-data request may take; 0: as the room says.
	DueDays int
	// MessageDays is how long messages are kept, and LinkDays links that have ended; 0: as their rooms say.
	MessageDays, LinkDays int
	// KeptYears are for how long rows are kept after an erasure, by why they are; nil: as the room says.
	KeptYears map[personal.Why]int
	// SecondFactor are the console's roles that must have one.
	SecondFactor []model.UserRole
}

// Rooms is the house.
type Rooms struct {
	Ground
	Outbox    *outbox.Outbox
	Relay     *outbox.Relay
	Identity  *identity.Service
	Catalog   *catalog.Service
	Channel   *channel.Service
	Link      *link.Service
	Code      *code.Service
	Staff     *staff.Service
	Ledger    *ledger.Service
	Tax       *tax.Service
	Risk      *risk.Service
	Custody   *custody.Service
	Reward    *reward.Service
	Payout    *payout.Service
	Market    *marketcode.Service
	CodeOrder *codeorder.Service
	Rebate    *rebate.Service
	Diversion *diversion.Service
	Intake    *intake.Service
	Warehouse *warehouse.Service
	Scan      *scan.Service
	Message   *message.Service
	Campaign  *campaign.Service
	Contact   *contact.Service
	Recall    *recall.Service
	CaseFile  *casefile.Service
	Listing   *listing.Service
	Watch     *watch.Service
	Insight   *insight.Service
	// Settlement says what the brand owes organisations, period by period.
	Settlement *settlement.Service
	// Remittance pays it, by bank or in credit.
	Remittance *remittance.Service
	// Visibility tells others what happened to goods, and hears from them.
	Visibility *visibility.Service
	// Privacy carries out what people ask to be done with their data.
	Privacy *privacy.Service
	// GuessLimit counts codes that do not exist, by who tried them. It goes on when the
	// key-value store does not.
	GuessLimit *kv.Limiter
}

// New builds the rooms and binds the keyring to the database.
func New(ctx context.Context, g Ground) (*Rooms, error) {
	r := &Rooms{Ground: g}
	limits := kv.NewFailover(g.KV, kv.NewMemory(g.Clock.Now))
	r.GuessLimit = &kv.Limiter{Store: limits, Name: "guess", Limit: g.Guesses, Window: time.Hour}
	r.Outbox = outbox.New(g.DB, g.Clock, g.IDs)
	r.Relay = outbox.NewRelay(r.Outbox, g.Keeper)
	if err := r.openLower(limits); err != nil {
		return nil, err
	}
	r.openMiddle(limits)
	r.openUpper(limits)
	r.join()
	return r, r.Code.Bind(ctx)
}

// openLower opens the rooms that others stand on: who people are, what is sold, and money.
func (r *Rooms) openLower(limits kv.Store) (err error) {
	g := r.Ground
	r.Identity = identity.New(g.DB, g.Clock, g.IDs, r.Outbox, g.WeChat, identity.Keys{
		JWT: g.Keyring.Derive("identity/jwt"), Phone: g.Keyring.Derive("identity/phone"), PhoneIndex: g.Keyring.Derive("identity/phone-index"),
		Factor: g.Keyring.Derive("identity/second-factor"),
	})
	r.Identity.RequireSecondFactor(g.SecondFactor)
	r.Catalog = catalog.New(g.DB, g.IDs)
	r.Channel = channel.New(g.DB, g.Clock, g.IDs)
	r.Link, err = link.New(g.DB, g.Clock, g.IDs, g.KV, g.Links,
		link.Settings{Apps: g.Apps, Printing: g.Printing, VerifyFiles: g.VerifyFiles},
		link.Keys{Hop: g.Keyring.Derive("link/hop"), Scene: g.Keyring.Derive("link/scene")})
	if err != nil {
		return err
	}
	if r.Code, err = code.New(g.DB, g.Clock, g.IDs, g.Keyring, g.Printing, r.Link); err != nil {
		return err
	}
	invited := kv.Limiter{Store: limits, Name: "invitation", Limit: g.Guesses, Window: time.Hour}
	r.Staff = staff.New(g.DB, g.Clock, g.IDs, r.Identity, r.Channel, invited, g.Keyring.Derive("staff/invitation"))
	r.Ledger = ledger.New(g.DB, g.Clock, g.IDs, g.Keyring.Derive("ledger/seal"))
	r.Tax = tax.New(g.DB, g.Clock, g.IDs, g.Keyring.Derive("tax/person"))
	r.Risk = risk.New(g.DB, g.Clock, limits, r.Identity, g.Risk)
	return nil
}

// openMiddle opens the rooms of goods, what they earn, and the scan that joins them.
func (r *Rooms) openMiddle(limits kv.Store) {
	g := r.Ground
	r.Custody = custody.New(g.DB, g.Clock, g.IDs, r.Outbox, r.Code, r.Channel)
	r.CodeOrder = codeorder.New(g.DB, g.Clock, g.IDs, r.Identity, r.Catalog, r.Code, g.Keyring.Derive("codeorder/link"))
	r.Market = marketcode.New(g.DB, g.KV, g.Clock, g.IDs, r.Identity, r.Catalog, r.Code, g.MarketCodes)
	r.Reward = reward.New(g.DB, g.Clock, r.Identity, r.Ledger)
	r.Payout = payout.New(g.DB, g.Clock, g.IDs, r.Outbox,
		payout.Rooms{Identity: r.Identity, Ledger: r.Ledger, Tax: r.Tax, Risk: r.Risk}, limits, g.Payer, g.Tills)
	r.Rebate = rebate.New(g.DB, g.Clock, g.IDs, r.Outbox, r.Catalog, r.Channel, r.Custody, r.Ledger)
	r.Diversion = diversion.New(g.DB, g.Clock, g.IDs, r.Outbox, diversion.Rooms{
		Catalog: r.Catalog, Channel: r.Channel, Custody: r.Custody, Ledger: r.Ledger, Identity: r.Identity,
	})
	r.Intake = intake.New(g.DB, g.Clock, g.IDs,
		intake.Rooms{Catalog: r.Catalog, Channel: r.Channel, Code: r.Code, Custody: r.Custody}, g.Uploads)
	r.Warehouse = warehouse.New(g.DB, g.Clock, g.IDs, warehouse.Rooms{Channel: r.Channel, Code: r.Code, Custody: r.Custody})
	r.Visibility = visibility.New(g.DB, g.Clock, g.IDs, g.Printing.Host(model.FacePallet), visibility.Rooms{
		Catalog: r.Catalog, Channel: r.Channel, Code: r.Code, Custody: r.Custody,
	})
	r.Scan = scan.New(g.DB, g.Clock, g.IDs, r.Outbox, r.GuessLimit, g.Keyring.Derive("scan/pseudonym"), scan.Rooms{
		Identity: r.Identity, Catalog: r.Catalog, Channel: r.Channel, Link: r.Link, Code: r.Code, Custody: r.Custody,
		Reward: r.Reward, Diversion: r.Diversion, Market: r.Market,
	})
}

// openUpper opens the rooms above the scan, that people meet.
func (r *Rooms) openUpper(limits kv.Store) {
	g := r.Ground
	secrets := campaign.Secrets{
		Seed: g.Keyring.Derive("campaign/seed"), Address: g.Keyring.Derive("campaign/address"), Device: g.Keyring.Derive("campaign/device"),
	}
	r.Campaign = campaign.New(g.DB, g.Clock, g.IDs, r.Outbox, secrets,
		campaign.Rooms{Identity: r.Identity, Catalog: r.Catalog, Ledger: r.Ledger, Risk: r.Risk, Scan: r.Scan, Tax: r.Tax})
	r.Message = message.New(g.DB, g.Clock, g.IDs, g.Messenger, g.MessageApps, message.Rooms{
		Identity: r.Identity, Catalog: r.Catalog, Channel: r.Channel, Reward: r.Reward, Payout: r.Payout, Rebate: r.Rebate,
		Diversion: r.Diversion, Campaign: r.Campaign,
	})
	r.Recall = recall.New(g.DB, g.Clock, g.IDs, recall.Rooms{
		Catalog: r.Catalog, Channel: r.Channel, Code: r.Code, Custody: r.Custody, Message: r.Message, Scan: r.Scan,
	})
	r.Contact = contact.New(g.DB, g.Clock, g.IDs, contact.Rooms{
		Catalog: r.Catalog, Channel: r.Channel, Code: r.Code, Identity: r.Identity, Message: r.Message, Risk: r.Risk, Scan: r.Scan,
	}, contact.Outside{
		WeChat: g.Content, Blobs: g.Blobs, Signer: blob.NewSigner(g.Keyring.Derive("contact/media")), PublicURL: g.PublicURL,
		Limits: limits, Guesses: r.GuessLimit,
	})
	r.CaseFile = casefile.New(g.DB, g.Clock, g.IDs, g.Blobs, g.Keyring.Derive(casefile.KeyPurpose), casefile.Rooms{
		Catalog: r.Catalog, Channel: r.Channel, Code: r.Code, Contact: r.Contact, Custody: r.Custody, Diversion: r.Diversion,
		Identity: r.Identity, Scan: r.Scan,
	})
	r.Insight = insight.New(g.DB, g.Clock, r.Catalog, r.Channel, r.Scan)
	r.Listing = listing.New(g.DB, g.Clock, g.IDs, g.Blobs)
	r.Watch = watch.New(g.DB, g.Clock, g.IDs, watch.Rooms{
		CaseFile: r.CaseFile, Catalog: r.Catalog, Channel: r.Channel, Code: r.Code, Custody: r.Custody, Diversion: r.Diversion,
		Scan: r.Scan,
	})
	r.Settlement = settlement.New(g.DB, g.Clock, g.IDs, settlement.Rooms{
		Catalog: r.Catalog, Channel: r.Channel, Ledger: r.Ledger, Rebate: r.Rebate, Diversion: r.Diversion, Scan: r.Scan,
		Message: r.Message,
	})
	r.Remittance = remittance.New(g.DB, g.Clock, g.IDs, g.Keyring.Derive("remittance/bank-account"), remittance.Rooms{
		Channel: r.Channel, Ledger: r.Ledger, Settlement: r.Settlement,
	})
	r.Privacy = privacy.New(g.DB, g.Clock, g.IDs, g.Blobs, g.Keyring.Derive("privacy/copy"), r.Identity, r.privacy(), r.personal()...)
}

func (r *Rooms) privacy() privacy.Settings {
	apps := map[string]string{}
	for role, app := range r.Apps {
		if app.ID != "" {
			apps[role] = app.ID
		}
	}
	return privacy.Settings{DueDays: r.DueDays, Years: r.KeptYears, Apps: apps}
}

// personal is what the rooms hold of people, in the order in which it is erased: first what they are
// recognised by, last their number, by which the others look for what is theirs.
func (r *Rooms) personal() []personal.Part {
	return []personal.Part{
		r.Identity.PersonalAccess(),
		r.Payout.Personal(), r.Campaign.Personal(), r.Ledger.Personal(), r.Channel.Personal(), // something may be owed there
		r.Reward.Personal(), r.Tax.Personal(), r.Scan.Personal(), r.Message.Personal(), r.Contact.Personal(), r.Recall.Personal(),
		r.Diversion.Personal(), r.CaseFile.Personal(), r.Watch.Personal(), r.Warehouse.Personal(), r.Settlement.Personal(),
		r.Staff.Personal(), r.Identity.Personal(),
	}
}

// join tells rooms of what happens in others.
func (r *Rooms) join() {
	outbox.On(r.Relay, r.onScanRecorded)
	outbox.On(r.Relay, r.Ledger.OnPersonUnited)
	outbox.On(r.Relay, r.Channel.OnPersonUnited)
	outbox.On(r.Relay, r.Tax.OnPersonUnited)
	outbox.On(r.Relay, r.Message.OnPersonUnited)
	outbox.On(r.Relay, r.Campaign.OnPersonUnited)
	outbox.On(r.Relay, r.Contact.OnPersonUnited)
	outbox.On(r.Relay, r.Reward.OnScanRejudged)
	outbox.On(r.Relay, r.Rebate.OnScanRejudged)
	outbox.On(r.Relay, r.Message.OnScanRejudged) // after the rewards that it releases
	outbox.On(r.Relay, r.Message.OnCaseDecided)
	outbox.On(r.Relay, r.Message.OnCaseStep)
	outbox.On(r.Relay, r.Message.OnPayoutSettled)
	outbox.On(r.Relay, r.Message.OnPrizeWon)
	outbox.On(r.Relay, r.Insight.OnScansSeen)
	outbox.On(r.Relay, r.Insight.OnSalesChanged)
	outbox.On(r.Relay, r.Insight.OnCaseOpened)
	outbox.On(r.Relay, r.Insight.OnCaseStep)
	outbox.On(r.Relay, r.Insight.OnCaseDecided)
	outbox.On(r.Relay, r.Insight.OnPayoutAsked)
	outbox.On(r.Relay, r.Insight.OnPayoutSettled)
	outbox.On(r.Relay, r.Scan.OnCustodyRewritten)
	outbox.On(r.Relay, r.CaseFile.OnCustodyRewritten)
}

// onScanRecorded tells the rooms of scans, one after the other, about the same goods. A
// scan is judged by all that is known before rebates hear of it.
func (r *Rooms) onScanRecorded(ctx context.Context, facts []event.ScanRecorded) error {
	ctx = custody.Remember(ctx)
	if err := r.Scan.OnScanRecorded(ctx, facts); err != nil {
		return err
	}
	if err := r.Reward.OnScanRecorded(ctx, facts); err != nil {
		return err
	}
	if err := r.Rebate.OnScanRecorded(ctx, facts); err != nil {
		return err
	}
	if err := r.Message.OnScanRecorded(ctx, facts); err != nil {
		return err
	}
	return r.Insight.OnScanRecorded(ctx, facts)
}
