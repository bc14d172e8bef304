/** English for the dialog to log in and register. */
export default {
  password: 'Password',
  forgot: 'Forgot your password?',
  forgotSend: 'Send me a mail',
  forgotSent: 'If there is an account with this address, a mail with a new way in is under way.',
  noAccount: 'No account yet? Register',
  hasAccount: 'Already registered? Log in',
  commonPassword: 'This password is too easy to guess. Choose another one.',
  shortPassword: 'Choose a longer password.',
  cannotMail: 'This site cannot send mail. Ask its owner for a new password.',
  close: 'Close',
  wrong: 'This is not right.',
  wrongPassword: 'E-mail address and password do not belong together.',
  takenEmail: 'There is an account with this address already. Log in instead.',
} as const;
