import type zh from '../zh/home'

export default {
  period: 'Period', today: 'Today', days7: '7 days', days30: '30 days', days90: '90 days', range: 'Dates',
  scans: 'Scans', claims: 'Claims', sold: 'Sell-out', active_terminals: 'Active terminals', reward_fen: 'Rewards', reward_points: 'Reward points', rebate_fen: 'Rebates accrued',
  openCases: 'Open diversion cases', payoutsWaiting: 'Payouts waiting', more: 'more than {n}',
  todayIs: 'Today {n}', before: '{share} on the period before', noBefore: 'nothing in the period before', counting: 'Figures are being counted anew, and are not complete yet.',
  trend: 'Trend', trendLabel: '{figure} of each day from {from} to {to}', figure: 'Figure',
  map: 'Areas', mapLabel: '{figure} by area of {place}; the table beside it has the numbers', china: 'China', up: 'Back to China', place: 'Area', nowhere: 'Unknown', none: 'There is nothing in this period.',
  live: 'Live', pause: 'Pause', goOn: 'Go on', away: 'Connection lost, trying again…', connected: 'Connected', paused: 'Paused', skipped: 'More happened than can be shown; these are the latest.', quiet: 'Nothing has happened yet.',
  scan: 'Scan', claim: 'Claim', case_opened: 'New case', case_confirmed: 'Case confirmed', case_dismissed: 'Case dismissed', case_reversed: 'Case reversed',
  payout_asked: 'Payout asked', payout_paid: 'Payout paid', payout_returned: 'Payout returned', diverted: 'maybe diverted',
  rewarded: 'rewarded', repeat: 'repeat', traced: 'traced', claimed: 'claimed',
} satisfies Record<keyof typeof zh, unknown>
