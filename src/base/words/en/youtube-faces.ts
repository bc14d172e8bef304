/** English of what is seldom shown: the question before the first film, and what went wrong. */
export default {
  consent: 'This film is on YouTube. If you play it, YouTube (Google) learns your internet address and may follow what you watch.',
  consentCard: 'Play this film',
  consentPage: 'Allow all films on this page',
  error2: 'This is not the address of a film on YouTube.',
  error5: 'The film could not be played in this browser.',
  error100: 'This film is no longer on YouTube, or it is private.',
  error101: 'Its maker lets this film be watched on YouTube only.',
  error153: 'YouTube does not play the film here, because it cannot see on which page it is.',
  errorOther: 'The film could not be played.',
  retry: 'Try again',
} as const;
