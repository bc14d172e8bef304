import { expect } from '@open-wc/testing';
import { isoDuration, parseDuration, sayDuration, showDuration } from '../../src/youtube/details.js';

describe('The length of a film', () => {
  for (const [text, seconds] of [
    ['PT1M56S', 116],
    ['pt1m56s', 116],
    ['1:56', 116],
    ['01:56', 116],
    ['116', 116],
    ['PT1H2M3S', 3723],
    ['1:02:03', 3723],
    ['PT2H', 7200],
    ['P1DT1S', 86401],
    ['PT1M56.5S', 116],
    [116, 116],
    ['', undefined],
    ['x', undefined],
    ['PT', undefined],
    ['0', undefined],
    ['1:2:3:4', undefined],
    ['-5', undefined],
    [null, undefined],
    ['9'.repeat(30), undefined],
    ['<b>', undefined],
  ] as const)
    it(`${text} is read as ${seconds}`, () => {
      expect(parseDuration(text)).to.equal(seconds);
    });

  it('is shown and said in the reader’s language', () => {
    expect(showDuration(116, 'nl')).to.equal('1:56');
    expect(showDuration(3723, 'en')).to.equal('1:02:03');
    expect(showDuration(5, 'en')).to.equal('0:05');
    expect(sayDuration(116, 'en')).to.equal('1 minute 56 seconds');
    expect(sayDuration(3600, 'en')).to.equal('1 hour');
    expect(sayDuration(116, 'nl')).to.match(/1 minuut\D+56 seconden/);
    expect(sayDuration(116, 'ru')).to.contain('1 минута');
  });

  it('is written for machines', () => {
    expect(isoDuration(116)).to.equal('PT1M56S');
    expect(isoDuration(7200)).to.equal('PT2H');
  });
});
