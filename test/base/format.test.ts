import { expect } from '@open-wc/testing';
import { formatAge, formatDate, formatMoment } from '../../src/base/format.js';

describe('A date for readers', () => {
  for (const [iso, locale, options, expected] of [
    ['2024-10-16', 'nl', {}, '16 oktober 2024'],
    ['2024-10-16', 'en-GB', { timeZone: 'Pacific/Kiritimati' }, '16 October 2024'],
    ['2024-10-16', 'nl', { hour: '2-digit', minute: '2-digit', weekday: 'long' }, '16 oktober 2024'],
    ['2024-02', 'nl', {}, 'februari 2024'],
    ['2024-02', 'en', { timeZone: 'America/New_York' }, 'February 2024'],
    ['2024-02', 'nl', { month: 'short' }, 'feb 2024'],
    ['2024', 'fr', {}, '2024'],
    ['2024-11-01T00:06:00Z', 'nl', { timeZone: 'Europe/Amsterdam' }, '1 november 2024'],
    ['2024-10-31T23:06:00Z', 'nl', { timeZone: 'Europe/Amsterdam' }, '1 november 2024'],
  ] as const) {
    it(`${iso} in ${locale} with ${JSON.stringify(options)} is "${expected}"`, () => {
      expect(formatDate(iso, locale, options)).to.equal(expected);
    });
  }

  it('is nothing when it cannot be read', () => {
    expect(formatDate('next week', 'en')).to.equal('');
    expect(formatDate('', 'en')).to.equal('');
  });

  it('falls to the reader’s zone when the zone is unknown', () => {
    expect(formatDate('2024-11-01T12:00:00Z', 'en', { timeZone: 'Mars/Olympus' })).to.match(/^(October 31|November [12]), 2024$/);
  });
});

describe('A moment in full', () => {
  it('is in the time zone that was asked for, or in the reader’s where that is unknown', () => {
    expect(formatMoment('2024-10-31T23:06:00Z', 'nl', 'Europe/Amsterdam')).to.equal('vrijdag 1 november 2024 om 00:06');
    expect(formatMoment('2024-10-31T23:06:00Z', 'en', 'Mars/Olympus')).to.contain('2024');
    expect(formatMoment('yesterday', 'en')).to.equal('');
  });
});

describe('An age', () => {
  const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();
  for (const [seconds, age] of [
    [5, 'just now'],
    [-600, 'just now'],
    [61, '1 minute ago'],
    [7300, '2 hours ago'],
    [86_500, 'yesterday'],
    [29.5 * 86_400, '29 days ago'],
    [31 * 86_400, undefined],
    [-7200, undefined],
  ] as const) {
    it(`of ${seconds} seconds is ${age ?? 'none: the date says more'}`, () => {
      expect(formatAge(ago(seconds), 'en', 'just now')).to.equal(age);
    });
  }
  it('of what cannot be read is none', () => {
    expect(formatAge('x', 'en', 'now')).to.be.undefined;
  });
});
