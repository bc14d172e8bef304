import { aTimeout, expect, waitUntil } from '@open-wc/testing';
import DOMPurify from 'dompurify';
import { sanitize } from '../../src/base/sanitize.js';
import { attacks } from './attacks.js';
import { faults } from './structure.js';

declare global {
  interface Window {
    fired?: (() => void) | undefined;
  }
}

let count = 0;
let held: HTMLElement;
const base = 'https://example.org/2024/post';

before(() => {
  window.fired = () => {
    count++;
  };
});
after(() => {
  window.fired = undefined;
});
beforeEach(() => {
  count = 0;
  held = document.body.appendChild(document.createElement('div'));
  held.innerHTML = '<p id="outside-already">The page’s own</p><article></article>';
});
afterEach(() => held.remove());
const article = () => held.querySelector('article')!;

/** Everything a reader or the browser itself may do to it. */
function provoke(root: ParentNode) {
  for (const element of root.querySelectorAll<HTMLElement>('*')) {
    for (const type of ['mouseover', 'pointerenter', 'focus', 'toggle', 'animationstart', 'load', 'error', 'copy']) element.dispatchEvent(new Event(type));
    if (!/^(https?:|mailto:|tel:)/.test((element as HTMLAnchorElement).href ?? '')) element.click?.();
  }
}

describe('The list of attacks', () => {
  it('has at least 150 strings, and raw innerHTML runs some of them: the alarm works', async () => {
    expect(new Set(attacks).size).to.be.at.least(150);
    const frame = document.body.appendChild(document.createElement('iframe'));
    frame.contentWindow!.fired = () => {
      count++;
    };
    for (const attack of attacks) {
      // What navigates the frame away would silence the alarm.
      if (/<(meta|base|form|a|map|area|template|frameset)\b|location|name=/i.test(attack)) continue;
      const held = frame.contentDocument!.createElement('div');
      frame.contentDocument!.documentElement.append(held);
      held.innerHTML = attack;
    }
    await waitUntil(() => count >= 10, `only ${count} fired`);
    frame.remove();
  });
});

describe('The sanitizer', () => {
  for (const attack of attacks) {
    it(`leaves nothing that acts of ${JSON.stringify(attack).slice(0, 90)}`, async () => {
      article().append(sanitize(attack, { base, into: article() }));
      expect(faults(article()), article().innerHTML).to.deep.equal([]);
      provoke(article());
      expect(document.querySelector('#outside-already')!.textContent).to.equal('The page’s own');
      expect(count).to.equal(0);
    });
  }

  it('lets nothing fire later either, with all attacks in one page', async () => {
    article().append(sanitize(attacks.join('\n'), { base, into: article() }));
    for (const attack of attacks) article().append(sanitize(attack, { base }));
    // Frames of the browser give every late load and error its chance.
    for (let frame = 0; frame < 10; frame++) await aTimeout(0).then(() => new Promise(requestAnimationFrame));
    expect(count).to.equal(0);
    expect(document.body, 'clobbered').to.be.instanceOf(HTMLBodyElement);
  });

  it('leaves nothing that DOMPurify would take away', () => {
    const purify = DOMPurify(window);
    // Without its defence of names: that one refuses ids it could not know to be free here; faults() looks at ours.
    const settings = {
      ADD_TAGS: ['semantics'],
      FORBID_CONTENTS: [],
      SAFE_FOR_XML: false,
      ADD_ATTR: ['loading', 'decoding', 'aria-details', 'data-blog-more'],
      SANITIZE_DOM: true,
      RETURN_DOM: true as const,
    };
    for (const attack of attacks) {
      const ours = document.createElement('div');
      ours.append(sanitize(attack, { base }));
      const theirs = purify.sanitize(ours.innerHTML, settings) as unknown as HTMLElement;
      expect(theirs.innerHTML.trim(), attack).to.equal(parsed(ours.innerHTML).trim());
    }
  });

  it('comes out the same when its result goes through it again, written out and read by a parser', () => {
    for (const attack of attacks) {
      const once = markup(sanitize(attack, { base }));
      expect(markup(sanitize(once, { base })), attack).to.equal(markup(sanitize(markup(sanitize(once, { base })), { base })));
      const again = document.implementation.createHTMLDocument('');
      again.body.innerHTML = once;
      expect(faults(again.body), attack).to.deep.equal([]);
    }
  });
});

const markup = (fragment: DocumentFragment) => {
  const div = document.createElement('div');
  div.append(fragment);
  return div.innerHTML;
};
const parsed = (text: string) => new DOMParser().parseFromString(text, 'text/html').body.innerHTML;
const clean = (text: string, options = {}) => markup(sanitize(text, { base, ...options }));

describe('What a writer wrote', () => {
  for (const text of [
    '<p>Plain, <em>stressed</em> and <strong>strong</strong>; H<sub>2</sub>O, <kbd>Ctrl</kbd>, <mark>marked</mark>.</p>',
    '<h2 id="start">Start</h2><ol start="3" reversed=""><li value="4">Four</li></ol>',
    '<table><caption>Counts</caption><thead><tr><th scope="col">Year</th></tr></thead><tbody><tr><td colspan="2">2024</td></tr></tbody></table>',
    '<blockquote cite="https://example.org/source"><p>Quoted</p></blockquote>',
    '<pre><code class="language-js">let a = "&lt;b&gt;";\n</code></pre>',
    '<details open=""><summary>More</summary><p>Text</p></details>',
    '<p lang="ar" dir="rtl">نص</p><ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>',
    '<math display="block"><mfrac><mi>a</mi><mn>2</mn></mfrac></math>',
    '<p><a href="https://example.org/x?a=1&amp;b=2" hreflang="nl">link</a>, <a href="mailto:a@example.org">mail</a></p>',
    '<figure><img alt="A boat" width="800" height="600" loading="lazy" decoding="async" src="https://example.org/boat.jpg" srcset="https://example.org/boat.jpg 1x, https://example.org/boat2.jpg 2x"><figcaption>A <em>boat</em></figcaption></figure>',
  ])
    it(`stays as it is: ${text.slice(0, 60)}`, () => {
      expect(clean(text)).to.equal(text);
    });

  it('stays when its element is unknown or out of fashion', () => {
    expect(clean('<center><font size=7>Big <blink>news</blink></font></center><my-note>note</my-note>')).to.equal('Big newsnote');
  });

  it('has its relative addresses made whole against the post’s own URL', () => {
    expect(clean('<a href="../x">x</a><img src="/a.png" alt="">')).to.contain('href="https://example.org/x"').and.contain('src="https://example.org/a.png"');
  });

  it('keeps links within it working, also when an id had to get a prefix', () => {
    const text = clean(
      '<h2 id="outside-already">A</h2><a href="#outside-already">to A</a><a href="https://example.org/2024/post#outside-already">to A</a><p aria-describedby="outside-already gone" id="b">b</p><a href="#b">b</a>',
    );
    expect(text).to.equal(
      '<h2 id="post-outside-already">A</h2><a href="#post-outside-already">to A</a><a href="#post-outside-already">to A</a><p aria-describedby="post-outside-already" id="b">b</p><a href="#b">b</a>',
    );
  });

  it('keeps its ids when it takes the place of itself', () => {
    article().append(sanitize('<h2 id="intro-of-this">A</h2>', { into: article() }));
    expect(clean('<h2 id="intro-of-this">A</h2>', { into: article() })).to.equal('<h2 id="intro-of-this">A</h2>');
    expect(clean('<h2 id="intro-of-this">A</h2>')).to.equal('<h2 id="post-intro-of-this">A</h2>');
  });

  it('has its frames made links, named as they were', () => {
    expect(
      clean('<iframe src="//www.youtube.com/embed/abcdefghijk?start=5" title="A film"></iframe><iframe data-src="https://maps.example/x"></iframe>'),
    ).to.equal('<a href="https://www.youtube.com/embed/abcdefghijk?start=5">A film</a><a href="https://maps.example/x">https://maps.example/x</a>');
  });

  it('has the card of another WordPress post as its quotation, with one link', () => {
    expect(
      clean(
        '<blockquote class="wp-embedded-content"><a href="/other">Other</a></blockquote><iframe class="wp-embedded-content" src="/other/embed/#?secret=x" title="“Other” — Blog"></iframe>',
      ),
    ).to.equal('<blockquote><a href="https://example.org/other">Other</a></blockquote>');
  });

  it('has the size of a picture that has it in its name only', () => {
    expect(clean('<img src="/boat-1024x683.jpg"><img src="/boat-10x20.jpg" height="9"><img src="/boat.jpg">'))
      .to.contain('width="1024" height="683"')
      .and.not.contain('height="20"');
  });

  it('has its late pictures brought in at once, each of them once', () => {
    const blank = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==';
    const text = clean(
      `<img src="${blank}" data-src="/late.jpg" data-srcset="/late.jpg 1x, /late2.jpg 2x" alt="Late"><noscript><img src="/late.jpg" alt="Late"></noscript><img src="${blank}"><noscript><img src="/only.jpg" alt="Only"></noscript>`,
    );
    expect(text.match(/<img /g)).to.have.length(2);
    expect(text)
      .to.contain('src="https://example.org/late.jpg" srcset="https://example.org/late.jpg 1x, https://example.org/late2.jpg 2x"')
      .and.contain('src="https://example.org/only.jpg"');
  });

  it('loses what counts its readers', () => {
    expect(
      clean(
        '<img src="https://count.example/x" width="1" height="1"><img src="https://pixel.wp.com/b.gif?x"><img src="https://count.example/y" style="display:none">',
      ),
    ).to.equal('');
  });

  it('shows where "more" begins', () => {
    expect(clean('<p>a</p><!--more--><p>b</p><!-- other -->')).to.equal('<p>a</p><span data-blog-more=""></span><p>b</p>');
  });
});

describe('Much of it', () => {
  it('10,000 levels deep keeps its text and no more depth than a page bears', () => {
    const text = clean(`${'<div><b>'.repeat(10_000)}the core${'</b></div>'.repeat(10_000)}`);
    expect(text).to.contain('the core');
    article().append(sanitize(`${'<blockquote>'.repeat(10_000)}the core`));
    let depth = 0;
    for (let node: Element | null = article(); node; node = node.firstElementChild) depth++;
    expect(depth).to.be.below(200);
  });

  for (const [name, text] of Object.entries({
    paragraphs: '<p>Some <b>words</b> and a <a href="/x">link</a>.</p>'.repeat(20_000),
    'open tags': '<i>'.repeat(300_000),
    attributes: `<p ${'a=b '.repeat(200_000)}>x</p>`,
    entities: '&amp;'.repeat(200_000),
    commas: `<img src="x" srcset="${','.repeat(1_000_000)}">`,
    'one word': 'a'.repeat(1_000_000),
    ids: Array.from({ length: 40_000 }, (_, index) => `<p id="n-${index}">x</p>`).join(''),
  })) {
    it(`1 MB of ${name} is done in time`, () => {
      const start = performance.now();
      const nodes = sanitize(text, { base });
      expect(nodes.childNodes.length).to.be.at.least(1);
      // A second or two where nothing else runs.
      expect(performance.now() - start).to.be.below(20_000);
    }).timeout(60_000);
  }
});
