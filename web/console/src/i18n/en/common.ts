import type zh from '../zh/common'

export default {
  product: 'Channel router',
  login: 'Log in', logout: 'Log out', account: 'Account', password: 'Password', code: 'Code', again: 'Log in again',
  expired: 'Your session is over. Log in and go on: what you typed is still here.', leave: 'Leave',
  search: 'Find', searchHint: 'A code, an organisation or a page; press / to get here', language: '中文', dark: 'Dark', light: 'Light', menu: 'Menu', skip: 'Skip to content',
  save: 'Save', cancel: 'Cancel', ok: 'OK', close: 'Close', edit: 'Edit', add: 'Add', remove: 'Remove', retry: 'Try again', back: 'Back', more: 'More',
  refresh: 'Refresh', export: 'Export', columns: 'Columns', views: 'Views', saveView: 'Save this view', viewName: 'Name of the view', filters: 'Filters', reset: 'Reset', all: 'All',
  previous: 'Previous', next: 'Next', first: 'First page', nothing: 'Nothing here', loading: 'Loading', rows: '{n} a page',
  sure: 'Do you want to do this?', done: 'Done', copied: 'Copied', yes: 'Yes', no: 'No', none: 'None', unknown: 'Unknown',
  from: 'From', to: 'To', today: 'Today', days: '{n} days', reason: 'Reason', note: 'Note', state: 'State', time: 'Time', who: 'By', name: 'Name', number: 'Number',
  required: 'Please fill this in', tooShort: 'At least {n} characters', tooLong: 'At most {n} characters', tooSmall: 'Not below {n}', tooLarge: 'Not above {n}', badForm: 'Not in this form: {pattern}', notNumber: 'A number, please', notInteger: 'A whole number, please',
  readOnly: 'Your role may look only', lostPermission: 'Your role may no longer do this. Ask an owner, or for another role.',
  unreachable: 'The server does not answer', unreachableHint: 'Look at your connection and try again in a while; what you typed is still here.',
  unexpected: 'Something went wrong on this page', unexpectedHint: 'Try again; if it stays, tell the operator the request id.', request: 'Request', missing: 'There is no such page', missingHint: 'Choose one from the menu, or search.',
  conflict: 'Somebody else has changed this', conflictHint: 'Yours is on the left, what is there now on the right. Go on from what is there.', mine: 'Yours', theirs: 'There now', takeTheirs: 'Take what is there', keepMine: 'Keep mine',
  exported: '{n} rows, ready to be fetched.', exporting: '{n} rows so far. It goes on when you close this; fetch it at “My account” later.', exportFailed: 'It was not finished:', exports: 'My exports', list: 'List',
  units: 'units', yuan: 'CNY', points: 'points', people: 'people', times: 'times',
  person: 'Person {id}', system: 'System', findOrg: 'Find by code or name', lookAt: 'Look at it', history: 'History', id: 'Id',
} satisfies Record<keyof typeof zh, string>
