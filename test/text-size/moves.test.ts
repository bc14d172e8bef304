/** A control that comes and goes holds on to nothing, one that is moved goes on, and its buttons are there before their words. */
import { aTimeout, expect, waitUntil } from '@open-wc/testing';
import { expectNothingLeft } from '../support/leaks.js';
import { delayLanguage } from '../support/languages.js';
import '../../src/text-size/index.js';

type Control = HTMLElementTagNameMap['blog-text-size'];

const part = (control: Control, name: string) => control.shadowRoot!.querySelector<HTMLButtonElement>(`[part=${name}]`)!;

async function addControl(parent: Element = document.body): Promise<Control> {
  const control = document.createElement('blog-text-size');
  parent.append(control);
  await control.updateComplete;
  return control;
}

async function press(control: Control, name: string): Promise<void> {
  part(control, name).click();
  await control.updateComplete;
}

describe('A control that comes and goes', () => {
  before(async () => {
    // What is made once for all controls is there already: the module, listeners of the storage.
    const control = await addControl();
    await press(control, 'increase');
    await press(control, 'reset');
    control.remove();
    await aTimeout(0);
  });
  afterEach(() => localStorage.clear());

  it('holds on to nothing after ten times, unused', async () => {
    await expectNothingLeft(async () => {
      (await addControl()).remove();
    });
  });

  it('holds on to nothing after ten times in which it enlarged the text', async () => {
    const sheets = document.adoptedStyleSheets.length;
    await expectNothingLeft(async () => {
      const control = await addControl();
      await press(control, 'increase');
      control.remove();
      await aTimeout(0);
    });
    expect(document.adoptedStyleSheets.length).to.equal(sheets);
  });

  it('keeps the text as large as it is while it is moved ten times, and then leaves the page as it was', async () => {
    const text = document.body.appendChild(document.createElement('p'));
    text.append('Some text to read.');
    const size = () => parseFloat(getComputedStyle(text).fontSize);
    const before = size();
    const places = [document.createElement('section'), document.createElement('section')];
    document.body.append(...places);
    await expectNothingLeft(async () => {
      const control = await addControl(places[0]);
      await press(control, 'increase');
      const large = size();
      for (let count = 1; count <= 10; count++) {
        places[count % 2]!.append(control);
        await control.updateComplete;
        expect(size()).to.be.closeTo(large, 0.1);
      }
      await press(control, 'increase');
      expect(control.scale).to.equal(1.2);
      expect(size()).to.be.closeTo(before * 1.2, 0.2);
      control.remove();
      await aTimeout(0);
      expect(size()).to.be.closeTo(before, 0.1);
      // The next one begins as in a browser that remembers nothing.
      localStorage.clear();
    });
    expect(size()).to.be.closeTo(before, 0.1);
    for (const element of [text, ...places]) element.remove();
  });
});

describe('A control whose language has not loaded yet', () => {
  afterEach(() => {
    document.documentElement.lang = 'en';
    localStorage.clear();
  });

  it('has its buttons at once, and they work; its words follow', async () => {
    const words = delayLanguage('nl');
    document.documentElement.lang = 'nl';
    const control = document.body.appendChild(document.createElement('blog-text-size'));
    await waitUntil(() => control.matches(':state(ready)'));
    await waitUntil(() => part(control, 'increase'));
    expect(part(control, 'increase').getAttribute('aria-label')).to.equal('Larger text');
    expect(part(control, 'increase').title, 'English is seen').to.equal('');
    part(control, 'increase').click();
    await waitUntil(() => control.scale === 1.1);
    words.arrive();
    await control.updateComplete;
    expect(part(control, 'increase').getAttribute('aria-label')).to.equal('Grotere tekst');
    expect(part(control, 'increase').title).to.equal('Grotere tekst');
    control.scale = 1;
    await control.updateComplete;
    control.remove();
  });

  it('is in the order of a language written from right to left before its words', async () => {
    const words = delayLanguage('ar');
    document.documentElement.lang = 'ar';
    const control = document.body.appendChild(document.createElement('blog-text-size'));
    await waitUntil(() => part(control, 'increase'));
    expect(part(control, 'increase').getBoundingClientRect().left).to.be.lessThan(part(control, 'decrease').getBoundingClientRect().left);
    words.arrive();
    await control.updateComplete;
    control.remove();
  });
});
