/** Nothing is asked of another host before the reader agrees. */
import { expect, html, waitUntil } from '@open-wc/testing';
import { BlogYoutube } from '../../src/youtube/index.js';
import { appears, asked, button, card, inside, newId, player } from './cards.js';

const gated = (id = newId()) => card(html`<blog-youtube consent="required" video=${id} video-title="A film"></blog-youtube>`);
const [first, all] = ['.overlay button', '.overlay button + button'];

afterEach(async () => {
  await BlogYoutube.revokeConsent();
  localStorage.clear();
});

describe('A card that needs consent', () => {
  it('asks nothing of another host, poster and preconnects neither', async () => {
    const id = newId();
    const element = await card(
      html`<blog-youtube consent="required" fetch-title json-ld video=${id} poster-template="https://i.ytimg.com/x/{id}.png"></blog-youtube>`,
    );
    await appears(element, '[part=consent]');
    expect(inside(element, 'img, iframe, [part=button]')).to.be.null;
    element.play();
    await element.updateComplete;
    expect(player(element)).to.be.null;
    expect(document.querySelectorAll('link[rel=preconnect], link[rel="dns-prefetch"], link[href*="youtube.com"], link[href*="ytimg"]')).to.have.length(0);
    expect(await asked(id)).to.deep.equal([]);
    await expect(element).to.be.accessible();
  });

  it('plays by one press of a reader who agrees for this film only', async () => {
    const [one, two] = [await gated(), await gated()];
    const press = await appears<HTMLButtonElement>(one, first);
    await appears(two, first);
    press.click();
    expect(player(one), 'a second press is needed').to.exist;
    expect(one.shadowRoot!.activeElement).to.equal(player(one));
    expect(inside(two, '[part=consent]')).to.exist;
    expect(localStorage.length).to.equal(0);
  });

  it('opens all cards of the page to a reader who agrees for all', async () => {
    const [one, two] = [await gated(), await gated()];
    (await appears<HTMLButtonElement>(one, all)).click();
    await waitUntil(() => inside(two, '[part=button]'));
    expect(inside(two, 'img')).to.exist;
    expect(localStorage.length, 'it is remembered though nobody asked').to.equal(0);
  });

  it('lets the page stop the agreement before anything is loaded', async () => {
    const element = await gated();
    const scopes: string[] = [];
    element.addEventListener('blog-youtube-consent', (event) => {
      scopes.push(event.scope);
      event.preventDefault();
    });
    (await appears<HTMLButtonElement>(element, first)).click();
    (await appears<HTMLButtonElement>(element, all)).click();
    await element.updateComplete;
    expect(scopes).to.deep.equal(['card', 'page']);
    expect(player(element)).to.be.null;
    expect(inside(element, 'img')).to.be.null;
  });

  it('is opened and shut by the page: grantConsent() and revokeConsent()', async () => {
    const element = await gated();
    await (customElements.get('blog-youtube') as typeof BlogYoutube).grantConsent();
    await waitUntil(() => inside(element, '[part=button]'));
    button(element).click();
    expect(player(element)).to.exist;
    await BlogYoutube.revokeConsent();
    await appears(element, '[part=consent]');
    expect(player(element)).to.be.null;
  });

  it('remembers only where the page asks for it', async () => {
    const remembering = await card(html`<blog-youtube consent="required" remember-consent video=${newId()}></blog-youtube>`);
    (await appears<HTMLButtonElement>(remembering, all)).click();
    expect(localStorage.getItem('blog-youtube-consent')).to.equal('granted');
    await BlogYoutube.revokeConsent();
    expect(localStorage.length).to.equal(0);
    // As after a reload: only what the browser remembers.
    localStorage.setItem('blog-youtube-consent', 'granted');
    const again = await card(html`<blog-youtube consent="required" remember-consent video=${newId()}></blog-youtube>`);
    const forgetful = await gated();
    await waitUntil(() => inside(again, '[part=button]'));
    await appears(forgetful, '[part=consent]');
  });

  it('can be made one, and be let go, at any time', async () => {
    const element = await card(html`<blog-youtube video=${newId()} video-title="A film"></blog-youtube>`);
    button(element).click();
    element.consent = 'required';
    await appears(element, '[part=consent]');
    expect(player(element)).to.be.null;
    element.removeAttribute('consent');
    element.consent = null;
    await waitUntil(() => inside(element, '[part=button]'));
  });

  it('has room for words of the page’s own', async () => {
    const element = await card(html`<blog-youtube consent="required" video=${newId()}><span slot="consent">Ask me nicely.</span></blog-youtube>`);
    await appears(element, '[part=consent]');
    await waitUntil(() => element.querySelector('span')!.getClientRects().length === 1);
  });
});
