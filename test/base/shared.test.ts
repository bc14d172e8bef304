import { expect, fixture, html } from '@open-wc/testing';
import { css } from 'lit';
import { hasJsonLd, putJsonLd } from '../../src/base/json-ld.js';
import { canonicalUrl, safeUrl } from '../../src/base/links.js';
import { adoptPageStyles } from '../../src/base/theme.js';
import { register } from '../../src/base/blog-element.js';
import { loadOnce } from '../../src/base/load-once.js';
import { whenVisible } from '../../src/base/visibility.js';

describe('Registration', () => {
  it('leaves a name alone that the page has given already, so that a second copy does no harm', () => {
    class First extends HTMLElement {}
    class Second extends HTMLElement {}
    register('registered-once', First);
    register('registered-once', Second);
    expect(customElements.get('registered-once')).to.equal(First);
  });
});

describe('A URL from outside', () => {
  for (const url of ['https://example.org/a', 'http://example.org'])
    it(`${url} is let through`, () => {
      expect(safeUrl(url)).to.equal(new URL(url).href);
    });
  for (const url of [
    'javascript:alert(1)',
    ' \u0001java\nscript:alert(1)',
    'data:text/html,x',
    'https://user@example.org',
    'https://a:b@example.org',
    'no url',
    '',
    undefined,
    'ftp://x',
  ]) {
    it(`${JSON.stringify(url)} is refused`, () => {
      expect(safeUrl(url)).to.be.undefined;
    });
  }

  it('is resolved against a base', () => {
    expect(safeUrl('../b', 'https://example.org/a/c')).to.equal('https://example.org/b');
  });
});

describe('The page’s own URL', () => {
  it('is its canonical link, without a fragment', () => {
    const link = document.head.appendChild(Object.assign(document.createElement('link'), { rel: 'canonical', href: 'https://example.org/post?a=1#x' }));
    expect(canonicalUrl()).to.equal('https://example.org/post?a=1');
    link.remove();
    expect(canonicalUrl()).to.equal(location.href.replace(/#.*/, ''));
  });
});

describe('Structured data', () => {
  it('goes to the head and comes out again; a closing tag in it does no harm', () => {
    const remove = putJsonLd({ '@type': 'BlogPosting', headline: '</script><script>alert(1)</script>' });
    const script = document.head.querySelector('script[type="application/ld+json"]')!;
    expect(script.textContent).to.not.contain('</script>');
    expect(JSON.parse(script.textContent!).headline).to.equal('</script><script>alert(1)</script>');
    expect(hasJsonLd(['BlogPosting', 'Article'])).to.be.true;
    expect(hasJsonLd(['VideoObject'])).to.be.false;
    remove();
    expect(hasJsonLd(['BlogPosting'])).to.be.false;
  });

  it('is found inside a graph, and unreadable data is passed over', () => {
    const scripts = ['{oops', '{"@graph":[{"@type":["Thing","Article"]}]}'].map((text) => {
      const script = document.head.appendChild(Object.assign(document.createElement('script'), { type: 'application/ld+json' }));
      script.append(text);
      return script;
    });
    expect(hasJsonLd(['Article'])).to.be.true;
    for (const script of scripts) script.remove();
  });
});

describe('Styles for light DOM', () => {
  it('are adopted once, and every unlayered rule of the page wins', async () => {
    const styles = css`@layer blog-elements { :where(.layered-probe) { color: rgb(1, 2, 3); text-align: right; } }`;
    const element = await fixture<HTMLElement>(html`<p class="layered-probe">x</p>`);
    const before = document.adoptedStyleSheets.length;
    adoptPageStyles(element, styles);
    adoptPageStyles(element, styles);
    expect(document.adoptedStyleSheets.length).to.equal(before + 1);
    expect(getComputedStyle(element).color).to.equal('rgb(1, 2, 3)');
    const host = document.head.appendChild(document.createElement('style'));
    host.append('p { color: rgb(4, 5, 6) }');
    expect(getComputedStyle(element).color).to.equal('rgb(4, 5, 6)');
    expect(getComputedStyle(element).textAlign).to.equal('right');
    host.remove();
  });
});

describe('A module that loads once', () => {
  it('is loaded again after a failure, and is there at once after it has loaded', async () => {
    let tries = 0;
    const load = loadOnce(() => (++tries === 1 ? Promise.reject(new TypeError('offline')) : Promise.resolve('module')));
    await load().then(
      () => expect.fail('it did not fail'),
      (error: Error) => expect(error.message).to.equal('offline'),
    );
    expect(load.loaded).to.be.undefined;
    expect(await Promise.all([load(), load()])).to.deep.equal(['module', 'module']);
    expect([tries, load.loaded]).to.deep.equal([2, 'module']);
  });
});

describe('Waiting for an element to come into view', () => {
  it('ends when it does, and when it is called off', async () => {
    const far = document.body.appendChild(document.createElement('div'));
    far.style.cssText = 'margin-top: 5000px; height: 10px';
    const controller = new AbortController();
    let seen = false;
    const waiting = whenVisible(far, new AbortController().signal).then(() => {
      seen = true;
    });
    const calledOff = whenVisible(far, controller.signal);
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    expect(seen).to.be.false;
    controller.abort();
    await calledOff;
    await whenVisible(far, controller.signal);
    far.scrollIntoView();
    await waiting;
    far.remove();
  });
});
