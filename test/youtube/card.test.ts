/** What a card shows before anybody plays it. */
import { aTimeout, expect, html, waitUntil } from '@open-wc/testing';
import { emulateMedia } from '@web/test-runner-commands';
import '../../src/youtube/index.js';
import { appears, asked, button, card, heard, inside, newId, player, start } from './cards.js';

const name = (element: Parameters<typeof button>[0]) => button(element).getAttribute('aria-label');

describe('A card', () => {
  it('takes film and title from the link inside, which stays a link', async () => {
    const id = newId();
    const element = await card(
      html`<blog-youtube source="Euronews" date="2024-10-16" duration="PT1M56S"><a href="https://www.youtube.com/watch?v=${id}">The title</a></blog-youtube>`,
    );
    expect(name(element)).to.equal('Play: The title, 1 minute 56 seconds');
    expect(inside(element, '[part=meta]')!.textContent).to.equal('Euronews, October 16, 2024 (1:56)');
    expect(inside(element, 'time')!.getAttribute('datetime')).to.equal('2024-10-16');
    expect(element.querySelector('a')!.getClientRects()).to.have.length(1);
    expect(inside(element, '.caption')!.getBoundingClientRect().top).to.be.at.most(element.querySelector('a')!.getBoundingClientRect().top);
    await expect(element).to.be.accessible();
  });

  it('by attributes has a link of its own', async () => {
    const id = newId();
    const element = await card(html`<blog-youtube video="https://youtu.be/${id}?t=90" video-title="A film"></blog-youtube>`);
    const link = inside<HTMLAnchorElement>(element, '[part=link]')!;
    expect(link.href).to.equal(`https://www.youtube.com/watch?v=${id}&t=90s`);
    expect(link.textContent).to.equal('A film');
    expect(name(element)).to.equal('Play: A film');
    await expect(element).to.be.accessible();
  });

  it('has its own link where there is nothing inside but space, and none beside the page’s', async () => {
    const element = await card(html`<blog-youtube video=${newId()} video-title="A film">
    </blog-youtube>`);
    expect(inside(element, '[part=link]')!.getClientRects()).to.have.length(1);
    element.innerHTML = `<a href="https://youtu.be/${newId()}">The page’s</a>`;
    await waitUntil(() => !inside(element, '[part=link]'));
    element.replaceChildren();
    await waitUntil(() => inside(element, '[part=link]')?.textContent === 'A film');
  });

  it('reads odd addresses, and source, date and length, before it is drawn', async () => {
    const id = newId();
    const element = document.createElement('blog-youtube');
    element.setAttribute('video', `http://M.youtube.com/watch?feature=share&v=${id}&t=1m30s`);
    element.setAttribute('duration', '1:02:03');
    document.body.append(element);
    await element.updateComplete;
    expect(name(element)).to.equal('Play: YouTube video, 1 hour 2 minutes 3 seconds');
    expect(inside<HTMLAnchorElement>(element, '[part=link]')!.href).to.equal(`https://www.youtube.com/watch?v=${id}&t=90s`);
    expect(element.duration).to.equal(3723);
    element.remove();
  });

  it('does not call a film by its address', async () => {
    const id = newId();
    const element = await card(html`<blog-youtube><a href="https://youtu.be/${id}">https://youtu.be/${id}</a></blog-youtube>`);
    expect(name(element)).to.equal('Play: YouTube video');
  });

  for (const [lang, play, line] of [
    ['nl', 'Afspelen: X, 1 minuut, 56 seconden', 'Euronews, 16 oktober 2024 (1:56)'],
    ['de', 'Abspielen: X', '16. Oktober 2024'],
    ['fr', 'Lire : X', '16 octobre 2024'],
    ['es', 'Reproducir: X', '16 de octubre de 2024'],
    ['ru', 'Воспроизвести: X', '16 октября 2024'],
    ['ar', 'تشغيل: X', 'Euronews، '],
    ['sw', 'Play: X', 'October 16, 2024'],
  ] as const) {
    it(`speaks ${lang}`, async () => {
      const element = await card(
        html`<div lang=${lang}><blog-youtube video=${newId()} video-title="X" source="Euronews" date="2024-10-16" duration="1:56"></blog-youtube></div>`,
      );
      expect(name(element)!.replace(/,? (?=56)/, ', ')).to.contain(play);
      expect(inside(element, '[part=meta]')!.textContent).to.contain(line);
      expect(inside(element, '.box')!.getAttribute('dir')).to.equal(lang === 'ar' ? 'rtl' : 'ltr');
      expect(inside(element, '.box')!.getAttribute('lang')).to.equal(lang === 'sw' ? 'en' : null);
      await expect(element).to.be.accessible();
    });
  }

  it('is upright at every width for a film under /shorts/, and 16:9 for others', async () => {
    const element = await card(html`<blog-youtube video="https://www.youtube.com/shorts/${newId()}" video-title="X"></blog-youtube>`);
    for (const width of [200, 320, 768]) {
      element.style.inlineSize = `${width}px`;
      const { width: wide, height } = inside(element, '[part=frame]')!.getBoundingClientRect();
      expect(wide / height).to.be.closeTo(9 / 16, 0.01);
    }
    element.video = newId();
    await element.updateComplete;
    const box = inside(element, '[part=frame]')!.getBoundingClientRect();
    expect(box.width / box.height).to.be.closeTo(16 / 9, 0.01);
    element.short = true;
    await element.updateComplete;
    expect(inside(element, '[part=frame]')!.getBoundingClientRect().height).to.be.greaterThan(inside(element, '[part=frame]')!.getBoundingClientRect().width);
  });

  it('follows every change', async () => {
    const element = await card(html`<blog-youtube video=${newId()} video-title="One"></blog-youtube>`);
    element.setAttribute('video-title', 'Two');
    element.setAttribute('duration', '61');
    element.setAttribute('source', 'S');
    await element.updateComplete;
    expect(name(element)).to.equal('Play: Two, 1 minute 1 second');
    element.setAttribute('duration', 'x');
    element.removeAttribute('source');
    await element.updateComplete;
    expect(name(element)).to.equal('Play: Two');
    expect(element.duration).to.be.NaN;
    const poster = inside<HTMLImageElement>(element, 'img')!.src;
    element.setAttribute('video', newId());
    await element.updateComplete;
    expect(inside<HTMLImageElement>(element, 'img')!.src).to.not.equal(poster);
  });

  it('follows the link inside: another address, another text, one that comes later', async () => {
    const element = await card(html`<blog-youtube></blog-youtube>`);
    await waitUntil(() => element.matches(':state(empty)'));
    const link = document.createElement('a');
    link.href = `https://youtu.be/${newId()}`;
    link.textContent = 'One';
    element.append(link);
    await waitUntil(() => button(element) && name(element) === 'Play: One');
    link.textContent = 'Two';
    await waitUntil(() => name(element) === 'Play: Two');
    const id = newId();
    link.href = `https://youtu.be/${id}`;
    await waitUntil(() => inside<HTMLImageElement>(element, 'img')!.src.includes(id));
    await waitUntil(() => !element.matches(':state(empty)'));
  });

  for (const bad of [
    'abc',
    'javascript:alert(1)',
    'https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ',
    '"><img src=x onerror=alert(1)>',
    'https://vimeo.com/1',
    'videoseries',
  ]) {
    it(`with ${bad} for a film says so, asks nothing, and keeps the link inside`, async () => {
      const element = await card(html`<blog-youtube video=${bad}><a href="https://example.org/">elsewhere</a></blog-youtube>`);
      const face = await appears(element, '[part=error]');
      expect(face.textContent).to.contain('isn’t a link to a YouTube video');
      expect(element.matches(':state(error)')).to.be.true;
      expect(inside(element, 'img, iframe, [part=button]')).to.be.null;
      expect(element.querySelector('a')!.getClientRects()).to.have.length(1);
      await expect(element).to.be.accessible();
      element.video = newId();
      await waitUntil(() => button(element));
      await waitUntil(() => !element.matches(':state(error)'));
    });
  }

  it('tells the page of a bad address, with the cause', async () => {
    const element = document.createElement('blog-youtube');
    const failed = heard(element, 'blog-youtube-error');
    element.video = 'abc';
    document.body.append(element);
    const event = await failed;
    expect([event.code, event.cause, event.cancelable]).to.deep.equal([2, 'abc', true]);
    let told = 0;
    element.addEventListener('blog-youtube-error', (another) => {
      told++;
      another.preventDefault();
    });
    element.video = 'abd';
    await waitUntil(() => told === 1);
    await waitUntil(() => !inside(element, '[part=error]'));
    element.source = 'x';
    await element.updateComplete;
    expect(told).to.equal(1);
    element.remove();
  });

  it('makes no markup of a hostile title, source or date', async () => {
    const evil = '<img src=x onerror="window.fired = true">';
    const element = await card(
      html`<blog-youtube video=${newId()} video-title=${evil} source=${evil} date=${evil} poster=${evil} time-zone=${evil} duration=${evil}></blog-youtube>`,
    );
    expect(inside(element, '.caption img')).to.be.null;
    button(element).click();
    expect(player(element)!.title).to.equal(evil);
    expect('fired' in window).to.be.false;
  });

  it('shows its poster and its link on paper, playing or not', async function () {
    if (!navigator.userAgent.includes('Chrome/')) return; // only Chromium can be asked to print to the screen
    const element = await card(html`<blog-youtube video=${newId()} video-title="A film"></blog-youtube>`);
    await start(element);
    await emulateMedia({ media: 'print' });
    expect(player(element)!.getClientRects()).to.have.length(0);
    expect(inside(element, 'img')!.getClientRects()).to.have.length(1);
    expect(getComputedStyle(inside(element, '[part=link]')!, '::after').content).to.contain('youtube.com');
    await emulateMedia({ media: 'screen' });
  });

  it('has a button that covers the box, with a ring that shows', async () => {
    const element = await card(html`<blog-youtube video=${newId()} video-title="A film"></blog-youtube>`);
    const box = inside(element, '[part=frame]')!.getBoundingClientRect();
    expect(button(element).getBoundingClientRect().width).to.equal(box.width);
    const { outlineOffset } = getComputedStyle(button(element));
    expect(parseFloat(outlineOffset)).to.be.at.most(2);
  });
});

describe('The poster', () => {
  it('is a lazy picture without a name of its own, the big one', async () => {
    const id = newId();
    const element = await card(html`<blog-youtube video=${id}></blog-youtube>`);
    const poster = inside<HTMLImageElement>(element, 'img')!;
    expect([poster.loading, poster.alt, poster.src]).to.deep.equal(['lazy', '', `https://i.ytimg.com/vi_webp/${id}/maxresdefault.webp`]);
    await waitUntil(() => poster.naturalWidth === 1280);
    expect(await asked(id)).to.have.length(1);
  });

  it('falls back when YouTube lacks the big one, and a second card does not ask for it again', async () => {
    const id = newId('lacks');
    const element = await card(html`<blog-youtube video=${id}></blog-youtube>`);
    await waitUntil(() => inside<HTMLImageElement>(element, 'img')!.naturalWidth === 480, 'no smaller picture', { timeout: 5000 });
    expect((await asked(id)).map((url) => url.split('/').at(-1))).to.deep.equal(['maxresdefault.webp', 'hqdefault.jpg']);
    const second = await card(html`<blog-youtube video=${id}></blog-youtube>`);
    expect(inside<HTMLImageElement>(second, 'img')!.src).to.contain('hqdefault');
  });

  it('that cannot be had at all leaves a box that plays', async () => {
    const id = newId('broken');
    const element = await card(html`<blog-youtube video=${id} video-title="X"></blog-youtube>`);
    await waitUntil(() => !inside(element, 'img'), 'a broken picture stays', { timeout: 5000 });
    expect(await asked(id)).to.have.length(2);
    expect(button(element)).to.exist;
  });

  it('of the page’s own, by attribute, template or slot, leaves YouTube’s hosts alone', async () => {
    const ids = [newId(), newId(), newId()];
    const pixel = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==';
    const one = await card(html`<blog-youtube video=${ids[0]!} poster=${pixel}></blog-youtube>`);
    const two = await card(html`<blog-youtube video=${ids[1]!} poster-template="https://i.ytimg.com/own/{id}.png"></blog-youtube>`);
    const three = await card(html`<blog-youtube video=${ids[2]!}><img slot="poster" alt="" src=${pixel}></blog-youtube>`);
    expect(inside<HTMLImageElement>(one, 'img')!.src).to.equal(pixel);
    expect(inside<HTMLImageElement>(two, 'img')!.src).to.equal(`https://i.ytimg.com/own/${ids[1]}.png`);
    expect(inside(three, 'img')).to.be.null;
    await waitUntil(() => inside<HTMLImageElement>(two, 'img')!.complete);
    for (const id of [ids[0]!, ids[2]!]) expect(await asked(id)).to.deep.equal([]);
  });

  it('of the page’s own may be 120 px wide; one that cannot be had leaves a box that plays, until there is another', async () => {
    const small = 'https://i.ytimg.com/vi/lacks/maxresdefault.jpg';
    const element = await card(html`<blog-youtube video=${newId()} poster=${small}></blog-youtube>`);
    await waitUntil(() => inside<HTMLImageElement>(element, 'img')!.naturalWidth === 120);
    await import('../../src/youtube/player.js');
    await aTimeout(0);
    await element.updateComplete;
    expect(inside(element, 'img')).to.exist;
    element.poster = 'data:image/png,none';
    await waitUntil(() => !inside(element, 'img'));
    element.poster = small;
    await waitUntil(() => inside(element, 'img'));
  });

  it('far down the page is not asked for', async () => {
    const id = newId();
    const root = await card(html`<div><div style="height: 20000px"></div><blog-youtube video=${id}></blog-youtube></div>`);
    const near = await card(html`<blog-youtube video=${newId()}></blog-youtube>`);
    await waitUntil(() => inside<HTMLImageElement>(near, 'img')!.complete || root);
    expect(await asked(id)).to.deep.equal([]);
  });
});

describe('The title', () => {
  it('is asked of YouTube only where the page wants that', async () => {
    const [plain, wanted] = [newId(), newId()];
    await card(html`<blog-youtube video=${plain}></blog-youtube>`);
    const element = await card(html`<blog-youtube fetch-title video=${wanted}></blog-youtube>`);
    await waitUntil(() => name(element) === 'Play: A title from oEmbed <img src=x>', 'no title', { timeout: 5000 });
    expect(inside(element, '[part=link]')!.textContent).to.equal('A title from oEmbed <img src=x>');
    expect((await asked('oembed')).filter((url) => url.includes(plain))).to.deep.equal([]);
  });

  it('that cannot be had leaves a plain link', async () => {
    const id = newId('private');
    const element = await card(html`<blog-youtube fetch-title video=${id}></blog-youtube>`);
    await new Promise<void>((resolve) => {
      void waitUntil(async () => (await asked('oembed')).some((url) => url.includes(id)), 'not asked', { timeout: 5000 }).then(resolve);
    });
    expect(inside(element, '[part=link]')!.textContent).to.equal('Watch on YouTube');
    expect(name(element)).to.equal('Play: YouTube video');
  });

  it('that the page gave is not asked for', async () => {
    const id = newId();
    await card(html`<blog-youtube fetch-title video=${id} video-title="Mine"></blog-youtube>`);
    expect((await asked('oembed')).filter((url) => url.includes(id))).to.deep.equal([]);
  });
});

describe('The description for search engines', () => {
  const described = (id: string) =>
    [...document.querySelectorAll('script[type="application/ld+json"]')]
      .map((script) => JSON.parse(script.textContent!))
      .filter((data) => data.embedUrl?.includes(id));

  it('is there once for each film, follows changes, and goes with its card', async () => {
    const id = newId();
    const root = document.body.appendChild(document.createElement('div'));
    for (let count = 0; count < 2; count++) {
      const element = root.appendChild(document.createElement('blog-youtube'));
      Object.assign(element, { video: id, videoTitle: 'A </script> film', date: '2024-10-16', duration: '1:56', jsonLd: true });
    }
    await waitUntil(() => described(id).length > 0);
    expect(described(id)).to.have.length(1);
    const [data] = described(id);
    expect([data['@type'], data.name, data.uploadDate, data.duration]).to.deep.equal(['VideoObject', 'A </script> film', '2024-10-16', 'PT1M56S']);
    expect(data.thumbnailUrl).to.contain(id);
    for (const element of root.querySelectorAll('blog-youtube')) element.videoTitle = 'New';
    await waitUntil(() => described(id)[0]?.name === 'New');
    expect(described(id)).to.have.length(1);
    root.remove();
    await waitUntil(() => described(id).length === 0);
  });
});
