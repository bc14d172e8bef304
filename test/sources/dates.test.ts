import { expect } from '@open-wc/testing';
import { readDate } from '../../src/sources/dates.js';

describe('A date in a feed', () => {
  for (const [written, iso] of Object.entries({
    'Sat, 29 Jun 2024 07:15:00 +0000': '2024-06-29T07:15:00.000Z',
    'Sat, 29 Jun 2024 07:15:00 GMT': '2024-06-29T07:15:00.000Z',
    'Sat, 29 Jun 24 07:15 EST': '2024-06-29T12:15:00.000Z',
    '29 Jun 99 07:15:00 PDT': '1999-06-29T14:15:00.000Z',
    'Saturday, 29 June 2024 09:15:00 CEST': '2024-06-29T07:15:00.000Z',
    'Sat, 29 Jun 2024 07:15:00 -03:30': '2024-06-29T10:45:00.000Z',
    '29 Jun 2024': '2024-06-29',
    'June 29, 2024': '2024-06-29',
    'Jun 29 2024, 07:15': '2024-06-29T07:15:00.000Z',
    '2024-06-29T07:15:00Z': '2024-06-29T07:15:00Z',
    '2024-06-29 07:15:00 +0200': '2024-06-29T07:15:00+02:00',
    '2024-06-29T07:15:00.123+02': '2024-06-29T07:15:00+02:00',
    ' 2024-06 ': '2024-06',
    '2024': '2024',
  })) it(`written ${written} is read`, () => { expect(readDate(written)).to.equal(iso); });

  for (const written of ['', 'yesterday', '2024-13-01', '32 Foo 2024', '<img src=x onerror=alert(1)>', '0000-00-00T00:00:00Z', null, undefined]) {
    it(`written ${JSON.stringify(written)} is left out`, () => { expect(readDate(written)).to.be.undefined; });
  }
});
