/** Addresses of YouTube's, by the table in addresses.ts. */
import { expect } from '@open-wc/testing';
import { embedUrl, parsePlaylist, parseTime, parseVideoUrl, watchUrl } from '../../src/base/video-url.js';
import { films, id, list, playlists, refused } from './addresses.js';

describe('An address of YouTube’s', () => {
  for (const [text, more] of films)
    it(`${JSON.stringify(text)} is a film`, () => {
      const expected = text.trim() === '-----------' || text.trim() === '___________' ? text : id;
      expect(parseVideoUrl(text)).to.deep.equal({ id: expected, short: false, ...more });
    });
  for (const text of playlists)
    it(`${text} is a playlist`, () => {
      expect(parseVideoUrl(text)).to.deep.equal({ list, short: false });
    });
  for (const text of refused)
    it(`${JSON.stringify(text)} is refused`, () => {
      expect(parseVideoUrl(text)).to.be.undefined;
    });

  it('is tried in at least 150 forms', () => {
    expect(films.length + playlists.length + refused.length).to.be.greaterThan(150);
  });
  it('is read in no time, however long', () => {
    const begin = performance.now();
    for (const part of ['a', '/', 'a.', '&amp;', '%41', '1:']) parseVideoUrl(`https://www.youtube.com/watch?v=${part.repeat(200_000)}`);
    for (const part of ['a', 'a.', 'a-', '1:', ' ']) {
      parseVideoUrl(part.repeat(200_000));
      parseTime(part.repeat(200_000));
    }
    expect(performance.now() - begin).to.be.lessThan(1500);
  });
});

describe('A time', () => {
  for (const [text, seconds] of [
    ['90', 90],
    ['1m30s', 90],
    ['1:30', 90],
    ['1:02:03', 3723],
    ['1h', 3600],
    ['0', undefined],
    ['', undefined],
    ['x', undefined],
    ['1:2:3:4', undefined],
    [null, undefined],
  ] as const) {
    it(`${text} is ${seconds}`, () => {
      expect(parseTime(text)).to.equal(seconds);
    });
  }
});

describe('An address that goes out', () => {
  it('is built anew from its parts', () => {
    expect(watchUrl({ id, short: false, start: 90, list })).to.equal(`https://www.youtube.com/watch?v=${id}&list=${list}&t=90s`);
    expect(watchUrl({ id, short: true })).to.equal(`https://www.youtube.com/shorts/${id}`);
    expect(watchUrl({ list, short: false })).to.equal(`https://www.youtube.com/playlist?list=${list}`);
    expect(embedUrl({ id, short: false, start: 5, end: 9 }, { rel: '0' })).to.equal(`https://www.youtube-nocookie.com/embed/${id}?rel=0&start=5&end=9`);
    expect(embedUrl({ list, short: false })).to.equal(`https://www.youtube-nocookie.com/embed/videoseries?list=${list}`);
  });
  it('does not name a list that only its owner sees', () => {
    expect(embedUrl({ id, list: 'WL', short: false })).to.not.contain('WL');
  });
  it('escapes the parameters that a page sends along', () => {
    expect(new URL(embedUrl({ id, short: false }, { 'a&b': '"><script>' })).pathname).to.equal(`/embed/${id}`);
    expect(embedUrl({ id, short: false }, { 'a&b': '"><script>' })).to.not.match(/[<>"]/);
  });
});

describe('A playlist', () => {
  it('is read from its id or any address that names it', () => {
    expect(parsePlaylist(list)).to.equal(list);
    for (const text of playlists) expect(parsePlaylist(text), text).to.equal(list);
    for (const text of ['"><script>', 'https://evil.example/?list=PL', 'a', '']) expect(parsePlaylist(text), text).to.be.undefined;
  });
});
