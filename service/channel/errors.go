package channel

import "channelrouter/internal/errs"

var (
	// ErrUnknownOrg: no organisation of that id or code.
	ErrUnknownOrg = errs.New(errs.NotFound, "channel.unknown_organisation", "no such organisation", "check the organisation's code, or import it first")
	// ErrOrgExists: the code is taken by an organisation that differs.
	ErrOrgExists = errs.New(errs.Conflict, "channel.organisation_exists", "an organisation with other particulars has this code", "use another code, or change name and adcode by channel import; an organisation's kind never changes")
	// ErrBadOrg: an organisation's own fields are wrong.
	ErrBadOrg = errs.New(errs.Invalid, "channel.bad_organisation", "the organisation is not complete", "give code, kind, name and a GB/T 2260 adcode")
	// ErrBadLink: the two organisations cannot be linked so.
	ErrBadLink = errs.New(errs.Invalid, "channel.bad_link", "these two cannot be linked", "a terminal or wholesaler is supplied by a wholesaler or distributor, a distributor by the brand")
	// ErrBadTerritory: not an adcode prefix, or not a distributor.
	ErrBadTerritory = errs.New(errs.Invalid, "channel.bad_territory", "this is no territory", "territories belong to distributors and are 2-, 4- or 6-digit adcodes")
	// ErrBadMembership: the role does not fit the organisation.
	ErrBadMembership = errs.New(errs.Invalid, "channel.bad_membership", "this role does not exist in this organisation", "guides and terminal staff belong to terminals, salespeople to the brand or a distributor")
	// ErrUnknownMembership: the person does not act for the organisation in this role.
	ErrUnknownMembership = errs.New(errs.NotFound, "channel.unknown_membership", "this person has no such role in this organisation", "check person, role and organisation; who has left already needs no removing")
	// ErrOtherRole: in a role's app one acts in that role.
	ErrOtherRole = errs.New(errs.Invalid, "channel.other_role", "this role has an app of its own", "choose an organisation of the role that this app is for; the consumer's app lets you choose a role")
	// ErrImportRefused: rows of an import file are wrong.
	ErrImportRefused = errs.New(errs.Invalid, "channel.import_refused", "the file has wrong rows, so nothing was imported", "mend the rows in the report, or import with --skip-bad")
	// ErrBadImportFile: the file cannot be read as a table.
	ErrBadImportFile = errs.New(errs.Invalid, "channel.bad_import_file", "the file is not a CSV or XLSX table of organisations", "its header must name kind, code, name and adcode; see channel import --help")
)
