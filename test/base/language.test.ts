import { expect, fixture, html, nextFrame } from '@open-wc/testing';
import { nearest } from '../../src/base/language.js';

describe('The nearest lang', () => {
  it('is found on an ancestor, through shadow roots', async () => {
    const outer = await fixture<HTMLElement>(html`<div lang="ru"><p></p></div>`);
    const root = outer.querySelector('p')!.attachShadow({ mode: 'open' });
    const inner = root.appendChild(document.createElement('span'));
    await nextFrame();
    expect(nearest(inner, 'lang')).to.equal('ru');
  });
});
