import { expect, fixture, html, oneEvent, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '../../src/text-size/index.js';
import type { BlogTextSizeChangeEvent } from '../../src/text-size/events.js';
import type { BlogTextSize } from '../../src/text-size/blog-text-size.js';

const part = (element: BlogTextSize, name: string) => element.shadowRoot!.querySelector<HTMLButtonElement>(`[part=${name}]`)!;
const size = (element: Element) => parseFloat(getComputedStyle(element).fontSize);

async function place(
  markup = html`<blog-text-size></blog-text-size>`,
  text = html`<p class="text">Some text to read.</p>`,
): Promise<{ control: BlogTextSize; text: HTMLElement }> {
  const wrapper = await fixture<HTMLElement>(html`<div lang="en">${markup}${text}</div>`);
  return { control: wrapper.querySelector('blog-text-size')!, text: wrapper.querySelector('.text')! };
}
const press = async (control: BlogTextSize, name: string) => {
  part(control, name).click();
  await control.updateComplete;
};

describe('The text-size control', () => {
  afterEach(() => {
    for (const control of document.querySelectorAll('blog-text-size')) control.scale = 1;
    localStorage.clear();
  });

  it('is a group of three buttons of at least 44 px, with names, that axe accepts', async () => {
    const { control } = await place();
    const group = control.shadowRoot!.querySelector('[role=group]')!;
    expect(group.getAttribute('aria-label')).to.equal('Text size');
    const buttons = [...control.shadowRoot!.querySelectorAll('button')];
    expect(buttons).to.have.length(3);
    for (const button of buttons) {
      const { width, height } = button.getBoundingClientRect();
      expect(Math.min(width, height)).to.be.at.least(44);
      expect(button.getAttribute('aria-label')).to.not.equal('');
    }
    await expect(control).to.be.accessible();
  });

  it('enlarges text, says how much, and tells the page', async () => {
    const { control, text } = await place();
    const before = size(text);
    const told = oneEvent(control, 'blog-text-size-change');
    await press(control, 'increase');
    expect(((await told) as unknown as BlogTextSizeChangeEvent).scale).to.equal(1.1);
    expect(size(text)).to.be.closeTo(before * 1.1, 0.2);
    expect(control.shadowRoot!.querySelector('[role=status]')!.textContent).to.contain('110');
    await press(control, 'reset');
    expect(size(text)).to.be.closeTo(before, 0.1);
  });

  it('counts presses that come faster than it draws', async () => {
    const { control } = await place();
    for (let n = 0; n < 4; n++) part(control, 'increase').click();
    await control.updateComplete;
    expect(control.scale).to.equal(1.4);
    part(control, 'increase').click();
    part(control, 'increase').click();
    expect(control.scale).to.equal(1.6);
  });

  it('ends at its limits, where a button keeps the focus and says so', async () => {
    const { control, text } = await place(html`<blog-text-size max="1.2" min="0.9"></blog-text-size>`);
    const before = size(text);
    const increase = part(control, 'increase');
    increase.focus();
    for (let n = 0; n < 5; n++) await press(control, 'increase');
    expect(size(text)).to.be.closeTo(before * 1.2, 0.2);
    expect(increase.getAttribute('aria-disabled')).to.equal('true');
    expect(control.shadowRoot!.activeElement).to.equal(increase);
    await expect(control).to.be.accessible();
    for (let n = 0; n < 9; n++) await press(control, 'decrease');
    expect(control.scale).to.equal(0.9);
  });

  it('goes through a list of steps', async () => {
    const { control } = await place(html`<blog-text-size steps="2, 1 1.5 x"></blog-text-size>`);
    await press(control, 'increase');
    expect(control.scale).to.equal(1.5);
    await press(control, 'increase');
    expect(control.scale).to.equal(2);
  });

  it('works by keyboard', async () => {
    const { control } = await place();
    part(control, 'increase').focus();
    await sendKeys({ press: 'Enter' });
    await sendKeys({ press: ' ' });
    await waitUntil(() => Math.abs(control.scale - 1.2) < 0.001);
  });

  it('is remembered, without a cookie, and two controls agree', async () => {
    const { control } = await place();
    await press(control, 'increase');
    expect(localStorage.getItem('blog-text-size')).to.equal('1.1');
    expect(document.cookie).to.not.contain('text-size');
    const { control: other } = await place();
    expect(other.scale).to.equal(1.1);
    await press(other, 'increase');
    await waitUntil(() => Math.abs(control.scale - 1.2) < 0.001);
    // Another tab.
    localStorage.setItem('blog-text-size', '1.5');
    dispatchEvent(new StorageEvent('storage', { key: 'blog-text-size', newValue: '1.5' }));
    await waitUntil(() => control.scale === 1.5);
  });

  it('works for the visit where storage is blocked', async () => {
    const { setItem } = Storage.prototype;
    Storage.prototype.setItem = () => {
      throw new DOMException('blocked', 'SecurityError');
    };
    try {
      const { control, text } = await place();
      const before = size(text);
      await press(control, 'increase');
      expect(size(text)).to.be.closeTo(before * 1.1, 0.2);
    } finally {
      Storage.prototype.setItem = setItem;
    }
  });

  it('enlarges a page set in px, on its text and not its columns', async () => {
    const style = document.head.appendChild(document.createElement('style'));
    style.append('.column { width: 300px; float: left } .column p { font-size: 13px; line-height: 16px }');
    const { control, text } = await place(undefined, html`<div class="column"><p class="text">Text in pixels, as it was done in 2009.</p></div>`);
    control.scale = 2;
    await control.updateComplete;
    await waitUntil(() => Math.abs(size(text) - 26) < 0.3, `${size(text)} px`);
    expect(parseFloat(getComputedStyle(text).lineHeight)).to.be.at.least(31);
    expect(text.parentElement!.getBoundingClientRect().width).to.equal(300);
    style.remove();
  });

  it('leaves alone what it is told to ignore, and keeps to the element it is for', async () => {
    const { control, text } = await place(html`<blog-text-size ignore="nav"></blog-text-size><nav><span class="menu">Menu</span></nav>`);
    const menu = control.parentElement!.querySelector('.menu')!;
    const before = [size(menu), size(text)];
    control.scale = 1.5;
    await control.updateComplete;
    await waitUntil(() => Math.abs(size(text) - before[1]! * 1.5) < 0.3);
    expect(size(menu)).to.be.closeTo(before[0]!, 0.1);
    control.scale = 1;
    await control.updateComplete;

    const { control: only, text: outside } = await place(
      html`<blog-text-size for="target" storage-key="one"></blog-text-size><div id="target"><p class="inside">In</p></div>`,
    );
    const inside = only.parentElement!.querySelector('.inside')!;
    const sizes = [size(inside), size(outside)];
    only.scale = 1.5;
    await only.updateComplete;
    await waitUntil(() => Math.abs(size(inside) - sizes[0]! * 1.5) < 0.3);
    expect(size(outside)).to.be.closeTo(sizes[1]!, 0.1);
    only.scale = 1;
    await only.updateComplete;
  });

  it('multiplies the reader’s own size', async () => {
    const { control, text } = await place();
    document.documentElement.style.fontSize = '24px';
    const before = size(text);
    control.scale = 1.5;
    await control.updateComplete;
    await waitUntil(() => Math.abs(size(text) - before * 1.5) < 0.5);
    control.scale = 1;
    await control.updateComplete;
    document.documentElement.style.fontSize = '';
  });

  it('keeps the line being read where it was, within 2 px, at every step', async () => {
    const { control } = await place(
      undefined,
      html`<div class="text">${Array.from({ length: 60 }, (_, n) => html`<p id=${`line${n}`}>Paragraph ${n} with some words in it that run over a line or two of the page, if it is narrow enough.</p>`)}</div>`,
    );
    const line = document.querySelector('#line30')!;
    line.scrollIntoView({ block: 'start' });
    // Wholly in view, so that it is the topmost line to read.
    scrollBy({ top: -8, behavior: 'instant' });
    for (let step = 0; step < 5; step++) {
      const { top } = line.getBoundingClientRect();
      part(control, 'increase').dispatchEvent(new MouseEvent('click', { detail: 0, bubbles: true }));
      await control.updateComplete;
      expect(line.getBoundingClientRect().top).to.be.closeTo(top, 2);
    }
  });

  it('speaks the page’s language', async () => {
    const wrapper = await fixture<HTMLElement>(html`<div lang="nl"><blog-text-size></blog-text-size></div>`);
    const control = wrapper.querySelector('blog-text-size')!;
    await control.updateComplete;
    expect(part(control, 'increase').getAttribute('aria-label')).to.equal('Grotere tekst');
  });

  it('goes on working when it is moved, and leaves the page as it was when it is removed', async () => {
    const { control, text } = await place();
    const before = size(text);
    await press(control, 'increase');
    control.parentElement!.append(control);
    await control.updateComplete;
    await press(control, 'increase');
    await waitUntil(() => Math.abs(size(text) - before * 1.2) < 0.3);
    control.remove();
    await waitUntil(() => Math.abs(size(text) - before) < 0.1);
  });
});
