import type zh from '../zh/money'

/** The same words, and in each group the same ones. */
type Like<T> = { [K in keyof T]: T[K] extends string ? string : Like<T[K]> }

export default {
  programme: {
    add: 'New programme', addHint: 'First its code and kind; the terms stand in versions, which are in force once published.', code: 'Code', name: 'Name', kind: 'Kind', created: 'Created',
    empty: 'No rebate programme yet. Make one, draft a version, try it on past days, then publish it.', versions: 'Versions', standings: 'Standings', targets: 'Targets', displays: 'Displays',
    draft: 'Draft a version', noVersions: 'No version yet. Draft one with its terms and days.', retire: 'End the programme', retireHint: 'Nothing is earned from this day on; versions that would begin later are withdrawn. What sums up over periods ends with one.', retireDay: 'First day without it',
    version: 'Version {n}', newVersion: 'New version', days: 'Days', openEnd: 'no end', until: 'Until (exclusive)', fromDay: 'First day', toDay: 'End (exclusive)', toHint: 'Left out: until it is retired.',
    fromHint: 'Any day from tomorrow on.', fromPeriodHint: 'The first day of a period that is to come.', published: 'Published', terms: 'Terms', publish: 'Publish', publishAsk: 'Published terms never change; they are in force from their first day. Publish?',
    saved: 'The draft is saved', conflict: 'Somebody else has just changed this draft', edition: 'edition {n}', period: 'Period',
  },
  kind: { per_unit: 'Per unit', tiered: 'Tiered', retrospective: 'Retrospective', growth: 'Growth', mix: 'Mix', new_terminal: 'New terminals', display: 'Display', target: 'Target' },
  kindHint: {
    per_unit: 'So much for each unit that sells, at once, by level.', tiered: 'Each unit by the step that it falls in.', retrospective: 'All units by the step that their number has reached.',
    growth: 'All units by growth over the period before, or a year before.', mix: 'A bonus when enough of the listed products have sold their number each.', new_terminal: 'A bonus for each terminal that completes its first units.',
    display: 'A bonus for each terminal and period with an approved display.', target: 'A bonus, or so much a unit, by the part of the target that is reached.',
  },
  versionState: { draft: 'Draft', published: 'Published', withdrawn: 'Withdrawn', inForce: 'In force', toCome: 'To come', over: 'Over' },
  every: { month: 'Month', quarter: 'Quarter', year: 'Year' },
  tier: { regional: 'Regional', distributor: 'Distributor', wholesaler: 'Wholesaler', terminal: 'Terminal' },
  term: {
    every: 'Period', cap: 'Cap per organisation', budget: 'Budget', perPeriod: '{amount} CNY a period', unlimited: 'any amount', limitHint: 'Each period; left out: any amount.', scope: 'Scope', allGoods: 'all products', allOrgs: 'all organisations',
    products: 'Products', skus: 'Products', lines: 'Product lines', organisations: 'Who takes part', subtree: 'and whoever is below them', skusHint: 'Together with the lines; none of both: all products.', linesHint: 'Type a line and press Enter.', orgsHint: 'Left out: everybody.',
    shares: 'Shares by level', sharesHint: 'Each level gets this part of what its own sales earn; without one it takes no part.', rates: 'Rates for a unit', addSku: 'Other rates for a product',
    steps: 'Steps', addStep: 'Add a step', removeStep: 'Remove step {n}', from: { units: 'Above units', growth: 'Growth from', target: 'Target reached', reached: 'From units' }, fen: 'For a unit', bonus: 'Bonus',
    over: 'Compared with', overs: { previous_period: 'the period before', previous_year: 'a year before' }, floor: 'Least base', floorHint: 'An earlier period with fewer units, as of new organisations, counts as one with so many.',
    atLeast: 'Products needed', unitsEach: 'Units of each', bonusFen: 'Bonus', newUnits: 'First units', measure: 'Measured by', measures: { sell_out: 'sell-out at terminals', sell_in: 'sell-in (received less returned)' },
    nobody: 'no level takes part',
  },
  whatIf: {
    title: 'What if', hint: 'What this version would have paid over past days, against what was paid. Nothing is written.', run: 'Work it out', would: 'Would have paid', paid: 'Was paid', difference: 'Difference', capped: 'Kept back by cap and budget',
    exhausted: 'The budget would have been used up', cut: 'There is too much data; worked out up to {day} only.', periods: 'Whole periods within: {list}', none: 'Nobody would have earned anything in these days.', organisations: 'The {n} that gain or lose most, of {total}', picture: 'Would have paid and was paid, as bars',
    needDays: 'Choose the days first',
  },
  standing: {
    org: 'Organisation', tier: 'Level', units: 'Units', earned: 'Earned', posted: 'Accrued', used: 'Cap used', reasons: 'Kept back by', due: 'New facts are being worked out', fact: 'Facts', empty: 'Nobody has earned anything in this period yet.',
    facts: { before: '{n} units before', products: '{n} products reached', target: 'target of {n} units', terminals: '{n} terminals' }, reason: { cap_reached: 'cap reached', budget_exhausted: 'budget used up' },
    terminals: 'Terminals that count',
  },
  target: { set: 'Set targets', setHint: 'One or many organisations at a time; 0 units take a target away.', org: 'Organisation', units: 'Units', setBy: 'Set by', setAt: 'Set at', empty: 'No targets in this period yet. Who has none takes no part.', more: 'One more' },
  display: {
    approve: 'Approve a display', approveHint: 'After the terminal\'s photo was looked at. It pays where a version is in force on that day.', terminal: 'Terminal', photo: 'Where the photo is kept', shownOn: 'Day of the photo', approvedBy: 'Approved by', approvedAt: 'Approved at', withdraw: 'Withdraw',
    withdrawHint: 'What was paid for it is taken back.', withdrawn: 'Withdrawn', stands: 'Stands', empty: 'No display was approved yet.',
  },
  rebateLine: {
    sold: 'Sold at', what: 'Rests on', fen: 'Rebate', version: '{programme} version {n}', basic: 'Basic rate', diverted: 'Diverted', claimed: 'Consumer {at}', guided: 'Guide {at}', opened: 'Case opened {at}',
    units: '{n} units', txn: 'transaction {id}', period: 'period {period}',
  },
} satisfies Like<typeof zh>
