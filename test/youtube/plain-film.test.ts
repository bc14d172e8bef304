/** The few addresses that a card reads by itself mean what the parser of all forms says they mean. */
import { expect } from '@open-wc/testing';
import { parseVideoUrl, watchUrl } from '../../src/base/video-url.js';
import { readPlainFilm } from '../../src/youtube/video.js';
import { films, id, playlists, refused } from '../base/addresses.js';

describe('A plain address', () => {
  for (const text of [id, `https://www.youtube.com/watch?v=${id}`, `https://youtube.com/watch?v=${id}`, `https://youtu.be/${id}`, `https://youtu.be/${id}?si=abcDEF123`, `https://www.youtube.com/shorts/${id}`]) {
    it(`${text} is read at once`, () => { expect(readPlainFilm(text)?.id).to.equal(id); });
  }

  it('is never read otherwise than by the parser', () => {
    for (const text of [...films.map(([film]) => film), ...playlists]) {
      const plain = readPlainFilm(text);
      const film = parseVideoUrl(text)!;
      if (plain) expect(plain, text).to.deep.equal({ ...film, watch: watchUrl(film) });
    }
  });

  for (const text of [...refused, `https://youtu.be${id}`, `https://www.youtube.com/embed${id}`, `https://www.youtube.com/shorts${id}`, `https://youtu.be/${id}?si=a"b`, `https://www.youtube.com/embed/${id}`, `https://www.youtube.com/embed/videoseries`]) {
    it(`${JSON.stringify(text)} is none`, () => { expect(readPlainFilm(text)).to.be.undefined; });
  }
});
