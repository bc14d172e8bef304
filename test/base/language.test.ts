import { aTimeout, expect, fixture, html, waitUntil } from '@open-wc/testing';
import { LitElement, html as template, nothing } from 'lit';
import { BlogElement } from '../../src/base/blog-element.js';
import { nearest } from '../../src/base/language.js';
import { registerTranslation } from '../../src/base/language.js';
import { directionOf, languageFiles } from '../../src/base/languages.js';

await registerTranslation('en', { post: { hello: 'Hello {name}', posts: { one: '{count} post', other: '{count} posts' } } as never });

class LanguageProbe extends BlogElement {
  renders = 0;
  constructor() {
    super('post');
  }
  protected override render() {
    this.renders++;
    const { language } = this;
    return template`<p lang=${language.wordsLang ?? nothing} dir=${language.dir}>${language.say('hello', { name: 'Ada' })}, ${language.say('posts', { count: 12345 })}</p>`;
  }
  get text() {
    return this.shadowRoot!.querySelector('p')!.textContent;
  }
}
customElements.define('language-probe', LanguageProbe);

// Words for the probe only, in a language that the library has not.
await registerTranslation('it', { post: { hello: 'Ciao {name}', posts: { one: '{count} articolo', other: '{count} articoli' } } as never });

async function probe(markup: ReturnType<typeof html>): Promise<LanguageProbe> {
  const wrapper = await fixture<HTMLElement>(markup);
  const element = wrapper.querySelector<LanguageProbe>('language-probe')!;
  await element.updateComplete;
  return element;
}

describe('The language of an element', () => {
  it('is that of the nearest lang, through shadow roots', async () => {
    const outer = await fixture<HTMLElement>(html`<div lang="ru"><p></p></div>`);
    const inner = outer.querySelector('p')!.attachShadow({ mode: 'open' }).appendChild(document.createElement('span'));
    expect(nearest(inner, 'lang')).to.equal('ru');
  });

  it('fills in names and numbers, and picks the plural', async () => {
    const element = await probe(html`<div lang="en"><language-probe></language-probe></div>`);
    expect(element.text).to.equal('Hello Ada, 12,345 posts');
  });

  it('takes a registered translation, with the numbers of that language', async () => {
    const element = await probe(html`<div lang="it-IT"><language-probe></language-probe></div>`);
    expect(element.text).to.equal('Ciao Ada, 12.345 articoli');
  });

  it('follows a lang that changes later, on any ancestor', async () => {
    const element = await probe(html`<div lang="en"><section><language-probe></language-probe></section></div>`);
    element.parentElement!.parentElement!.lang = 'it';
    await waitUntil(() => element.text?.startsWith('Ciao'));
    element.parentElement!.lang = 'en';
    await waitUntil(() => element.text?.startsWith('Hello'));
  });

  it('falls to English, marked as such, for a language without words', async () => {
    const element = await probe(html`<div lang="xh" dir="rtl"><language-probe></language-probe></div>`);
    const p = element.shadowRoot!.querySelector('p')!;
    expect(p.lang).to.equal('en');
    expect(p.dir).to.equal('ltr');
  });

  it('marks its English as soon as the page’s language is one without words, and no longer than that', async () => {
    const element = await probe(html`<div lang="en"><language-probe></language-probe></div>`);
    const p = element.shadowRoot!.querySelector('p')!;
    element.parentElement!.lang = 'xh';
    await waitUntil(() => p.lang === 'en');
    element.parentElement!.lang = 'it';
    await waitUntil(() => p.lang === '');
    expect(element.text).to.contain('Ciao');
  });

  it('follows the lang and dir of a host whose shadow root holds it', async () => {
    const outer = await fixture<HTMLElement>(html`<div lang="en"><section></section></div>`);
    const middle = outer.querySelector('section')!.attachShadow({ mode: 'open' }).appendChild(document.createElement('div'));
    const element = middle.attachShadow({ mode: 'open' }).appendChild(document.createElement('language-probe') as LanguageProbe);
    await element.updateComplete;
    outer.lang = 'it';
    await waitUntil(() => element.text?.startsWith('Ciao'));
    outer.dir = 'rtl';
    await waitUntil(() => element.shadowRoot!.querySelector('p')!.dir === 'rtl');
    middle.lang = 'en';
    await waitUntil(() => element.text?.startsWith('Hello'));
  });

  it('takes words for a region before those of the language, and the tag as some systems write it', async () => {
    await registerTranslation('it-CH', { post: { hello: 'Salve {name}' } as never });
    expect((await probe(html`<div lang="it-CH"><language-probe></language-probe></div>`)).text).to.match(/^Salve Ada, 12[’']345 articoli$/);
    expect((await probe(html`<div lang="it_IT"><language-probe></language-probe></div>`)).text).to.equal('Ciao Ada, 12.345 articoli');
  });

  it('loads a region that is built in before its language, and the language where the region has no file', async () => {
    languageFiles.set('pt', () => Promise.resolve({ default: { post: { hello: 'Olá {name}', posts: '{count} artigos' } as never } }));
    languageFiles.set('pt-br', () => Promise.resolve({ default: { post: { hello: 'Oi {name}', posts: '{count} posts' } as never } }));
    expect((await probe(html`<div lang="pt-BR"><language-probe></language-probe></div>`)).text).to.equal('Oi Ada, 12.345 posts');
    expect((await probe(html`<div lang="pt-PT"><language-probe></language-probe></div>`)).text).to.match(/^Olá Ada, 12.345 artigos$/);
    expect((await probe(html`<div lang="pt"><language-probe></language-probe></div>`)).text).to.equal('Olá Ada, 12.345 artigos');
  });

  it('falls to the language when the file of the region cannot be loaded, and to English when both cannot', async () => {
    languageFiles.set('fi-se', () => Promise.reject(new TypeError('offline')));
    languageFiles.set('fi', () => Promise.resolve({ default: { post: { hello: 'Hei {name}' } as never } }));
    expect((await probe(html`<div lang="fi-SE"><language-probe></language-probe></div>`)).text).to.contain('Hei Ada');
    languageFiles.set('sv-fi', () => Promise.reject(new TypeError('offline')));
    languageFiles.set('sv', () => Promise.reject(new TypeError('offline')));
    const english = await probe(html`<div lang="sv-FI"><language-probe></language-probe></div>`);
    expect(english.text).to.contain('Hello Ada');
    expect(english.shadowRoot!.querySelector('p')!.lang).to.equal('en');
  });

  it('takes no word for a language that only looks like one to JavaScript', async () => {
    expect((await probe(html`<div lang="constructor"><language-probe></language-probe></div>`)).text).to.contain('Hello Ada');
  });

  it('keeps to the last of several languages that follow each other at once', async () => {
    const element = await probe(html`<div lang="en"><language-probe></language-probe></div>`);
    element.parentElement!.lang = 'fr';
    await aTimeout(0);
    element.parentElement!.lang = 'es';
    await aTimeout(0);
    element.parentElement!.lang = 'ru';
    await waitUntil(() => element.text?.includes('12 345'.replace(' ', '\u00a0')));
    expect(element.shadowRoot!.querySelector('p')!.dir).to.equal('ltr');
  });

  it('takes dir="auto" as the browser has worked it out', async () => {
    const element = await probe(html`<div lang="it" dir="auto">שלום<language-probe></language-probe></div>`);
    expect(element.shadowRoot!.querySelector('p')!.dir).to.equal('rtl');
  });

  it('survives a lang that is no language tag', async () => {
    const element = await probe(html`<div lang="en_US!"><language-probe></language-probe></div>`);
    expect(element.text).to.contain('Hello Ada');
  });

  it('waits for its words before the first render, so that nothing flickers', async () => {
    const element = await probe(html`<div lang="de"><language-probe></language-probe></div>`);
    expect(element.renders).to.equal(1);
    expect(element.shadowRoot!.querySelector('p')!.lang).to.equal('');
  });

  it('starts from the right in Arabic, unless the page says otherwise', async () => {
    const arabic = await probe(html`<div lang="ar"><language-probe></language-probe></div>`);
    expect(arabic.shadowRoot!.querySelector('p')!.dir).to.equal('rtl');
    const told = await probe(html`<div lang="ar" dir="ltr"><language-probe></language-probe></div>`);
    expect(told.shadowRoot!.querySelector('p')!.dir).to.equal('ltr');
  });

  for (const [tag, direction] of [
    ['ar', 'rtl'],
    ['he', 'rtl'],
    ['fa-ir', 'rtl'],
    ['ur', 'rtl'],
    ['az-arab', 'rtl'],
    ['az', 'ltr'],
    ['nl', 'ltr'],
    ['sr-latn', 'ltr'],
    ['en_us!', 'ltr'],
    ['', 'ltr'],
  ] as const) {
    it(`of "${tag}" is written ${direction}`, () => {
      expect(directionOf(tag)).to.equal(direction);
    });
  }

  it('does nothing more once the element is gone', async () => {
    const element = await probe(html`<div lang="en"><language-probe></language-probe></div>`);
    const parent = element.parentElement!;
    element.remove();
    const { renders } = element;
    parent.lang = 'it';
    await aTimeout(0);
    expect(element.renders).to.equal(renders);
    expect(element).to.be.instanceOf(LitElement);
  });
});
