/** The card and its player. */
import { expect, html, oneEvent, waitUntil } from '@open-wc/testing';
import '../../src/youtube/index.js';
import { button, card, newId, player, start } from './cards.js';

describe('A card', () => {
  it('plays after one press, in a frame from the host without cookies that has the film’s title and the focus', async () => {
    const id = newId();
    const element = await card(html`<blog-youtube video=${id} video-title="A film"></blog-youtube>`);
    expect(player(element)).to.be.null;
    button(element).click();
    const frame = player(element)!;
    expect(frame.src).to.match(new RegExp(`^https://www\\.youtube-nocookie\\.com/embed/${id}\\?`));
    expect(frame.title).to.equal('A film');
    expect(frame.referrerPolicy).to.equal('strict-origin-when-cross-origin');
    expect(element.shadowRoot!.activeElement).to.equal(frame);
    expect(button(element), 'the button is still there').to.be.null;
    await oneEvent(element, 'blog-youtube-play');
    expect(element.paused).to.be.false;
    await waitUntil(() => element.duration === 116);
  });
});
