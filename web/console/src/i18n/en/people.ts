import type zh from '../zh/people'

export default {
  role: 'Role', roles: { owner: 'Owner', channel_manager: 'Channel manager', finance: 'Finance', auditor: 'Auditor', operator: 'Operator' },
  login: 'Login', add: 'Add a user', added: 'The user has been added', firstPassword: 'First password (tell it in person, to be changed after the first login)',
  active: 'May log in', disabled: 'Shut out', disable: 'Shut out', enable: 'Let in again', disableAsk: 'He is logged out at once, and stays so until he is let in again.',
  changeRole: 'Change role', changeRoleNote: 'He has to log in again after that.',
  resetFactor: 'Reset second factor', resetFactorAsk: 'For who has lost his phone. He then logs in by password alone, and all his sessions end. Make sure that it is he who asks.',
  sessions: 'Sessions', mySessions: 'My sessions', device: 'Device', address: 'Address', since: 'Since', lastUsed: 'Last used', current: 'This one',
  end: 'End', endOthers: 'End all others', endAll: 'End all his sessions', endAllAsk: 'He has to log in again on all devices.', program: 'Program',
  password: 'Change password', oldPassword: 'Present password', newPassword: 'New password (10 to 128 characters)', passwordNote: 'You have to log in again on all devices after that.',
  factor: 'Second factor', factorOn: 'On. {n} recovery codes are left.', factorOff: 'Off. When it is on, logging in also takes six digits of an app on your phone, so that your password alone opens nothing.',
  mustEnrol: 'Your role needs a second factor. Set it up to use the other pages.',
  enrol: 'Set up a second factor', scan: 'Scan the picture with an authenticator app, or type the secret, and enter the six digits that it shows.', secret: 'Secret', qr: 'QR code of the second factor', confirm: 'Confirm', appCode: 'Six digits of the app',
  recovery: 'Recovery codes', recoveryNote: 'Each stands once for the digits when your phone is lost. They are shown this once: print them or write them down, and keep them apart from the phone.', copy: 'Copy', print: 'Print', kept: 'I have kept them',
  remove: 'Go without second factor', removeCode: 'Six digits of the app, or a recovery code',
  secondStep: 'Enter the six digits of your authenticator app, or a recovery code.', forgot: 'Password forgotten or phone lost? Ask an owner of the console, who can reset your account.',
  open: 'Open', action: 'Action', subject: 'On what', subjectHint: 'such as batches/123', requestId: 'Request', user: 'User', from: 'From', to: 'To', command: 'Command',
  verbs: { POST: 'Add or carry out', PATCH: 'Change', PUT: 'Save', DELETE: 'Remove or withdraw', GET: 'Read' },
} satisfies Record<keyof typeof zh, unknown>
