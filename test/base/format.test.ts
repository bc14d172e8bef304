import { expect } from '@open-wc/testing';
import { formatDate } from '../../src/base/format.js';

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
