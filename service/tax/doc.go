// Package tax is the room of what Chinese law asks of a brand that pays persons: to keep
// back the tax on what they receive, to owe it to the tax office, and to declare it.
//
// Two items of the Individual Income Tax Law matter here. Prizes are income by chance
// (偶然所得): a fifth of each, nothing deducted. What guides and salespeople earn is
// remuneration for labour (劳务报酬): all incomes of a month count as one, by a table
// that rises with their sum. The rules are a policy, because ministries change them, and
// because brands differ in who bears the tax on prizes and in whether labour is paid, and
// so declared, by somebody else.
//
// Withhold records an income and the tax on it in its caller's transaction; the caller
// posts the money: what the person has, and the tax to the brand's tax account. An
// income's tax is what the month's whole tax becomes by it, so the month's sum agrees
// with the table whatever the parts it came in. Incomes of one person and month follow
// each other, by the month's row. Reverse gives back to the month what an income took. A
// reversal in the midst of a month can leave it with more tax than its table says; later
// incomes of the month pay less until that is made good, and the person's yearly
// settlement makes good the rest.
//
// A taxpayer is whom the tax office knows a person as. He enters his name and document
// himself, with his consent. They are sealed with a key of the keyring, shown masked, and
// leave the room for two ends: the report to the tax office, and a payer that wants the
// real name.
//
// What must always hold: an income is taxed once; no tax is below zero or above its
// income; with one policy in force and nothing reversed, the month's tax is the table's on
// the month's sum; no name and no number is stored or logged in clear.
//
// It owns the tables tax_withheld, tax_months and taxpayers.
package tax
