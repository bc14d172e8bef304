/** The card and its player. */
import { aTimeout, expect, html, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { BlogYoutube } from '../../src/youtube/index.js';
import { appears, button, card, heard, inside, message, newId, player, start } from './cards.js';

const film = (id = newId()) => card(html`<blog-youtube video=${id} video-title="A film"></blog-youtube>`);

describe('A film', () => {
  it('plays after one press, in a frame from the host without cookies that has its title and the focus', async () => {
    const id = newId();
    const element = await film(id);
    expect(player(element)).to.be.null;
    await waitUntil(() => inside<HTMLImageElement>(element, 'img')!.complete);
    await import('../../src/youtube/player.js');
    await aTimeout(0);
    button(element).click();
    // Within the press itself, once the player's part has come: what phones ask of a film that may play with sound.
    const frame = player(element)!;
    expect(frame.src).to.match(new RegExp(`^https://www\\.youtube-nocookie\\.com/embed/${id}\\?`));
    expect(frame.title).to.equal('A film');
    expect(frame.referrerPolicy).to.equal('strict-origin-when-cross-origin');
    expect(frame.allow).to.contain('autoplay');
    expect(element.shadowRoot!.activeElement).to.equal(frame);
    expect(button(element), 'the button is still there').to.be.null;
    expect(element.matches(':state(loading)')).to.be.true;
    await heard(element, 'blog-youtube-play');
    expect(element.matches(':state(loading)')).to.be.false;
    expect(element.paused).to.be.false;
    await waitUntil(() => element.duration === 116);
    await expect(element).to.be.accessible({ ignoredRules: ['frame-tested'] });
  });

  for (const key of ['Enter', ' ']) {
    it(`plays with ${key.trim() || 'Space'}`, async () => {
      const element = await film();
      const playing = heard(element, 'blog-youtube-play');
      button(element).focus();
      await sendKeys({ press: key });
      await playing;
      expect(element.shadowRoot!.querySelectorAll('iframe')).to.have.length(1);
    });
  }

  it('tells what happens: ready, buffering, play, time, pause', async () => {
    const element = await film();
    const heard: string[] = [];
    for (const name of ['ready', 'buffering', 'play', 'timeupdate', 'pause']) element.addEventListener(`blog-youtube-${name}`, () => heard.push(name));
    await start(element);
    element.seekTo(42);
    await waitUntil(() => element.currentTime === 42);
    element.pause();
    await waitUntil(() => element.paused);
    expect(heard).to.deep.equal(['ready', 'buffering', 'play', 'timeupdate', 'pause']);
    element.play();
    await waitUntil(() => !element.paused);
    expect(heard.at(-1)).to.equal('play');
  });

  it('waits for its player when the page asks early', async () => {
    const element = document.createElement('blog-youtube');
    element.video = newId();
    document.body.append(element);
    const playing = heard(element, 'blog-youtube-play');
    element.play();
    element.seekTo(30);
    await playing;
    await waitUntil(() => element.currentTime === 30);
    element.remove();
  });

  it('that the browser does not let begin is asked for once more, and its player stays usable', async () => {
    const element = await film(newId('blocked'));
    await start(element);
    expect(player(element)).to.exist;
  });

  it('goes back to the picture at its end, and the focus from the frame to the button', async () => {
    const element = await film();
    const frame = await start(element);
    const ended = heard(element, 'blog-youtube-ended');
    frame.focus();
    message(frame.contentWindow, 'https://www.youtube-nocookie.com', '{"event":"onStateChange","info":0}');
    await ended;
    expect(element.ended).to.be.true;
    await waitUntil(() => button(element));
    await waitUntil(() => element.shadowRoot!.activeElement === button(element), 'the focus is lost');
    expect(player(element)).to.be.null;
  });

  it('of a playlist goes on until the last, and one that loops stays', async () => {
    for (const attributes of [
      html`<blog-youtube video=${newId()} playlist="PLabcdef"></blog-youtube>`,
      html`<blog-youtube video=${newId()} params="loop=1"></blog-youtube>`,
    ]) {
      const element = await card(attributes);
      const frame = await start(element);
      const ended = heard(element, 'blog-youtube-ended');
      message(frame.contentWindow, 'https://www.youtube-nocookie.com', '{"event":"onStateChange","info":0}');
      await ended;
      await element.updateComplete;
      expect(player(element)).to.equal(frame);
      element.stop();
    }
  });

  it('pauses when another one plays', async () => {
    const [one, two] = [await film(), await film()];
    await start(one);
    await start(two);
    await waitUntil(() => one.paused);
    expect(two.paused).to.be.false;
    one.play();
    await waitUntil(() => !one.paused && two.paused);
  });

  it('with autopause pauses out of view, and without plays on', async () => {
    const element = await card(html`<blog-youtube autopause video=${newId()} video-title="A film"></blog-youtube>`);
    const far = document.body.appendChild(document.createElement('div'));
    far.style.height = '5000px';
    await start(element);
    scrollTo(0, 4500);
    await waitUntil(() => element.paused, 'it plays on');
    scrollTo(0, 0);
    far.remove();
  });

  it('is not steered by messages from elsewhere', async () => {
    const element = await film();
    const frame = await start(element);
    const data = '{"event":"onStateChange","info":2}';
    for (const { source, origin } of [
      { origin: 'https://evil.example', source: frame.contentWindow },
      { origin: location.origin, source: window },
      { origin: 'https://www.youtube-nocookie.com', source: window },
      { origin: 'https://www.youtube-nocookie.com.evil.example', source: frame.contentWindow },
    ])
      message(source, origin, data);
    for (const odd of [
      '',
      '{',
      'null',
      '[]',
      '{"event":"onStateChange","info":"2"}',
      '{"event":"infoDelivery","info":null}',
      '{"event":"infoDelivery","info":{"currentTime":"x","playbackRate":null}}',
      5,
      { event: 'onStateChange', info: 2 },
    ]) {
      message(frame.contentWindow, 'https://www.youtube-nocookie.com', odd);
    }
    expect(element.paused).to.be.false;
    const rate = heard(element, 'blog-youtube-ratechange');
    message(frame.contentWindow, 'https://www.youtube-nocookie.com', '{"event":"onPlaybackRateChange","info":1.5}');
    expect((await rate).rate).to.equal(1.5);
  });

  for (const [code, words] of [
    [2, 'isn’t a link'],
    [5, 'this browser'],
    [100, 'no longer'],
    [101, 'other sites'],
    [150, 'other sites'],
    [153, 'which page'],
  ] as const) {
    it(`that fails with ${code} says so in words, with the link to it`, async () => {
      const id = newId(`fails${code}-`);
      const element = await film(id);
      const failed = heard(element, 'blog-youtube-error');
      button(element).click();
      const event = await failed;
      expect(event.code).to.equal(code);
      const face = await appears(element, '[part=error]');
      expect(face.textContent).to.contain(words);
      expect(event.message).to.contain(words);
      expect(face.querySelector('a')!.href).to.contain(id);
      expect(player(element)).to.be.null;
      expect(element.matches(':state(error)')).to.be.true;
      await expect(element).to.be.accessible();
    });
  }

  it('that fails shows nothing of its own when the page cancels the event', async () => {
    const element = await film(newId('fails101-'));
    element.addEventListener('blog-youtube-error', (event) => event.preventDefault());
    const failed = heard(element, 'blog-youtube-error');
    button(element).click();
    await failed;
    await waitUntil(() => button(element));
    expect(inside(element, '[part=error]')).to.be.null;
    expect(element.matches(':state(error)')).to.be.false;
  });

  it('takes another id while it plays: back to the picture of that one', async () => {
    const element = await film();
    await start(element);
    const next = newId();
    element.video = next;
    await element.updateComplete;
    await waitUntil(() => button(element));
    expect(player(element)).to.be.null;
    const frame = await start(element);
    expect(frame.src).to.contain(next);
  });

  it('keeps its player when words around it change', async () => {
    const element = await film();
    const frame = await start(element);
    element.videoTitle = 'Another title';
    element.source = 'Euronews';
    element.autopause = true;
    await element.updateComplete;
    expect(player(element)).to.equal(frame);
    expect(frame.title).to.equal('Another title');
  });

  it('goes on where it was when the card is moved, and adds nothing', async () => {
    const element = await film();
    await start(element);
    element.seekTo(61);
    await waitUntil(() => element.currentTime === 61);
    const head = document.head.childElementCount;
    const place = document.body.appendChild(document.createElement('section'));
    const playing = heard(element, 'blog-youtube-ready');
    place.append(element);
    await playing;
    expect(element.shadowRoot!.querySelectorAll('iframe, .caption, img')).to.have.length(3);
    expect(player(element)!.src).to.contain('start=61');
    expect(document.head.childElementCount).to.equal(head);
    place.remove();
    await waitUntil(() => !player(element));
    document.body.append(element);
    await waitUntil(() => button(element));
    element.remove();
  });

  it('passes start, end, playlist and parameters on, and lets none of them out of the address', async () => {
    const id = newId();
    const element = await card(
      html`<blog-youtube video="https://youtu.be/${id}?t=1m30s" end="2:00" playlist="PLabcdef" params='controls=0&autoplay=0&enablejsapi=0&x="><script>'></blog-youtube>`,
    );
    button(element).click();
    const { searchParams, pathname, host } = new URL(player(element)!.src);
    expect(host + pathname).to.equal(`www.youtube-nocookie.com/embed/${id}`);
    const { start: from, end, list, controls, autoplay, enablejsapi, origin } = Object.fromEntries(searchParams);
    expect({ from, end, list, controls, autoplay, enablejsapi, origin }).to.deep.equal({
      from: '90',
      end: '120',
      list: 'PLabcdef',
      controls: '0',
      autoplay: '1',
      enablejsapi: '1',
      origin: location.origin,
    });
  });

  it('pressed before the player’s part has come plays when it comes: no press is lost', async () => {
    const element = document.createElement('blog-youtube');
    element.video = newId();
    document.body.append(element);
    await waitUntil(() => button(element));
    button(element).click();
    await element.updateComplete;
    expect(player(element)).to.exist;
    expect(element.shadowRoot!.activeElement).to.equal(player(element));
    await heard(element, 'blog-youtube-play');
    element.remove();
  });

  it('does in order what the page asks before anything is there', async () => {
    const element = document.createElement('blog-youtube');
    document.body.append(element);
    element.video = newId();
    element.play();
    element.seekTo(20);
    element.pause();
    await waitUntil(() => element.currentTime === 20 && element.paused && element.matches(':not(:state(loading))'));
    element.stop();
    await element.updateComplete;
    expect(player(element)).to.be.null;
    element.remove();
  });

  it('keeps its frame where the browser moves elements whole', async function () {
    if (!('moveBefore' in document.body)) this.skip(); // WebKit has no moveBefore yet
    const element = await film();
    const frame = await start(element);
    const place = document.body.appendChild(document.createElement('section'));
    place.lang = 'nl';
    (place as unknown as { moveBefore(node: Node, before: Node | null): void }).moveBefore(element, null);
    await element.updateComplete;
    expect(player(element) === frame).to.be.true;
    expect(element.paused).to.be.false;
    element.stop();
    await waitUntil(() => button(element)?.getAttribute('aria-label') === 'Afspelen: A film');
    place.remove();
  });

  it('is an element that a second copy does not define again', () => {
    expect(customElements.get('blog-youtube')).to.equal(BlogYoutube);
  });
});
